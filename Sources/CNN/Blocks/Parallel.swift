/// Layers side by side: each gets the same input, and their outputs are put one after the other along the channels.
///
///     Parallel {
///       Conv2D(8, kernel: 1)
///       Sequential { Conv2D(4, kernel: 1); ReLU(); Conv2D(8, kernel: 3, padding: .same) }
///     }
///
/// Backward, each branch gets its channels of the gradient, and what the branches hand back adds up in their
/// order.
///
/// - SeeAlso: Szegedy et al., "Going deeper with convolutions", CVPR 2015, section 4.
public struct Parallel: LayerGroup {
  /// The name in summaries and messages.
  public var name: String
  /// The branches: each a layer, or several in a ``Sequential``.
  public private(set) var branches: [any Layer]

  /// Creates the block of the layers between the braces, each of which is a branch.
  public init(name: String = "", @LayerBuilder _ branches: () -> [any Layer]) {
    self.name = name
    self.branches = branches()
  }

  /// The kind of layer.
  public var kind: String { "parallel" }

  /// The branches.
  public var members: [any Layer] {
    get { branches }
    set { branches = newValue }
  }

  /// Names the branches that have no name.
  public mutating func nameMembers() throws(ShapeError) {
    var named = branches
    try prefixing { () throws(ShapeError) in try Self.name(&named) }
    branches = named
  }

  /// Returns the input, once for each branch.
  public func memberInputs(for input: Shape) throws(ShapeError) -> [Shape] { branches.map { _ in input } }

  /// Returns the branches' shape, with the sum of their channels.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard !branches.isEmpty else { throw ShapeError(self, .emptyBlock) }
    var shapes: [Shape] = []
    for branch in branches {
      shapes.append(try prefixing { () throws(ShapeError) in try branch.outputShape(for: input) })
    }
    guard shapes.allSatisfy({ $0.rank > 0 && $0.droppingFirst == shapes[0].droppingFirst }) else {
      throw ShapeError(self, .cannotConcatenate(shapes))
    }
    return shapes[0].droppingFirst.batched(shapes.reduce(0) { $0 + $1[0] })
  }

  /// Names the branches, and makes their parameters.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    try nameMembers()
    var built = branches
    let own = innerSeed(seed)
    for index in built.indices {
      if !(built[index] is any LayerGroup) { built[index].parameters = [] }
      try prefixing { () throws(ShapeError) in try built[index].build(input: input, seed: own) }
    }
    var copy = self
    copy.branches = built
    _ = try copy.outputShape(for: input)
    branches = built
  }

  /// Returns the largest of the branches' fields.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    let fields = branches.map { $0.receptiveField(after: field, input: input) }
    return fields.dropFirst().reduce(fields.first ?? field) { $0.union($1) }
  }

  /// Returns the joined outputs, and the way back.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let own = inner(context)
    let passes = branches.map { $0.trainable($0.forward(x, context: $0.adapted(own))) }
    let updates = zip(branches, passes).flatMap { branch, pass in
      pass.buffers.isEmpty ? branch.buffers.map(\.value) : pass.buffers
    }
    let output = concatenateChannels(passes.map(\.output))
    return ForwardPass(output, buffers: context.mode == .training ? updates : []) { dy in
      let parts = splitChannels(dy, counts: passes.map { $0.output.shape[1] })
      let gradients = zip(passes, parts).map { $0.pullback($1) }
      let input = gradients.dropFirst().reduce(gradients[0].input) { sum, next in
        context.needsInputGradient ? sum + next.input : sum
      }
      return LayerGradients(input: input, parameters: gradients.flatMap(\.parameters))
    }
  }

  /// Returns the joined outputs in double precision.
  public func reference(
    _ x: NDArray<Double>, parameters: [NDArray<Double>], context: Context
  ) -> NDArray<Double> {
    let own = inner(context)
    var next = 0
    let outputs = branches.map { branch in
      let count = branch.parameters.count
      defer { next += count }
      return branch.reference(x, parameters: Array(parameters[next..<next + count]), context: own)
    }
    let joined = (0..<x.shape[0]).flatMap { n in
      outputs.flatMap { output in
        let size = output.shape.droppingFirst.count
        return output.scalars[n * size..<(n + 1) * size]
      }
    }
    let channels = outputs.reduce(0) { $0 + $1.shape[1] }
    let rest = outputs[0].shape.droppingFirst.droppingFirst
    return NDArray(shape: rest.batched(channels).batched(x.shape[0]), scalars: joined)
  }
}
