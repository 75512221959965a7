/// What a layer hands back in the backward pass.
public struct LayerGradients: Sendable, Equatable {
  /// ∂L/∂x, in the shape of the layer's input; empty if the context says that nobody needs it.
  public var input: Tensor
  /// The gradient to each parameter, in the order of ``Layer/parameters``.
  public var parameters: [Tensor]

  /// Creates gradients.
  public init(input: Tensor, parameters: [Tensor] = []) {
    self.input = input
    self.parameters = parameters
  }
}

/// Maps ∂L/∂y to ∂L/∂x and the gradients to the parameters; it remembers what the forward pass computed.
public typealias Pullback = (Tensor) -> LayerGradients

/// What a layer gives for a batch: its output, and the way back.
public struct ForwardPass {
  /// The output `y`, a batch.
  public var output: Tensor
  /// Maps ∂L/∂y to the layer's gradients.
  public var pullback: Pullback

  /// Creates the result of a layer: `ForwardPass(y) { dy in LayerGradients(input: …) }`.
  public init(_ output: Tensor, pullback: @escaping Pullback) {
    self.output = output
    self.pullback = pullback
  }
}

/// A step of a network: from a batch of inputs to a batch of outputs, and from ∂L/∂y back to ∂L/∂x.
///
/// Shapes of single inputs have no batch axis; `forward` gets and returns batches, `[N, …]`.
public protocol Layer: Sendable {
  /// The name in summaries and messages; empty until the author or `build` gives one.
  var name: String { get set }

  /// What this layer is, in one lowercase word: `conv`, `pool`. Names are made from it.
  var kind: String { get }

  /// What training changes, in a fixed order; empty until the layer is built.
  var parameters: [Parameter] { get set }

  /// Makes the parameters for inputs of the shape `input`.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs.
  mutating func build(input: Shape, seed: UInt64) throws(ShapeError)

  /// Returns the shape of the output for an input of the shape `input`.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs.
  func outputShape(for input: Shape) throws(ShapeError) -> Shape

  /// Returns the output for the batch `x`, and the way back.
  func forward(_ x: Tensor, context: Context) -> ForwardPass

  /// Returns the number of multiply–adds for one input of the shape `input`.
  func multiplyAdds(for input: Shape) -> Int

  /// Returns the output in double precision by the textbook's loops, which gradient checks measure.
  ///
  /// The default goes through `forward` in single precision, which is good for a coarse check only.
  ///
  /// - Parameter parameters: The values to compute with, in the order of ``parameters``.
  func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double>

  /// The relative accuracy of `reference`: the unit roundoff of the precision in which it computes.
  var referencePrecision: Double { get }
}

extension Layer {
  /// No parameters.
  public var parameters: [Parameter] {
    get { [] }
    set { require(newValue.isEmpty, "\(kind) has no parameters") }
  }

  /// Checks the shape; there are no parameters to make.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    _ = try outputShape(for: input)
  }

  /// No multiply–adds.
  public func multiplyAdds(for input: Shape) -> Int { 0 }

  /// The output of `forward`, computed in single precision.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    var layer = self
    for (index, value) in parameters.enumerated() { layer.parameters[index].value = Tensor(value) }
    return NDArray(layer.forward(Tensor(x), context: .inference).output)
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
