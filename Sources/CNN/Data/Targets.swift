/// What a model should give for each sample: a class, a class in each position, or numbers.
public enum Targets: Sendable, Equatable {
  /// A class for each sample, from 0.
  case classes([Int])
  /// A class for each position of a map of the shape `[N, …]`, such as each pixel of `[N, H, W]`, in row-major order.
  case classMaps([Int], shape: Shape)
  /// Numbers in the shape of the model's outputs, `[N, …]`.
  case values(Tensor)

  /// The kinds of targets.
  enum Kind: CaseIterable {
    case classes, classMaps, values

    /// What targets of this kind are, for each sample.
    var name: String {
      switch self {
      case .classes: "a class"
      case .classMaps: "a class in each position"
      case .values: "numbers"
      }
    }
  }

  var kind: Kind {
    switch self {
    case .classes: .classes
    case .classMaps: .classMaps
    case .values: .values
    }
  }

  /// The number of samples.
  public var count: Int {
    switch self {
    case .classes(let labels): labels.count
    case .classMaps(_, let shape): shape[0]
    case .values(let values): values.shape[0]
    }
  }

  /// All classes, position by position; none if the targets are numbers.
  public var labels: [Int] {
    switch self {
    case .classes(let labels), .classMaps(let labels, _): labels
    case .values: []
    }
  }

  /// Returns the targets of the samples at `indices`, in that order.
  ///
  /// - Precondition: there are such samples.
  public func gathering(_ indices: some Collection<Int>) -> Targets {
    require(
      indices.allSatisfy((0..<count).contains),
      "there are targets of \(count) samples, got indices \(Array(indices))")
    switch self {
    case .classes(let labels): return .classes(indices.map { labels[$0] })
    case .classMaps(let labels, let shape):
      let size = shape.droppingFirst.count
      return .classMaps(
        indices.flatMap { labels[$0 * size..<($0 + 1) * size] },
        shape: shape.droppingFirst.batched(indices.count))
    case .values(let values): return .values(values.gathering(indices))
    }
  }
}

extension Targets: CustomStringConvertible {
  /// What they are for each sample, with the shape.
  public var description: String {
    switch self {
    case .classes: kind.name
    case .classMaps(_, let shape): "\(kind.name) of \(shape.droppingFirst)"
    case .values(let values): "\(kind.name) of shape \(values.shape.droppingFirst)"
    }
  }
}
