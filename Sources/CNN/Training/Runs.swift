public import Display

/// Values of one quantity from several runs that differ in their seeds, such as the accuracy of five trainings.
///
/// ```swift
/// let data = try Datasets.bars(count: 60)
/// let accuracy = try Runs(seeds: 1...3) { seed in
///   var model = Sequential {
///     Flatten()
///     Dense(data.classes.count)
///   }
///   try model.fit(data.train, epochs: 2, seed: seed)
///   return try model.evaluate(data.test).accuracy
/// }
/// print("\(accuracy, .percent)")  // such as 93 ± 2 %
/// ```
public struct Runs: Sendable, Equatable {
  /// The value of each run.
  public let values: [Double]

  /// Creates the values of several runs.
  ///
  /// - Precondition: there is at least one.
  public init(_ values: [some BinaryFloatingPoint]) {
    require(!values.isEmpty, "Runs takes the values of at least one run, got none")
    self.values = values.map { Double($0) }
  }

  /// Creates the values that `run` returns for each seed, in order.
  ///
  /// - Precondition: there is at least one seed, and none is negative.
  public init<Seed: BinaryInteger, Value: BinaryFloatingPoint>(
    seeds: some Sequence<Seed>, _ run: (UInt64) throws -> Value
  ) rethrows {
    self.init(try Self.checked(seeds).map(run))
  }

  /// Returns the runs of each position of a series, such as those of the loss of each epoch.
  ///
  /// ```swift
  /// let data = try Datasets.bars(count: 60)
  /// let losses = try Runs.series(seeds: 1...3) { seed in
  ///   var model = Sequential {
  ///     Flatten()
  ///     Dense(data.classes.count)
  ///   }
  ///   return try model.fit(data.train, epochs: 4, seed: seed).epochs.map(\.loss)
  /// }
  /// display(runCurves(x: "epoch", y: "loss", at: 1...4, ["dense": losses]))
  /// ```
  ///
  /// - Precondition: there is at least one seed, none is negative, and `run` returns the same number of values for each.
  public static func series<Seed: BinaryInteger, Value: BinaryFloatingPoint>(
    seeds: some Sequence<Seed>, _ run: (UInt64) throws -> [Value]
  ) rethrows -> [Runs] {
    let rows = try checked(seeds).map(run)
    let counts = rows.map(\.count)
    require(
      counts.allSatisfy { $0 == counts.first },
      "the runs of a series have the same number of values, got \(counts)")
    require(!rows.isEmpty, "a series takes at least one seed, got none")
    return rows[0].indices.map { position in Runs(rows.map { $0[position] }) }
  }

  private static func checked(_ seeds: some Sequence<some BinaryInteger>) -> [UInt64] {
    seeds.map { seed in
      guard let seed = UInt64(exactly: seed) else {
        fatalError("a seed is a whole number from 0 to 2⁶⁴ − 1, got \(seed)")
      }
      return seed
    }
  }

  /// The number of runs.
  public var count: Int { values.count }

  /// The mean of the values.
  public var mean: Double { values.mean }

  /// The standard deviation of a sample, `√(Σ(x − mean)² / (count − 1))`; 0 for one run.
  public var standardDeviation: Double {
    count > 1 ? (values.squaredDeviations / Double(count - 1)).squareRoot() : 0
  }

  /// The smallest value; NaN if there is one.
  public var minimum: Double { values.reduce(values[0]) { $0.isNaN || $0 < $1 ? $0 : $1 } }

  /// The largest value; NaN if there is one.
  public var maximum: Double { values.reduce(values[0]) { $0.isNaN || $0 > $1 ? $0 : $1 } }
}

extension Runs: CustomStringConvertible {
  /// Mean and standard deviation, `0.934 ± 0.012`; of one run, its value.
  ///
  /// The deviation has two significant digits, and neither more than four of the larger one of the two.
  public var description: String {
    func exponent(_ value: Double) -> Int { value.isFinite ? DecimalDigits(exactly: value).exponent : 0 }
    let (mean, deviation) = (mean, standardDeviation)
    let ofDeviation = deviation == 0 ? Int.max : 1 - exponent(deviation)
    let decimals = min(ofDeviation, 3 - exponent(max(mean.magnitude, deviation)))
    return text(.decimals(max(0, decimals)))
  }

  fileprivate func text(_ style: NumberStyle) -> String {
    let deviation = count > 1 ? " ± " + style.number(standardDeviation) : ""
    return style.number(mean) + deviation + style.unit
  }
}

extension DefaultStringInterpolation {
  /// Appends mean and standard deviation as `style` writes them: `"\(accuracy, .percent)"` becomes `93 ± 2 %`.
  public mutating func appendInterpolation(_ runs: Runs, _ style: NumberStyle) {
    appendLiteral(runs.text(style))
  }
}
