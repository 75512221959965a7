/// What a callback learns of a step of training.
public struct TrainingStep: Sendable, Equatable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The step within the epoch, from 1.
  public let step: Int
  /// The number of steps in an epoch.
  public let stepsPerEpoch: Int
  /// The mean loss of the batch, before the step.
  public let loss: Float
  /// The learning rate of the step.
  public let learningRate: Float
  /// The Euclidean norm of all gradients before clipping.
  public let gradientNorm: Float
  /// The gradient to each parameter before clipping, named as in ``Sequential/trainableParameters``.
  public let gradients: [Parameter]
  /// These parameters before the step.
  public let before: [Parameter]
  /// These parameters after the step.
  public let after: [Parameter]
}
