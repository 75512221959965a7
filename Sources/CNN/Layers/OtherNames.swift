// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase
// What PyTorch and Keras call our layers, losses, optimizers and schedules. Nothing can be made of these names: they are
// here so that the compiler answers them with the name to use instead of "cannot find in scope".

/// What a name of another library stands for: it takes any arguments, so that the compiler has no objection to these before
/// it says that the name is not ours.
@dynamicCallable
public struct _Other<Result> {
  /// Stops: the compiler refuses every call.
  public func dynamicallyCall(withKeywordArguments arguments: KeyValuePairs<String, Any>) -> Result {
    fatalError("the name belongs to another library")
  }
}

@available(*, unavailable, renamed: "Conv1D") public var Conv1d: _Other<Conv1D> { _Other() }
@available(*, unavailable, renamed: "Conv2D") public var Conv2d: _Other<Conv2D> { _Other() }
@available(*, unavailable, renamed: "Conv3D") public var Conv3d: _Other<Conv3D> { _Other() }
@available(*, unavailable, renamed: "Conv2D") public var Convolution2D: _Other<Conv2D> { _Other() }

@available(*, unavailable, renamed: "TransposedConv1D") public var ConvTranspose1d: _Other<TransposedConv1D> {
  _Other()
}
@available(*, unavailable, renamed: "TransposedConv2D") public var ConvTranspose2d: _Other<TransposedConv2D> {
  _Other()
}
@available(*, unavailable, renamed: "TransposedConv3D") public var ConvTranspose3d: _Other<TransposedConv3D> {
  _Other()
}
@available(*, unavailable, renamed: "TransposedConv1D") public var Conv1DTranspose: _Other<TransposedConv1D> {
  _Other()
}
@available(*, unavailable, renamed: "TransposedConv2D") public var Conv2DTranspose: _Other<TransposedConv2D> {
  _Other()
}
@available(*, unavailable, renamed: "TransposedConv3D") public var Conv3DTranspose: _Other<TransposedConv3D> {
  _Other()
}

@available(*, unavailable, renamed: "MaxPool1D") public var MaxPool1d: _Other<MaxPool1D> { _Other() }
@available(*, unavailable, renamed: "MaxPool2D") public var MaxPool2d: _Other<MaxPool2D> { _Other() }
@available(*, unavailable, renamed: "MaxPool3D") public var MaxPool3d: _Other<MaxPool3D> { _Other() }
@available(*, unavailable, renamed: "MaxPool1D") public var MaxPooling1D: _Other<MaxPool1D> { _Other() }
@available(*, unavailable, renamed: "MaxPool2D") public var MaxPooling2D: _Other<MaxPool2D> { _Other() }
@available(*, unavailable, renamed: "MaxPool3D") public var MaxPooling3D: _Other<MaxPool3D> { _Other() }

@available(*, unavailable, renamed: "AveragePool1D") public var AvgPool1d: _Other<AveragePool1D> { _Other() }
@available(*, unavailable, renamed: "AveragePool2D") public var AvgPool2d: _Other<AveragePool2D> { _Other() }
@available(*, unavailable, renamed: "AveragePool3D") public var AvgPool3d: _Other<AveragePool3D> { _Other() }
@available(*, unavailable, renamed: "AveragePool1D") public var AveragePooling1D: _Other<AveragePool1D> {
  _Other()
}
@available(*, unavailable, renamed: "AveragePool2D") public var AveragePooling2D: _Other<AveragePool2D> {
  _Other()
}
@available(*, unavailable, renamed: "AveragePool3D") public var AveragePooling3D: _Other<AveragePool3D> {
  _Other()
}
@available(*, unavailable, renamed: "LpPool1D") public var LPPool1d: _Other<LpPool1D> { _Other() }
@available(*, unavailable, renamed: "LpPool2D") public var LPPool2d: _Other<LpPool2D> { _Other() }
@available(*, unavailable, renamed: "LpPool3D") public var LPPool3d: _Other<LpPool3D> { _Other() }
@available(*, unavailable, renamed: "GlobalMaxPool2D")
public var GlobalMaxPooling2D: _Other<GlobalMaxPool2D> { _Other() }
@available(*, unavailable, renamed: "GlobalAveragePool2D")
public var GlobalAveragePooling2D: _Other<GlobalAveragePool2D> { _Other() }

@available(*, unavailable, renamed: "BatchNorm") public var BatchNorm1d: _Other<BatchNorm> { _Other() }
@available(*, unavailable, renamed: "BatchNorm") public var BatchNorm2d: _Other<BatchNorm> { _Other() }
@available(*, unavailable, renamed: "BatchNorm") public var BatchNorm3d: _Other<BatchNorm> { _Other() }
@available(*, unavailable, renamed: "BatchNorm") public var BatchNorm2D: _Other<BatchNorm> { _Other() }

@available(*, unavailable, renamed: "InstanceNorm") public var InstanceNorm1d: _Other<InstanceNorm> {
  _Other()
}
@available(*, unavailable, renamed: "InstanceNorm") public var InstanceNorm2d: _Other<InstanceNorm> {
  _Other()
}
@available(*, unavailable, renamed: "InstanceNorm") public var InstanceNorm3d: _Other<InstanceNorm> {
  _Other()
}
@available(*, unavailable, renamed: "GroupNorm") public var GroupNormalization: _Other<GroupNorm> { _Other() }
@available(*, unavailable, renamed: "LayerNorm") public var LayerNormalization: _Other<LayerNorm> { _Other() }

@available(*, unavailable, message: "write DepthToSpace(…, order: .crd)") public var PixelShuffle:
  _Other<DepthToSpace>
{ _Other() }
@available(*, unavailable, message: "write SpaceToDepth(…, order: .crd)") public var PixelUnshuffle:
  _Other<SpaceToDepth>
{ _Other() }
@available(*, unavailable, message: "write Resize(scale: …) or Resize(size: …)") public var Upsample:
  _Other<Resize>
{ _Other() }
@available(*, unavailable, message: "write Resize(scale: …)") public var UpSampling1D: _Other<Resize> {
  _Other()
}
@available(*, unavailable, message: "write Resize(scale: …)") public var UpSampling2D: _Other<Resize> {
  _Other()
}
@available(*, unavailable, message: "write Resize(scale: …)") public var UpSampling3D: _Other<Resize> {
  _Other()
}
@available(*, unavailable, renamed: "Pad") public var ZeroPad2d: _Other<Pad> { _Other() }
@available(*, unavailable, renamed: "Pad") public var ZeroPadding2D: _Other<Pad> { _Other() }
@available(*, unavailable, message: "write Pad(…, value: …)") public var ConstantPad2d: _Other<Pad> {
  _Other()
}
@available(*, unavailable, message: "write Pad(…, mode: .reflect)") public var ReflectionPad2d: _Other<Pad> {
  _Other()
}
@available(*, unavailable, message: "write Pad(…, mode: .replicate)") public var ReplicationPad2d: _Other<Pad>
{ _Other() }
@available(*, unavailable, message: "write Pad(…, mode: .circular)") public var CircularPad2d: _Other<Pad> {
  _Other()
}

@available(*, unavailable, renamed: "Dense") public var Linear: _Other<Dense> { _Other() }
@available(*, unavailable, renamed: "ReLU") public var ReLu: _Other<ReLU> { _Other() }
@available(*, unavailable, renamed: "ReLU") public var Relu: _Other<ReLU> { _Other() }
@available(*, unavailable, renamed: "LeakyReLU") public var LeakyReLu: _Other<LeakyReLU> { _Other() }
@available(*, unavailable, renamed: "LeakyReLU") public var LeakyRelu: _Other<LeakyReLU> { _Other() }
@available(*, unavailable, renamed: "SiLU") public var Swish: _Other<SiLU> { _Other() }
@available(*, unavailable, renamed: "HardSwish") public var Hardswish: _Other<HardSwish> { _Other() }
@available(*, unavailable, renamed: "HardSigmoid") public var Hardsigmoid: _Other<HardSigmoid> { _Other() }
@available(*, unavailable, message: "write Clip(0, 6)") public var ReLU6: _Other<Clip> { _Other() }
@available(*, unavailable, message: "write Clip(-1, 1)") public var Hardtanh: _Other<Clip> { _Other() }
@available(*, unavailable, renamed: "Reshape") public var Unflatten: _Other<Reshape> { _Other() }

@available(*, unavailable, renamed: "GlobalMaxPool1D") public var GlobalMaxPooling1D: _Other<GlobalMaxPool1D>
{ _Other() }
@available(*, unavailable, renamed: "GlobalMaxPool3D") public var GlobalMaxPooling3D: _Other<GlobalMaxPool3D>
{ _Other() }
@available(*, unavailable, renamed: "GlobalAveragePool1D")
public var GlobalAveragePooling1D: _Other<GlobalAveragePool1D> { _Other() }
@available(*, unavailable, renamed: "GlobalAveragePool3D")
public var GlobalAveragePooling3D: _Other<GlobalAveragePool3D> { _Other() }
@available(*, unavailable, message: "write GlobalAveragePool1D() for one number a channel")
public var AdaptiveAvgPool1d: _Other<GlobalAveragePool1D> { _Other() }
@available(*, unavailable, message: "write GlobalMaxPool1D() for one number a channel")
public var AdaptiveMaxPool1d: _Other<GlobalMaxPool1D> { _Other() }
@available(*, unavailable, message: "write GlobalAveragePool2D() for one number a channel")
public var AdaptiveAvgPool2d: _Other<GlobalAveragePool2D> { _Other() }
@available(*, unavailable, message: "write GlobalMaxPool2D() for one number a channel")
public var AdaptiveMaxPool2d: _Other<GlobalMaxPool2D> { _Other() }
@available(*, unavailable, message: "write GlobalAveragePool3D() for one number a channel")
public var AdaptiveAvgPool3d: _Other<GlobalAveragePool3D> { _Other() }
@available(*, unavailable, message: "write GlobalMaxPool3D() for one number a channel")
public var AdaptiveMaxPool3d: _Other<GlobalMaxPool3D> { _Other() }
@available(*, unavailable, message: "write maxUnpool(…), with the indices of maxPoolWithIndices(…)")
public var MaxUnpool1d: _Other<MaxPool1D> { _Other() }
@available(*, unavailable, message: "write maxUnpool(…), with the indices of maxPoolWithIndices(…)")
public var MaxUnpool2d: _Other<MaxPool2D> { _Other() }
@available(*, unavailable, message: "write maxUnpool(…), with the indices of maxPoolWithIndices(…)")
public var MaxUnpool3d: _Other<MaxPool3D> { _Other() }
@available(*, unavailable, message: "write Residual { … }, which adds its input to its layers' output")
public var Add: _Other<Residual> { _Other() }
@available(*, unavailable, message: "write Parallel { … }, which puts its layers' outputs side by side")
public var Concatenate: _Other<Parallel> { _Other() }

// Losses, schedules and what else a training is given.
@available(*, unavailable, message: "write Loss.softmaxCrossEntropy, the default of fit")
public var CrossEntropyLoss: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.softmaxCrossEntropy, the default of fit")
public var SparseCategoricalCrossentropy: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.softmaxCrossEntropy, the default of fit")
public var CategoricalCrossentropy: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.negativeLogLikelihood()")
public var NLLLoss: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.sigmoidCrossEntropy()")
public var BCEWithLogitsLoss: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.binaryCrossEntropy")
public var BCELoss: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.binaryCrossEntropy, or Loss.sigmoidCrossEntropy() for scores")
public var BinaryCrossentropy: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.meanSquaredError")
public var MSELoss: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.meanSquaredError")
public var MeanSquaredError: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.meanAbsoluteError")
public var L1Loss: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.meanAbsoluteError")
public var MeanAbsoluteError: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.huber(delta: 1)")
public var HuberLoss: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.huber(delta: 1)")
public var Huber: _Other<Loss> { _Other() }
@available(*, unavailable, message: "write Loss.smoothL1(beta: 1)")
public var SmoothL1Loss: _Other<Loss> { _Other() }
@available(*, unavailable, renamed: "AdaGrad") public var Adagrad: _Other<AdaGrad> { _Other() }
@available(*, unavailable, message: "write Schedule.step(every: 10, factor: 0.1)")
public var StepLR: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.exponential(factor: 0.9)")
public var ExponentialLR: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.exponential(factor: 0.9)")
public var ExponentialDecay: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.cosine()")
public var CosineAnnealingLR: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.cosine()")
public var CosineDecay: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.cosineRestarts(every: 10)")
public var CosineAnnealingWarmRestarts: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.cosineRestarts(every: 10)")
public var CosineDecayRestarts: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.oneCycle()")
public var OneCycleLR: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.plateau()")
public var ReduceLROnPlateau: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.warmUp(epochs: 1, then: .cosine())")
public var LinearLR: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Schedule.warmUp(epochs: 1, then: .cosine())")
public var SequentialLR: _Other<Schedule> { _Other() }
@available(*, unavailable, message: "write Stopping.early(patience: 3), for the parameter until of fit")
public var EarlyStopping: _Other<Stopping> { _Other() }
@available(*, unavailable, message: "write Checkpoint(…), for the parameter checkpoint of fit")
public var ModelCheckpoint: _Other<Checkpoint> { _Other() }
@available(*, unavailable, message: "write Checkpoint(…), for the parameter checkpoint of fit")
public var BackupAndRestore: _Other<Checkpoint> { _Other() }
@available(
  *, unavailable,
  message: "write model.fit(data, epochs: 10, batchSize: 32), which shuffles and divides data by itself"
)
public var DataLoader: _Other<Dataset> { _Other() }
@available(*, unavailable, message: "write Datasets.images(in: …)")
public var ImageFolder: _Other<Datasets> { _Other() }
@available(*, unavailable, message: "write Normalizer(fitting: …)")
public var Normalize: _Other<Normalizer> { _Other() }
@available(*, unavailable, message: "write Normalizer(fitting: …)")
public var Normalization: _Other<Normalizer> { _Other() }

@available(*, unavailable, message: "write a padding with a dot: .valid, .same or .full")
extension String: PaddingConvertible {
  /// None: a text is no padding.
  public var padding: Padding { .valid }
}

extension Loss {
  /// What others call the cross-entropy of scores.
  @available(*, unavailable, renamed: "softmaxCrossEntropy")
  public static var crossEntropy: Loss { .softmaxCrossEntropy }
  /// What others call the squared error.
  @available(*, unavailable, renamed: "meanSquaredError")
  public static var mse: Loss { .meanSquaredError }
  /// What others call the absolute error.
  @available(*, unavailable, renamed: "meanAbsoluteError")
  public static var mae: Loss { .meanAbsoluteError }
  /// What others call the absolute error.
  @available(*, unavailable, renamed: "meanAbsoluteError")
  public static var l1: Loss { .meanAbsoluteError }
  /// What others call the binary cross-entropy of scores.
  @available(*, unavailable, renamed: "sigmoidCrossEntropy()")
  public static var bceWithLogits: Loss { .sigmoidCrossEntropy() }
}

// What students write in their first week, as in other libraries.

extension Dense {
  @available(*, unavailable, message: "the number of outputs has no label: write Dense(10)")
  public init(units: Int) { self.init(units) }
  @available(*, unavailable, message: "the number of outputs is enough: write Dense(10)")
  public init(_ inputs: Int, _ outputs: Int) { self.init(outputs) }
  @available(*, unavailable, message: "layers have no activation: put one after it, such as ReLU()")
  public init(_ outputs: Int, activation: String) { self.init(outputs) }
}

extension Conv2D {
  @available(*, unavailable, message: "say how large the filters are, such as kernel: 3 or kernel: [3, 5]")
  public init(_ filters: Int) { self.init(filters, kernel: 1) }
  @available(*, unavailable, message: "sizes are an array: write kernel: [3, 3], or kernel: 3 for a square")
  public init(_ filters: Int, kernel: (Int, Int)) { self.init(filters, kernel: 1) }
  @available(*, unavailable, message: "layers have no activation: put one after it, such as ReLU()")
  public init(_ filters: Int, kernel: some SizesConvertible, activation: String) {
    self.init(filters, kernel: kernel)
  }
  @available(
    *, unavailable, message: "the number of filters comes first, without a label: write Conv2D(8, kernel: 3)"
  )
  public init(filters: Int, kernel: some SizesConvertible) { self.init(filters, kernel: kernel) }
}

extension MaxPool2D {
  @available(
    *, unavailable, message: "sizes are an array: write MaxPool2D([2, 2]), or MaxPool2D(2) for a square"
  )
  public init(_ window: (Int, Int)) { self.init(1) }
}

extension Adam {
  @available(*, unavailable, message: "the learning rate has no label: write Adam(0.001)")
  public init(lr: Float) { self.init(lr) }
}

extension SGD {
  @available(*, unavailable, message: "the learning rate has no label: write SGD(0.01)")
  public init(lr: Float) { self.init(lr) }
}

extension Sequential {
  @available(*, unavailable, message: "write try model.fit(data, epochs: 10)")
  public func train(_ data: Dataset) {}
  @available(*, unavailable, message: "write try model.build(input: [1, 28, 28]), then try model.fit(data)")
  public func compile() {}
}

extension Tensor {
  @available(*, unavailable, renamed: "zeros(_:)")
  public static func zeroes(_ shape: Shape) -> Tensor { zeros(shape) }
  @available(*, unavailable, renamed: "reshaped(_:)")
  public func view(_ dimensions: Int...) -> Tensor { reshaped(Shape(dimensions)) }
}

@available(*, unavailable, message: "draw it: Figure { Axes { Line(y: values) } }")
public func plot(_ values: [Double]) {}
