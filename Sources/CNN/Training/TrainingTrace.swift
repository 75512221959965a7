/// What happened to each layer in each step of a training: how large its gradients and its changes were.
///
/// ```swift
/// var model = Sequential {
///   Flatten()
///   Dense(10)
/// }
/// var trace = TrainingTrace()
/// let train = try Datasets.digits(count: 64)
/// try model.fit(train, epochs: 2, optimizer: .sgd(0.1), onStep: { trace.record($0) })
/// display(try updateRatios(trace))
/// ```
///
/// The parameters of a layer, weights and bias, are taken as one vector θ.
public struct TrainingTrace: Sendable, Equatable {
  /// What happened to a layer in a step.
  public struct LayerStep: Sendable, Equatable {
    /// The Euclidean norm of the layer's gradient, `‖∂L/∂θ‖₂`, before clipping.
    public let gradientNorm: Double
    /// The Euclidean norm of the layer's parameters before the step, `‖θ‖₂`.
    public let weightNorm: Double
    /// The Euclidean norm of their change, `‖θ′ − θ‖₂`, with all that the optimizer does.
    public let updateNorm: Double

    /// The change as a part of the parameters, `‖θ′ − θ‖₂ / ‖θ‖₂`; NaN where all parameters were 0.
    ///
    /// For plain SGD it is `η·‖∂L/∂θ‖₂ / ‖θ‖₂`.
    public var updateRatio: Double { weightNorm > 0 ? updateNorm / weightNorm : .nan }
  }

  /// The names of the layers with parameters, first to last; a layer of a block has the block's in front.
  public private(set) var layers: [String] = []
  /// What happened to each layer, `steps[step][layer]`, in the order of ``layers``.
  public private(set) var steps: [[LayerStep]] = []
  /// The loss of each step's batch, before the step.
  public private(set) var losses: [Float] = []
  /// When each step was, in epochs: 1.5 is in the middle of the second one.
  public private(set) var epochs: [Double] = []

  /// Creates an empty trace.
  public init() {}

  /// Adds a step, as `onStep` of `fit` hands it out.
  ///
  /// - Precondition: the step belongs to the same model as those before.
  /// - Complexity: three passes over the parameters.
  public mutating func record(_ step: TrainingStep) {
    let names = step.before.map { Self.layer(of: $0.name) }
    if steps.isEmpty {
      layers = names.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
    require(
      layers.allSatisfy(names.contains) && names.allSatisfy(layers.contains),
      "a trace holds one training; its layers are \(layers), got \(names)")
    steps.append(
      layers.map { layer in
        let own = names.indices.filter { names[$0] == layer }
        return LayerStep(
          gradientNorm: norm(of: own.map { step.gradients[$0].value }),
          weightNorm: norm(of: own.map { step.before[$0].value }),
          updateNorm: norm(of: own.map { step.after[$0].value - step.before[$0].value }))
      })
    losses.append(step.loss)
    epochs.append(Double(step.epoch - 1) + Double(step.step) / Double(step.stepsPerEpoch))
  }

  /// Returns what happened to the layer called `name`, step by step; nil if there is no such layer.
  public subscript(name: String) -> [LayerStep]? {
    layers.firstIndex(of: name).map { index in steps.map { $0[index] } }
  }

  /// Returns the layer's part of a parameter's name: `conv1` of `conv1.weight`.
  private static func layer(of parameter: String) -> String {
    parameter.lastIndex(of: ".").map { String(parameter[..<$0]) } ?? parameter
  }
}
