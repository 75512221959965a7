/// What training makes small: a number that measures how far a batch of outputs is from its targets.
public struct Loss: Sendable {
  /// The name in tables and figures.
  public let name: String
  /// Returns the loss of a batch of outputs, usually the mean over its samples, and its gradient to the outputs.
  public let evaluate: @Sendable (_ outputs: Tensor, _ targets: Targets) -> (loss: Float, gradient: Tensor)
  /// Computes a loss with settings, which may not go with the outputs; nil for one without.
  private let compute: (@Sendable (Tensor, Targets) throws(LossError) -> LossResult)?
  /// The kinds of targets that it can be computed for.
  let kinds: Set<Targets.Kind>
  /// The kind of activation that the loss applies to the outputs itself; nil for none.
  let includedActivation: String?
  /// A label that counts for nothing.
  let ignored: Int?
  /// The output from which on the answer is yes, for a loss whose outputs answer questions.
  let threshold: Float?
  /// The losses of several outputs of which it is the sum; none for a single output.
  let heads: [Head]

  /// Creates a loss for targets that are classes.
  ///
  /// - Parameter evaluate: Returns the mean loss of a batch of outputs and its gradient to them.
  public init(
    _ name: String,
    _ evaluate: @escaping @Sendable (_ outputs: Tensor, _ labels: [Int]) -> (loss: Float, gradient: Tensor)
  ) {
    self.init(name, for: [.classes]) { evaluate($0, $1.labels) }
  }

  /// Creates a loss for targets that are label maps, for outputs `[N, C, …]`.
  ///
  /// - Parameter evaluate: Returns the mean loss of a batch of outputs and its gradient to them; the labels are those of
  ///   each position, image by image in row-major order.
  public init(
    labelMaps name: String,
    _ evaluate: @escaping @Sendable (_ outputs: Tensor, _ labels: [Int]) -> (loss: Float, gradient: Tensor)
  ) {
    self.init(name, for: [.classMaps]) { evaluate($0, $1.labels) }
  }

  /// Creates a loss for targets that are numbers, in the shape of the outputs.
  ///
  /// - Parameter evaluate: Returns the mean loss of a batch of outputs and its gradient to them.
  public init(
    values name: String,
    _ evaluate: @escaping @Sendable (_ outputs: Tensor, _ targets: Tensor) -> (loss: Float, gradient: Tensor)
  ) {
    self.init(name, for: [.values]) { evaluate($0, $1.values(like: $0)) }
  }

  init(
    _ name: String, for kinds: Set<Targets.Kind>, including activation: String? = nil, ignoring: Int? = nil,
    threshold: Float? = nil, heads: [Head] = [],
    _ evaluate: @escaping @Sendable (_ outputs: Tensor, _ targets: Targets) -> (loss: Float, gradient: Tensor)
  ) {
    self.name = name
    self.evaluate = evaluate
    self.kinds = kinds
    self.includedActivation = activation
    self.ignored = ignoring
    self.threshold = threshold
    self.heads = heads
    compute = nil
  }

  /// Creates a loss with settings, which are checked before a training begins.
  init(
    _ name: String, for kinds: Set<Targets.Kind>, including activation: String? = nil, ignoring: Int? = nil,
    threshold: Float? = nil,
    computing compute: @escaping @Sendable (Tensor, Targets) throws(LossError) -> LossResult
  ) {
    self.name = name
    self.compute = compute
    evaluate = { outputs, targets in
      Self.computed(outputs) { () throws(LossError) in try compute(outputs, targets) }
    }
    self.kinds = kinds
    self.includedActivation = activation
    self.ignored = ignoring
    self.threshold = threshold
    heads = []
  }

  /// Throws unless the loss can be computed for targets of `images` images, and outputs of the shape `output` for each.
  func check(_ targets: Targets, images: Int, output: Shape) throws {
    try checkTargets(targets, images: images, output: output)
    guard heads.isEmpty else { return try checkHeads(targets, images: images, output: output) }
    guard let compute, images > 0 else { return }
    // Settings such as class weights are wrong for one sample if they are for all.
    do throws(LossError) {
      _ = try compute(.zeros(output.batched(1)), targets.gathering(0..<1))
    } catch {
      if error != .nothingCounts { throw error }
    }
  }

  private func checkTargets(_ targets: Targets, images: Int, output: Shape) throws(DataError) {
    guard targets.count == images else { throw .labelCount(expected: images, got: targets.count) }
    guard kinds.contains(targets.kind) else {
      let names = Targets.Kind.allCases.filter(kinds.contains).map(\.name).joined(separator: " or ")
      throw .targets(expected: "\(names), for the loss \"\(name)\"", got: "\(targets)")
    }
    guard heads.isEmpty else { return }
    let classes: Int
    switch targets {
    case .values(let values):
      guard values.shape.droppingFirst == output else {
        throw .targetShape(expected: output, got: values.shape.droppingFirst)
      }
      return
    case .classes:
      guard output.rank == 1 else { throw .noClassScores(output) }
      // One output answers a question of two classes: no and yes.
      classes = threshold != nil && output == [1] ? 2 : output[0]
    case .classMaps(_, let shape):
      guard output.rank == shape.rank, output.droppingFirst == shape.droppingFirst else {
        throw .noMapScores(output, maps: shape.droppingFirst)
      }
      classes = output[0]
    }
    let labels = targets.labels
    if let index = labels.firstIndex(where: { !(0..<classes).contains($0) && $0 != ignored }) {
      throw .labelRange(label: labels[index], index: index, classes: classes)
    }
  }

  /// What measures how good outputs are, beside the loss.
  func metrics(for targets: Targets) -> [Metric] {
    guard heads.isEmpty else { return [] }
    return switch targets.kind {
    case .classes: [.accuracy]
    case .classMaps: [.accuracy, .meanIoU]
    case .values: threshold == nil ? [.meanAbsoluteError, .rootMeanSquaredError] : [.accuracy]
    }
  }
}

extension Targets {
  /// The targets as numbers in the shape of `outputs`: a class is its one-hot vector, or 0 or 1 for a single output.
  func values(like outputs: Tensor) -> Tensor {
    switch self {
    case .values(let values): return values
    case .classes(let labels), .classMaps(let labels, _):
      if outputs.shape.droppingFirst == [1] {
        return Tensor(shape: outputs.shape, scalars: labels.map(Float.init))
      }
      var values = Tensor.zeros(outputs.shape)
      for (label, positions) in zip(labels, Textbook.rows(outputs.shape)) {
        values.scalars[Array(positions)[label]] = 1
      }
      return values
    }
  }
}
