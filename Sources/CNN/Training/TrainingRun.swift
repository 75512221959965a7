/// A training on its way: the loop over epochs and steps, and all that changes in it.
struct TrainingRun<Rule: Optimizer> {
  var model: Sequential
  let train: Dataset
  let validation: Dataset?
  let settings: TrainingSettings
  var optimizer: Rule
  /// The ranks that compute a part of each batch; nil if there is one process.
  let ranks = Ranks.current
  var history = History()
  var best: BestEpoch?

  init(
    model: Sequential, train: Dataset, validation: Dataset?, settings: TrainingSettings, optimizer: Rule
  ) {
    self.model = model
    self.train = train
    self.validation = validation
    self.settings = settings
    self.optimizer = optimizer
    baseRate = optimizer.learningRate
  }

  private let baseRate: Float
  private var stepsPerEpoch: Int { (train.count - 1) / settings.batchSize + 1 }

  /// Trains until the end, from the checkpoint if there is one, and returns how it went.
  mutating func start() throws -> History {
    let identity = settings.checkpoint == nil && ranks == nil ? nil : self.identity
    if let checkpoint = settings.checkpoint, let identity { try resume(from: checkpoint, identity) }
    if let identity { ranks?.meet(.fit(epochs: history.epochs.count), identity.digests) }
    let progress = TrainingProgress(
      epochs: settings.epochs, stepsPerEpoch: stepsPerEpoch,
      stepsBefore: history.epochs.count * stepsPerEpoch)
    var ending = endingNow
    while ending == nil && history.epochs.count < settings.epochs {
      let epoch = try epoch(history.epochs.count + 1, progress)
      history.epochs.append(epoch)
      try remember(epoch)
      ending = endingNow
      if let checkpoint = settings.checkpoint, let identity,
        epoch.number % checkpoint.every == 0 || epoch.number == settings.epochs || ending != nil
      {
        if ranks?.rank ?? 0 == 0 { try save(to: checkpoint, identity) }
        ranks?.meet(.checkpoint(epoch: epoch.number))
      }
      try settings.onEpoch?(epoch, model)
    }
    history.ending = finish(ending)
    return history
  }

  private mutating func epoch(_ number: Int, _ progress: TrainingProgress) throws -> History.Epoch {
    var order = RandomStream(seed: settings.seed, name: "fit.order", step: number)
    let shuffled = order.permutation(of: train.count)
    var metrics = RunningMetrics(settings.loss, for: train.targets)
    for step in 1...stepsPerEpoch {
      let start = (step - 1) * settings.batchSize
      let indices = Array(shuffled[start..<min(start + settings.batchSize, train.count)])
      let (pass, targets) = try self.step(step, of: number, indices)
      metrics.add(pass.output, targets, loss: pass.loss)
      progress.report(epoch: number, step: step, evaluation: metrics.evaluation)
    }
    return History.Epoch(
      number: number, training: metrics.evaluation,
      validation: try validation.map { try model.evaluate($0, loss: settings.loss) },
      learningRate: optimizer.learningRate)
  }

  /// Returns images and their targets, as they are in an epoch; or with a share, this rank's images and all targets.
  private func batch(_ indices: [Int], epoch: Int, share: Share? = nil) -> (images: Tensor, targets: Targets)
  {
    func augmented(_ indices: [Int]) -> (images: Tensor, targets: Targets) {
      settings.augmentation.augment(
        train.images.gathering(indices), train.targets.gathering(indices), numbers: indices, epoch: epoch,
        seed: settings.seed)
    }
    guard let share else { return augmented(indices) }
    if train.targets.kind != .classes && !settings.augmentation.isEmpty {
      // Maps are moved along with their images.
      let (images, targets) = augmented(indices)
      return (images.slices(share.images), targets)
    }
    return (augmented(Array(indices[share.images])).images, train.targets.gathering(indices))
  }

  /// The images of a batch that this rank computes; nil for all.
  private func share(of images: Int) -> Share? {
    // Sample by sample, buffers go from each to the next: there is nothing that ranks could do at the same time.
    if settings.accumulation == .perSample && !model.buffers.isEmpty { return nil }
    return ranks?.share(of: images)
  }

  /// Takes one step on a batch; returns its targets, too.
  private mutating func step(
    _ step: Int, of epoch: Int, _ indices: [Int]
  ) throws -> (pass: BackwardPass, targets: Targets) {
    let number = (epoch - 1) * stepsPerEpoch + step - 1
    var context = Context.training(seed: settings.seed, step: number)
    context.needsInputGradient = false
    ranks?.meet(.step(number + 1))
    context.share = share(of: indices.count)
    let (images, targets) = batch(indices, epoch: epoch, share: context.share)
    var pass =
      switch settings.accumulation {
      case .batched: model.backward(images, targets, loss: settings.loss, context: context)
      case .perSample: model.accumulated(images, targets, loss: settings.loss, context: context)
      }
    guard pass.loss.isFinite && pass.parameters.allSatisfy(\.isFinite) else {
      context.needsInputGradient = true
      context.share = nil
      let (images, targets) = batch(indices, epoch: epoch)
      guard
        let position = model.firstNonFinite(images, targets, loss: settings.loss, context: context)
      else { throw TrainingError.diverged(loss: pass.loss, epoch: epoch, step: step) }
      throw TrainingError.notFinite(position, epoch: epoch, step: step)
    }
    let norm = settings.onStep == nil ? 0 : gradientNorm(pass.parameters)
    let gradients = pass.parameters
    settings.clipping?.clip(&pass.parameters)
    let factor = settings.schedule.factor(
      step: number, stepsPerEpoch: stepsPerEpoch, epochs: settings.epochs,
      losses: history.epochs.map { $0.validation?.loss ?? $0.loss })
    optimizer.learningRate =
      settings.schedule == .constant ? baseRate : Float(Double(baseRate) * factor)
    var parameters = model.trainableParameters
    let before = settings.onStep == nil ? [] : parameters
    // The model lets go of its numbers: then they are changed where they are, not in a copy.
    var values = Array(repeating: Tensor.zeros([0]), count: parameters.count)[...]
    model.exchangeTrainable(&values)
    optimizer.update(&parameters, gradients: pass.parameters)
    values = parameters.map(\.value)[...]
    model.exchangeTrainable(&values)
    model.update(buffers: pass.buffers)
    try checkUpdate(epoch: epoch, step: step)
    try settings.onStep?(
      TrainingStep(
        epoch: epoch, step: step, stepsPerEpoch: stepsPerEpoch, loss: pass.loss,
        learningRate: optimizer.learningRate, gradientNorm: norm,
        gradients: zip(before, gradients).map { Parameter($0.name, $1) }, before: before, after: parameters))
    return (pass, targets)
  }

  private func checkUpdate(epoch: Int, step: Int) throws(TrainingError) {
    for layer in model.layers {
      for parameter in layer.parameters where !parameter.value.isFinite {
        guard let position = NonFinite(parameter.value, layer: layer.name, parameter.name, .update) else {
          continue
        }
        throw .notFinite(position, epoch: epoch, step: step)
      }
    }
  }
}

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
