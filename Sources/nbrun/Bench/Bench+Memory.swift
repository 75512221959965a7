internal import CNN

extension Bench {
  /// Measures what is bound by memory, on a batch of 64 images with 32 planes of 32 × 32.
  func measureMemoryBound() -> [Measurement] {
    guard Self.memoryBound.contains(where: isAskedFor) else { return [] }
    let x = Tensor.randomNormal([64, 32, 32, 32], name: "x", seed: 1)
    let dy = Tensor.randomNormal(x.shape, name: "dy", seed: 1)
    let bytes = x.count * 4
    let pool = WindowGeometry(
      axes: [
        AxisGeometry(input: 32, window: 2, stride: 2),
        AxisGeometry(input: 32, window: 2, stride: 2),
      ])
    let pooled = Pooling.maxForward(x, geometry: pool)
    let ones = [Float](repeating: 1, count: 32)
    let statistics = BatchNormalization.statistics(x)
    let norm = BatchNormalization(
      mean: statistics.mean, variance: statistics.variance, epsilon: 1e-5, gamma: ones)
    let scores = Tensor.randomNormal([4096, 128], name: "s", seed: 1)
    let responses = { LocalResponseNormalization(x, size: 5, alpha: 1e-4, beta: 0.75, bias: 1) }
    let response = responses()
    let doubled = [32, 32].map {
      ResizedAxis(input: $0, output: 2 * $0, scale: 2, interpolation: .linear, coordinates: .halfPixel)
    }
    let enlarged = Interpolating.forward(x, doubled)
    let indices = pooled.indices.map { Int($0) }
    let dropout = DropoutKernel(RandomStream(seed: 1, name: "drop"), rate: 0.5)
    return [
      measure("relu forward", bytes: 2 * bytes) { _ = ActivationKernel.relu.forward(x) },
      measure("relu backward", bytes: 3 * bytes) { _ = ActivationKernel.relu.backward(dy, x: x) },
      // The places of the maxima are 4 bytes each, like the maxima.
      measure("max pool forward", bytes: bytes * 3 / 2) { _ = Pooling.maxForward(x, geometry: pool) },
      measure("max pool backward", bytes: bytes * 3 / 2) {
        _ = Pooling.maxBackward(pooled.y, indices: pooled.indices, geometry: pool)
      },
      measure("mean pool forward", bytes: bytes * 5 / 4) {
        _ = Pooling.meanForward(x, geometry: pool, countsPadding: true)
      },
      measure("mean pool backward", bytes: bytes * 5 / 4) {
        _ = Pooling.meanBackward(pooled.y, geometry: pool, countsPadding: true)
      },
      // A channel is read once for its mean, and stays in the cache for its variance.
      measure("batch norm forward", bytes: 3 * bytes) {
        _ = BatchNormalization.statistics(x)
        _ = norm.forward(x, beta: ones)
      },
      measure("batch norm backward", bytes: 3 * bytes) { _ = norm.backward(dy, x: x, isOwn: true) },
      measure("softmax", bytes: 2 * scores.count * 4) { _ = SoftmaxKernel.forward(scores) },
      measure("log softmax", bytes: 2 * scores.count * 4) { _ = logSoftmax(scores) },
      measure("bilinear resize forward", bytes: 5 * bytes) { _ = Interpolating.forward(x, doubled) },
      measure("bilinear resize backward", bytes: 5 * bytes) { _ = Interpolating.backward(enlarged, doubled) },
      // An index takes 8 bytes.
      measure("max unpool forward", bytes: bytes * 7 / 4) {
        _ = maxUnpool(pooled.y, indices: indices, window: 2)
      },
      measure("dropout forward", bytes: 2 * bytes) { _ = dropout.apply(to: x) },
      // The divisors and their powers are kept for the backward pass.
      measure("local response forward", bytes: 4 * bytes) { _ = responses() },
      measure("local response backward", bytes: 5 * bytes) { _ = response.backward(dy) },
      measure("bias gradient", bytes: bytes) { _ = Convolution.backwardBias(dy) },
    ].compactMap { $0 } + measureOptimizers()
  }

  /// Measures steps of optimizers for half a million weights, as in the first dense layer of the CIFAR net.
  private func measureOptimizers() -> [Measurement] {
    let gradient = Tensor.randomNormal([128, 4096], name: "g", seed: 1)
    var parameters = [Parameter("weight", .randomNormal(gradient.shape, name: "w", seed: 1))]
    var momentum = SGD(1e-6, momentum: 0.9)
    var adam = Adam(1e-6)
    return [
      // They read and write the weights and what they remember, and read the gradient.
      measure("momentum update", bytes: 5 * gradient.count * 4) {
        momentum.update(&parameters, gradients: [gradient])
      },
      measure("Adam update", bytes: 7 * gradient.count * 4) {
        adam.update(&parameters, gradients: [gradient])
      },
    ].compactMap { $0 }
  }

  private static let memoryBound = [
    "relu forward", "relu backward", "max pool forward", "max pool backward", "mean pool forward",
    "mean pool backward", "batch norm forward", "batch norm backward", "softmax", "log softmax",
    "bilinear resize forward", "bilinear resize backward", "max unpool forward", "dropout forward",
    "local response forward", "local response backward", "bias gradient", "momentum update", "Adam update",
  ]
}
