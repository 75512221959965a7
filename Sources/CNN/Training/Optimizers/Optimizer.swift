/// A rule that changes parameters by their gradients.
///
/// A rule of your own needs a learning rate, which schedules change, and `update`. If it remembers anything
/// from step to step, it keeps that in ``state``, so that a checkpoint can hold it.
public protocol Optimizer: Sendable {
  /// The learning rate η.
  var learningRate: Float { get set }

  /// The state of the rule, kept from step to step; empty before the first one.
  var state: OptimizerState { get set }

  /// Changes `parameters`, whose gradients are `gradients`, by one step.
  mutating func update(_ parameters: inout [Parameter], gradients: [Tensor])

  /// Checks the rule's settings.
  ///
  /// - Throws: `TrainingError.outOfRange`, which names the setting.
  func checkSettings() throws(TrainingError)
}

extension Optimizer {
  /// Nothing: a rule without state.
  public var state: OptimizerState {
    get { OptimizerState() }
    set {}
  }

  /// Checks the learning rate.
  ///
  /// - Throws: `TrainingError.outOfRange` unless it is 0 or more, and finite.
  public func checkSettings() throws(TrainingError) { try checkNotNegative("learningRate", learningRate) }

  /// Changes plain numbers by one step, as in a formula with a single unknown; all of them are weights, so all decay.
  public mutating func update(_ values: inout [Tensor], gradients: [Tensor]) {
    var parameters = values.enumerated().map { Parameter("\($0)", $1, isDecayed: true) }
    update(&parameters, gradients: gradients)
    values = parameters.map(\.value)
  }

  /// Changes a model by one step: the parameters by their gradients, the buffers to those of the gradients' pass.
  ///
  /// Frozen parameters have no gradients, and stay as they are.
  ///
  /// - Precondition: the gradients are the model's own.
  /// - SeeAlso: ``Sequential/gradients(for:labels:loss:mode:step:seed:)``, with a training loop.
  public mutating func update(_ model: inout Sequential, gradients: ModelGradients) {
    var parameters = model.trainableParameters
    require(
      parameters.map(\.name) == gradients.parameters.map(\.name),
      "the model's trainable parameters are \(parameters.map(\.name)), the gradients are to "
        + "\(gradients.parameters.map(\.name))")
    update(&parameters, gradients: gradients.parameters.map(\.value))
    var values = parameters.map(\.value)[...]
    model.exchangeTrainable(&values)
    model.buffers = gradients.buffers
  }

  /// Throws unless `value` is 0 or more, and finite.
  func checkNotNegative(_ setting: String, _ value: Float) throws(TrainingError) {
    guard value >= 0 && value.isFinite else {
      throw .outOfRange(setting, value: "\(value)", allowed: "0 or more, and finite")
    }
  }

  /// Throws unless `value` is at least 0 and less than 1, as a rate of forgetting must be.
  func checkFraction(_ setting: String, _ value: Float) throws(TrainingError) {
    guard value >= 0 && value < 1 else {
      throw .outOfRange(setting, value: "\(value)", allowed: "at least 0 and less than 1")
    }
  }
}
