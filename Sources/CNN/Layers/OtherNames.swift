// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What PyTorch and Keras call our layers, losses, optimizers and schedules. Nothing can be made of these names: they are
// here so that the compiler answers them with the name to use instead of "cannot find in scope".

@available(*, unavailable, renamed: "Conv1D") public typealias Conv1d = Conv1D
@available(*, unavailable, renamed: "Conv2D") public typealias Conv2d = Conv2D
@available(*, unavailable, renamed: "Conv3D") public typealias Conv3d = Conv3D
@available(*, unavailable, renamed: "Conv2D") public typealias Convolution2D = Conv2D

@available(*, unavailable, renamed: "TransposedConv1D") public typealias ConvTranspose1d = TransposedConv1D
@available(*, unavailable, renamed: "TransposedConv2D") public typealias ConvTranspose2d = TransposedConv2D
@available(*, unavailable, renamed: "TransposedConv3D") public typealias ConvTranspose3d = TransposedConv3D
@available(*, unavailable, renamed: "TransposedConv1D") public typealias Conv1DTranspose = TransposedConv1D
@available(*, unavailable, renamed: "TransposedConv2D") public typealias Conv2DTranspose = TransposedConv2D
@available(*, unavailable, renamed: "TransposedConv3D") public typealias Conv3DTranspose = TransposedConv3D

@available(*, unavailable, renamed: "MaxPool1D") public typealias MaxPool1d = MaxPool1D
@available(*, unavailable, renamed: "MaxPool2D") public typealias MaxPool2d = MaxPool2D
@available(*, unavailable, renamed: "MaxPool3D") public typealias MaxPool3d = MaxPool3D
@available(*, unavailable, renamed: "MaxPool1D") public typealias MaxPooling1D = MaxPool1D
@available(*, unavailable, renamed: "MaxPool2D") public typealias MaxPooling2D = MaxPool2D
@available(*, unavailable, renamed: "MaxPool3D") public typealias MaxPooling3D = MaxPool3D

@available(*, unavailable, renamed: "AveragePool1D") public typealias AvgPool1d = AveragePool1D
@available(*, unavailable, renamed: "AveragePool2D") public typealias AvgPool2d = AveragePool2D
@available(*, unavailable, renamed: "AveragePool3D") public typealias AvgPool3d = AveragePool3D
@available(*, unavailable, renamed: "AveragePool1D") public typealias AveragePooling1D = AveragePool1D
@available(*, unavailable, renamed: "AveragePool2D") public typealias AveragePooling2D = AveragePool2D
@available(*, unavailable, renamed: "AveragePool3D") public typealias AveragePooling3D = AveragePool3D
@available(*, unavailable, renamed: "LpPool1D") public typealias LPPool1d = LpPool1D
@available(*, unavailable, renamed: "LpPool2D") public typealias LPPool2d = LpPool2D
@available(*, unavailable, renamed: "LpPool3D") public typealias LPPool3d = LpPool3D
@available(*, unavailable, renamed: "GlobalMaxPool2D")
public typealias GlobalMaxPooling2D = GlobalMaxPool2D
@available(*, unavailable, renamed: "GlobalAveragePool2D")
public typealias GlobalAveragePooling2D = GlobalAveragePool2D

@available(*, unavailable, renamed: "BatchNorm") public typealias BatchNorm1d = BatchNorm
@available(*, unavailable, renamed: "BatchNorm") public typealias BatchNorm2d = BatchNorm
@available(*, unavailable, renamed: "BatchNorm") public typealias BatchNorm3d = BatchNorm
@available(*, unavailable, renamed: "BatchNorm") public typealias BatchNorm2D = BatchNorm

@available(*, unavailable, renamed: "InstanceNorm") public typealias InstanceNorm1d = InstanceNorm
@available(*, unavailable, renamed: "InstanceNorm") public typealias InstanceNorm2d = InstanceNorm
@available(*, unavailable, renamed: "InstanceNorm") public typealias InstanceNorm3d = InstanceNorm
@available(*, unavailable, renamed: "GroupNorm") public typealias GroupNormalization = GroupNorm
@available(*, unavailable, renamed: "LayerNorm") public typealias LayerNormalization = LayerNorm

@available(*, unavailable, message: "write DepthToSpace(…, order: .crd)") public typealias PixelShuffle =
  DepthToSpace
@available(*, unavailable, message: "write SpaceToDepth(…, order: .crd)") public typealias PixelUnshuffle =
  SpaceToDepth
@available(*, unavailable, message: "write Resize(scale: …) or Resize(size: …)") public typealias Upsample =
  Resize
@available(*, unavailable, message: "write Resize(scale: …)") public typealias UpSampling1D = Resize
@available(*, unavailable, message: "write Resize(scale: …)") public typealias UpSampling2D = Resize
@available(*, unavailable, message: "write Resize(scale: …)") public typealias UpSampling3D = Resize
@available(*, unavailable, renamed: "Pad") public typealias ZeroPad2d = Pad
@available(*, unavailable, renamed: "Pad") public typealias ZeroPadding2D = Pad
@available(*, unavailable, message: "write Pad(…, value: …)") public typealias ConstantPad2d = Pad
@available(*, unavailable, message: "write Pad(…, mode: .reflect)") public typealias ReflectionPad2d = Pad
@available(*, unavailable, message: "write Pad(…, mode: .replicate)") public typealias ReplicationPad2d = Pad
@available(*, unavailable, message: "write Pad(…, mode: .circular)") public typealias CircularPad2d = Pad

@available(*, unavailable, renamed: "Dense") public typealias Linear = Dense
@available(*, unavailable, renamed: "ReLU") public typealias ReLu = ReLU
@available(*, unavailable, renamed: "ReLU") public typealias Relu = ReLU
@available(*, unavailable, renamed: "LeakyReLU") public typealias LeakyReLu = LeakyReLU
@available(*, unavailable, renamed: "LeakyReLU") public typealias LeakyRelu = LeakyReLU
@available(*, unavailable, renamed: "SiLU") public typealias Swish = SiLU
@available(*, unavailable, renamed: "HardSwish") public typealias Hardswish = HardSwish
@available(*, unavailable, renamed: "HardSigmoid") public typealias Hardsigmoid = HardSigmoid
@available(*, unavailable, message: "write Clip(0, 6)") public typealias ReLU6 = Clip
@available(*, unavailable, message: "write Clip(-1, 1)") public typealias Hardtanh = Clip
@available(*, unavailable, renamed: "Reshape") public typealias Unflatten = Reshape

@available(*, unavailable, renamed: "GlobalMaxPool1D") public typealias GlobalMaxPooling1D = GlobalMaxPool1D
@available(*, unavailable, renamed: "GlobalMaxPool3D") public typealias GlobalMaxPooling3D = GlobalMaxPool3D
@available(*, unavailable, renamed: "GlobalAveragePool1D")
public typealias GlobalAveragePooling1D = GlobalAveragePool1D
@available(*, unavailable, renamed: "GlobalAveragePool3D")
public typealias GlobalAveragePooling3D = GlobalAveragePool3D
@available(*, unavailable, message: "write GlobalAveragePool1D() for one number a channel")
public typealias AdaptiveAvgPool1d = GlobalAveragePool1D
@available(*, unavailable, message: "write GlobalMaxPool1D() for one number a channel")
public typealias AdaptiveMaxPool1d = GlobalMaxPool1D
@available(*, unavailable, message: "write GlobalAveragePool2D() for one number a channel")
public typealias AdaptiveAvgPool2d = GlobalAveragePool2D
@available(*, unavailable, message: "write GlobalMaxPool2D() for one number a channel")
public typealias AdaptiveMaxPool2d = GlobalMaxPool2D
@available(*, unavailable, message: "write GlobalAveragePool3D() for one number a channel")
public typealias AdaptiveAvgPool3d = GlobalAveragePool3D
@available(*, unavailable, message: "write GlobalMaxPool3D() for one number a channel")
public typealias AdaptiveMaxPool3d = GlobalMaxPool3D
@available(*, unavailable, message: "write maxUnpool(…), with the indices of maxPoolWithIndices(…)")
public typealias MaxUnpool1d = MaxPool1D
@available(*, unavailable, message: "write maxUnpool(…), with the indices of maxPoolWithIndices(…)")
public typealias MaxUnpool2d = MaxPool2D
@available(*, unavailable, message: "write maxUnpool(…), with the indices of maxPoolWithIndices(…)")
public typealias MaxUnpool3d = MaxPool3D
@available(*, unavailable, message: "write Residual { … }, which adds its input to its layers' output")
public typealias Add = Residual
@available(*, unavailable, message: "write Parallel { … }, which puts its layers' outputs side by side")
public typealias Concatenate = Parallel

// Losses, schedules and what else a training is given.
@available(*, unavailable, message: "write Loss.softmaxCrossEntropy, the default of fit")
public typealias CrossEntropyLoss = Loss
@available(*, unavailable, message: "write Loss.softmaxCrossEntropy, the default of fit")
public typealias SparseCategoricalCrossentropy = Loss
@available(*, unavailable, message: "write Loss.softmaxCrossEntropy, the default of fit")
public typealias CategoricalCrossentropy = Loss
@available(*, unavailable, message: "write Loss.negativeLogLikelihood()")
public typealias NLLLoss = Loss
@available(*, unavailable, message: "write Loss.sigmoidCrossEntropy()")
public typealias BCEWithLogitsLoss = Loss
@available(*, unavailable, message: "write Loss.binaryCrossEntropy")
public typealias BCELoss = Loss
@available(*, unavailable, message: "write Loss.binaryCrossEntropy, or Loss.sigmoidCrossEntropy() for scores")
public typealias BinaryCrossentropy = Loss
@available(*, unavailable, message: "write Loss.meanSquaredError")
public typealias MSELoss = Loss
@available(*, unavailable, message: "write Loss.meanSquaredError")
public typealias MeanSquaredError = Loss
@available(*, unavailable, message: "write Loss.meanAbsoluteError")
public typealias L1Loss = Loss
@available(*, unavailable, message: "write Loss.meanAbsoluteError")
public typealias MeanAbsoluteError = Loss
@available(*, unavailable, message: "write Loss.huber(delta: 1)")
public typealias HuberLoss = Loss
@available(*, unavailable, message: "write Loss.huber(delta: 1)")
public typealias Huber = Loss
@available(*, unavailable, message: "write Loss.smoothL1(beta: 1)")
public typealias SmoothL1Loss = Loss
@available(*, unavailable, renamed: "AdaGrad") public typealias Adagrad = AdaGrad
@available(*, unavailable, message: "write Schedule.step(every: 10, factor: 0.1)")
public typealias StepLR = Schedule
@available(*, unavailable, message: "write Schedule.exponential(factor: 0.9)")
public typealias ExponentialLR = Schedule
@available(*, unavailable, message: "write Schedule.exponential(factor: 0.9)")
public typealias ExponentialDecay = Schedule
@available(*, unavailable, message: "write Schedule.cosine()")
public typealias CosineAnnealingLR = Schedule
@available(*, unavailable, message: "write Schedule.cosine()")
public typealias CosineDecay = Schedule
@available(*, unavailable, message: "write Schedule.cosineRestarts(every: 10)")
public typealias CosineAnnealingWarmRestarts = Schedule
@available(*, unavailable, message: "write Schedule.cosineRestarts(every: 10)")
public typealias CosineDecayRestarts = Schedule
@available(*, unavailable, message: "write Schedule.oneCycle()")
public typealias OneCycleLR = Schedule
@available(*, unavailable, message: "write Schedule.plateau()")
public typealias ReduceLROnPlateau = Schedule
@available(*, unavailable, message: "write Schedule.warmUp(epochs: 1, then: .cosine())")
public typealias LinearLR = Schedule
@available(*, unavailable, message: "write Schedule.warmUp(epochs: 1, then: .cosine())")
public typealias SequentialLR = Schedule
@available(*, unavailable, message: "write Stopping.early(patience: 3), for the parameter until of fit")
public typealias EarlyStopping = Stopping
@available(*, unavailable, message: "write Checkpoint(…), for the parameter checkpoint of fit")
public typealias ModelCheckpoint = Checkpoint
@available(*, unavailable, message: "write Checkpoint(…), for the parameter checkpoint of fit")
public typealias BackupAndRestore = Checkpoint
@available(
  *, unavailable,
  message: "write model.fit(data, epochs: 10, batchSize: 32), which shuffles and divides data by itself"
)
public typealias DataLoader = Dataset
@available(*, unavailable, message: "write Datasets.images(in: …)")
public typealias ImageFolder = Datasets
@available(*, unavailable, message: "write Normalizer(fitting: …)")
public typealias Normalize = Normalizer
@available(*, unavailable, message: "write Normalizer(fitting: …)")
public typealias Normalization = Normalizer

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
