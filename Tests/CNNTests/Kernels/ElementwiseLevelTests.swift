import CNN
import Testing

/// What is done number by number has the textbook's bits on every instruction set and number of threads.
@Suite struct ElementwiseLevelTests {
  static let shapes: [Shape] = [[2, 3, 5, 7], [3, 2, 37], [6, 5], [4, 40, 33, 32], [1, 1, 1, 1]]
  /// The last one has channels that the first cache does not hold.
  static let batches = shapes.filter { $0.count > 1 } + [[3, 2, 300, 301]]

  @Test(arguments: shapes, SpecialNumbers.allCases)
  func activations(shape: Shape, special: SpecialNumbers) {
    let x = special.tensor(shape, name: "x", seed: 1).map { $0 * 9 }
    let dy = special.tensor(shape, name: "dy", seed: 2)
    for function in ActivationTests.all {
      let y = x.scalars.map { Textbook.activation(function, $0) }
      let dx =
        function == .relu
        ? Textbook.reluBackward(NDArray<Float>(dy), x: NDArray(x)).scalars
        : zip(x.scalars, dy.scalars).map { $1 * Textbook.activationDerivative(function, $0) }
      let kernel = ActivationKernel(function)
      for choice in KernelChoice.all {
        #expect(haveSameBits(choice { kernel.forward(x) }.scalars, y), "\(choice) \(function)")
        #expect(haveSameBits(choice { kernel.backward(dy, x: x) }.scalars, dx), "\(choice) \(function)")
      }
    }
  }

  @Test(
    "dropout multiplies by the stream's own numbers, from any of them on", arguments: SpecialNumbers.allCases)
  func dropout(special: SpecialNumbers) {
    let stream = RandomStream(seed: 1 << 40 | 3, name: "drop", step: 2)
    for (count, first, rate) in [(1, 0, 0.5), (7, 3, 0.25), (300, 6, 0.9), (20_000, 1025, 0.1)]
      as [(Int, Int, Float)]
    {
      var numbers = stream
      let mask = (0..<first + count).map { _ in numbers.uniform() < rate ? 0 : 1 / (1 - rate) }.dropFirst(
        first)
      let x = special.tensor([count], name: "x", seed: 5)
      let kernel = DropoutKernel(stream, rate: rate, first: first)
      for choice in KernelChoice.all {
        #expect(
          haveSameBits(choice { kernel.apply(to: x) }.scalars, zip(x.scalars, mask).map { $0 * $1 }),
          "\(choice) \(count)")
      }
    }
  }

  @Test("one number that is not finite is found wherever it stands", arguments: KernelChoice.all)
  func finiteness(choice: KernelChoice) {
    for count in [0, 1, 7, 16, 33, 40_000] {
      let x = SpecialNumbers.small.tensor([count], name: "x", seed: 4)
      #expect(choice { x.isFinite }, "\(count)")
      for position in [0, count / 2, count - 1] where position >= 0 && count > 0 {
        for number in [Float.infinity, -.infinity, .nan, .signalingNaN] {
          var scalars = x.scalars
          scalars[position] = number
          let changed = Tensor(shape: [count], scalars: scalars)
          #expect(!choice { changed.isFinite }, "\(number) at \(position) of \(count)")
        }
      }
    }
  }

  @Test("the functions of e are those of Elementary over their whole range")
  func exponentials() {
    let magnitudes = (0..<4000).map { Float($0) * 0.03 } + [709, 710.5, 745, 747, 1e-30, 1e30, .infinity]
    let x = Tensor(magnitudes.flatMap { [$0, -$0] })
    for choice in KernelChoice.all {
      #expect(
        haveSameBits(
          choice { ActivationKernel(.tanh).forward(x) }.scalars, x.scalars.map { Elementary.tanh($0) }))
      #expect(
        haveSameBits(
          choice { ActivationKernel(.sigmoid).forward(x) }.scalars,
          x.scalars.map { Textbook.activation(.sigmoid, $0) }))
      for function in ActivationTests.all {
        #expect(
          haveSameBits(
            choice { ActivationKernel(function).forward(x) }.scalars,
            x.scalars.map { Textbook.activation(function, $0) }), "\(choice) \(function)")
      }
    }
  }

  @Test(arguments: batches, SpecialNumbers.allCases)
  func batchNorm(shape: Shape, special: SpecialNumbers) {
    let x = special.tensor(shape, name: "x", seed: 3)
    let dy = special.tensor(shape, name: "dy", seed: 4)
    let gamma = Tensor.randomNormal([shape[1]], name: "gamma", seed: 5).scalars
    let beta = Tensor.randomNormal([shape[1]], name: "beta", seed: 5).scalars
    let own = Textbook.batchStatistics(NDArray<Float>(x))
    let y = Textbook.batchNorm(
      NDArray<Float>(x), mean: own.mean, variance: own.variance, epsilon: 1e-5, gamma: gamma, beta: beta)
    let map = BatchNormalization(mean: own.mean, variance: own.variance, epsilon: 1e-5, gamma: gamma)
    for isOwn in [true, false] {
      let want = Textbook.batchNormBackward(
        NDArray<Float>(dy), x: NDArray(x), mean: own.mean, variance: own.variance, isOwn: isOwn,
        epsilon: 1e-5,
        gamma: gamma)
      for choice in KernelChoice.all {
        let statistics = choice { BatchNormalization.statistics(x) }
        #expect(haveSameBits(statistics.mean, own.mean) && haveSameBits(statistics.variance, own.variance))
        #expect(haveSameBits(choice { map.forward(x, beta: beta) }, y), "\(choice)")
        #expect(
          haveSameBits(choice { map.forward(x, beta: beta, fusesReLU: true) }, Textbook.relu(y)), "\(choice)")
        let got = choice { map.backward(dy, x: x, isOwn: isOwn) }
        #expect(haveSameBits(got.dx, want.dx), "\(choice)")
        #expect(haveSameBits(got.dgamma.scalars, want.dgamma), "\(choice)")
        #expect(haveSameBits(got.dbeta.scalars, want.dbeta), "\(choice)")
      }
    }
  }

  @Test(arguments: shapes, SpecialNumbers.allCases)
  func softmax(shape: Shape, special: SpecialNumbers) {
    let s = special.tensor(shape, name: "s", seed: 6).map { $0 * 20 }
    let dp = special.tensor(shape, name: "dp", seed: 7)
    let p = Textbook.softmax(NDArray<Float>(s))
    let ds = Textbook.softmaxBackward(NDArray<Float>(dp), p: p)
    let logarithms = Textbook.logSoftmax(NDArray<Float>(s))
    let ofLogarithms = Textbook.logSoftmaxBackward(NDArray<Float>(dp), p: p)
    for choice in KernelChoice.all {
      #expect(haveSameBits(choice { SoftmaxKernel.forward(s) }, p), "\(choice)")
      #expect(haveSameBits(choice { SoftmaxKernel.backward(dp, p: Tensor(p)) }, ds), "\(choice)")
      #expect(haveSameBits(choice { LogSoftmaxKernel.forward(s) }, logarithms), "\(choice)")
      #expect(haveSameBits(choice { LogSoftmaxKernel.backward(dp, p: Tensor(p)) }, ofLogarithms), "\(choice)")
    }
  }

  @Test(arguments: SpecialNumbers.allCases)
  func crossEntropy(special: SpecialNumbers) {
    let s = special.tensor([37, 11], name: "s", seed: 8).map { $0 * 20 }
    let labels = (0..<37).map { $0 * 7 % 11 }
    let (losses, ds) = Textbook.softmaxCrossEntropy(NDArray<Float>(s), labels: labels)
    for choice in KernelChoice.all {
      let (loss, gradient) = choice { SoftmaxCrossEntropy.mean(s, labels: labels) }
      #expect(haveSameBits([loss], [Textbook.sum(losses) / 37]), "\(choice)")
      #expect(haveSameBits(gradient.scalars, ds.scalars.map { $0 / 37 }), "\(choice)")
    }
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5], SpecialNumbers.allCases)
  func pooling(kind: Int, special: SpecialNumbers) {
    let axes: [(AxisGeometry, AxisGeometry)] = [
      (AxisGeometry(input: 8, window: 2, stride: 2), AxisGeometry(input: 34, window: 2, stride: 2)),
      (AxisGeometry(input: 9, window: 2, stride: 2), AxisGeometry(input: 7, window: 2, stride: 2)),
      (
        AxisGeometry(input: 9, window: 3, stride: 2, sides: Sides(before: 1, after: 1)),
        AxisGeometry(input: 12, window: 3, stride: 1, sides: Sides(before: 1, after: 1))
      ),
      (
        AxisGeometry(input: 10, window: 2, stride: 3),
        AxisGeometry(input: 10, window: 3, stride: 2, dilation: 2)
      ),
      (
        AxisGeometry(input: 5, window: 2, stride: 2, roundsUp: true),
        AxisGeometry(input: 7, window: 2, stride: 2, roundsUp: true)
      ),
      (AxisGeometry(input: 1, window: 1), AxisGeometry(input: 40, window: 4, stride: 2)),
    ]
    let g = WindowGeometry(axes: [axes[kind].0, axes[kind].1])
    let x = special.tensor(Shape([3, 5] + g.inputSizes), name: "x", seed: 9)
    let dy = special.tensor(Shape([3, 5] + g.outputSizes), name: "dy", seed: 9)
    let most = Textbook.maxPool(NDArray<Float>(x), geometry: g)
    let around = Textbook.maxPoolBackward(NDArray<Float>(dy), indices: most.indices, geometry: g)
    // The same where a ReLU comes before it: the gradient passes both.
    let reluMask = Textbook.relu(NDArray<Float>(x))
    let (maxima, positions) = Textbook.maxPool(reluMask, geometry: g)
    let throughReLU = Textbook.reluBackward(
      Textbook.maxPoolBackward(NDArray<Float>(dy), indices: positions, geometry: g), x: reluMask)
    for choice in KernelChoice.all {
      let got = choice { Pooling.maxForward(x, geometry: g) }
      #expect(haveSameBits(got.y, most.y) && got.indices.map(Int.init) == most.indices, "\(choice)")
      #expect(haveSameBits(choice { Pooling.maxBackward(dy, indices: got.indices, geometry: g) }, around))
      #expect(
        haveSameBits(
          choice {
            Pooling.maxBackward(
              dy, indices: positions.map { Int32($0) }, geometry: g, reluMask: Tensor(maxima))
          }, throughReLU), "\(choice)")
      for counts in [true, false] {
        #expect(
          haveSameBits(
            choice { Pooling.meanForward(x, geometry: g, countsPadding: counts) },
            Textbook.meanPool(NDArray<Float>(x), geometry: g, countsPadding: counts)), "\(choice)")
        #expect(
          haveSameBits(
            choice { Pooling.meanBackward(dy, geometry: g, countsPadding: counts) },
            Textbook.meanPoolBackward(NDArray<Float>(dy), geometry: g, countsPadding: counts)), "\(choice)")
      }
    }
  }

  @Test("gradients go to the positions named, also outside their windows", arguments: SpecialNumbers.allCases)
  func positionsAnywhere(special: SpecialNumbers) {
    let g = WindowGeometry(
      axes: [AxisGeometry(input: 7, window: 2, stride: 2), AxisGeometry(input: 41, window: 2, stride: 2)])
    let dy = special.tensor(Shape([2, 3] + g.outputSizes), name: "dy", seed: 11)
    for stride in [1, 7, 82] {
      let positions = dy.scalars.indices.map { $0 * stride % (7 * 41) }
      let want = Textbook.maxPoolBackward(NDArray<Float>(dy), indices: positions, geometry: g)
      for choice in KernelChoice.all {
        let got = choice { Pooling.maxBackward(dy, indices: positions.map(Int32.init), geometry: g) }
        #expect(haveSameBits(got, want), "\(choice)")
      }
    }
  }

  @Test(arguments: [[5, 3, 7, 9], [4, 6, 16, 16]] as [Shape], SpecialNumbers.allCases)
  func biasGradient(shape: Shape, special: SpecialNumbers) {
    let dz = special.tensor(shape, name: "dz", seed: 10)
    let want = Textbook.correlateBackwardBias(NDArray<Float>(dz))
    for choice in KernelChoice.all {
      #expect(haveSameBits(choice { Convolution.backwardBias(dz) }, want), "\(choice)")
    }
  }
}
