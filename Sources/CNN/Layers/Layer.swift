/// A step of a network: from a batch of inputs to a batch of outputs, and from ∂L/∂y back to ∂L/∂x.
///
/// Shapes of single inputs have no batch axis; `forward` gets and returns batches, `[N, …]`.
public protocol Layer: Sendable, CustomStringConvertible {
  /// The name in summaries and messages; empty until the author or `build` gives one.
  var name: String { get set }

  /// What this layer is, in one lowercase word: `conv`, `pool`. Names are made from it.
  var kind: String { get }

  /// With what the layer is created, as it is written: `["8", "kernel: 3"]`; without the name and without defaults.
  ///
  /// It is what the description of the layer shows.
  var arguments: [String] { get }

  /// What training changes, in a fixed order; empty until the layer is built.
  var parameters: [Parameter] { get set }

  /// What the layer keeps without training it, such as `running_mean`; empty until the layer is built.
  var buffers: [Parameter] { get set }

  /// Makes the parameters for inputs of the shape `input`.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs.
  mutating func build(input: Shape, seed: UInt64) throws(ShapeError)

  /// Returns the shape of the output for an input of the shape `input`.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs.
  func outputShape(for input: Shape) throws(ShapeError) -> Shape

  /// Returns the output for the batch `x`, and its pullback.
  func forward(_ x: Tensor, context: Context) -> ForwardPass

  /// Returns the names and shapes of the parameters that `build` would make, without making them.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs.
  func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape]

  /// Returns how much of the model's input an output sees, given what an element of this layer's input sees.
  func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField

  /// Returns the fewest inputs of the shape `input` that a training step can take: 1 for most layers.
  func smallestTrainingBatch(for input: Shape) -> Int

  /// Returns the number of multiply–adds for one input of the shape `input`.
  func multiplyAdds(for input: Shape) -> Int

  /// Returns the output in double precision by the textbook's loops, which gradient checks measure.
  ///
  /// The default goes through `forward` in single precision, which is good for a coarse check only.
  ///
  /// - Parameter parameters: The values to compute with, in the order of ``parameters``.
  func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double>

  /// Returns the output in double precision in the pass `context`: `reference`, unless training differs.
  func reference(
    _ x: NDArray<Double>, parameters: [NDArray<Double>], context: Context
  ) -> NDArray<Double>

  /// The relative accuracy of `reference`: the unit roundoff of the precision in which it computes.
  var referencePrecision: Double { get }
}

extension Layer {
  /// No parameters.
  public var parameters: [Parameter] {
    get { [] }
    set { require(newValue.isEmpty, "\(kind) has no parameters") }
  }

  /// No buffers.
  public var buffers: [Parameter] {
    get { [] }
    set { require(newValue.isEmpty, "\(kind) has no buffers") }
  }

  /// Checks the shape; there are no parameters to make.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    _ = try outputShape(for: input)
  }

  /// The shapes of the parameters that a copy of the layer makes.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    var copy = self
    try copy.build(input: input, seed: 0)
    return copy.parameters.map { ParameterShape($0.name, $0.value.shape) }
  }

  /// The same field: each output depends on one element of the input.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField { field }

  /// One input.
  public func smallestTrainingBatch(for input: Shape) -> Int { 1 }

  /// No multiply–adds.
  public func multiplyAdds(for input: Shape) -> Int { 0 }

  /// The output of `forward`, computed in single precision.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    var layer = self
    for (index, value) in parameters.enumerated() { layer.parameters[index].value = Tensor(value) }
    return NDArray(layer.forward(Tensor(x), context: .inference).output)
  }

  /// The output of `reference` without a context.
  public func reference(
    _ x: NDArray<Double>, parameters: [NDArray<Double>], context: Context
  ) -> NDArray<Double> {
    reference(x, parameters: parameters)
  }

  /// That of single precision, as `reference` has no version of its own.
  public var referencePrecision: Double { Double(Float.ulpOfOne) }

  /// Returns the output for the batch `x`, as the trained model gives it.
  public func callAsFunction(_ x: Tensor) -> Tensor { forward(x, context: .inference).output }

  /// Stops with a message unless the layer has its parameters.
  func requireBuilt() {
    require(!parameters.isEmpty, "layer \"\(displayName)\" is not built: call build(input:seed:) first")
  }

  /// The name for messages: the author's, or the kind if there is none yet.
  var displayName: String { name.isEmpty ? kind : name }
}
