import CNN
import Testing

/// Every instruction set and number of threads gives the textbook's bits.
@Suite struct ConvolutionLevelTests {
  /// A convolution that is large enough for blocks of the inner sum, tiles with rests, and several tasks.
  struct Large: Sendable, CustomTestStringConvertible {
    var images = 2
    var channels = 3
    var filters = 8
    var input = [12, 13]
    var window = [3, 3]
    var stride = [1, 1]
    var padding: Padding = .same
    var dilation = [1, 1]
    var groups = 1
    var testDescription: String {
      "\(images)×\(channels)×\(input) ⋆ \(filters)×\(window), stride \(stride), \(groups) groups"
    }
  }

  static let large: [Large] = [
    Large(images: 5, channels: 40, filters: 70, input: [6, 7]),
    Large(images: 3, channels: 1, filters: 6, input: [28, 28], window: [5, 5]),
    Large(images: 2, channels: 3, filters: 17, input: [31, 33], window: [7, 7], stride: [2, 2]),
    Large(
      images: 1, channels: 3, filters: 12, input: [47, 47], window: [11, 11], stride: [4, 4], padding: .valid),
    Large(images: 3, channels: 33, filters: 49, input: [9, 8], window: [1, 1]),
    Large(
      images: 2, channels: 12, filters: 18, input: [15, 20], stride: [2, 3], dilation: [2, 1], groups: 3),
    Large(images: 2, channels: 24, filters: 24, input: [10, 30], stride: [1, 2], groups: 24),
    Large(images: 9, channels: 4, filters: 3, input: [200], window: [9], stride: [1], dilation: [3]),
    Large(
      images: 2, channels: 4, filters: 5, input: [5, 9, 18], window: [2, 3, 3], stride: [1, 2, 2],
      padding: .full, dilation: [2, 1, 1]),
    Large(images: 1, channels: 300, filters: 9, input: [4, 4]),
  ]

  @Test(arguments: large)
  func largeConvolution(shapes: Large) {
    let g = WindowGeometry(
      input: shapes.input, window: shapes.window, stride: shapes.stride, padding: shapes.padding,
      dilation: shapes.dilation.count == shapes.input.count ? shapes.dilation : nil, groups: shapes.groups)
    check(images: shapes.images, channels: shapes.channels, filters: shapes.filters, g, .none, seed: 1)
  }

  /// Batches whose images lie side by side in the lanes, or bands of them, with and without rests of either.
  static let batches: [Large] = [
    Large(images: 16, channels: 9, filters: 8, input: [7, 6]),
    Large(images: 17, channels: 8, filters: 5, input: [5, 5], window: [5, 5]),
    Large(images: 35, channels: 10, filters: 13, input: [4, 4], padding: .full),
    Large(images: 9, channels: 12, filters: 9, input: [7, 5]),
    Large(images: 8, channels: 70, filters: 33, input: [4, 4]),
    Large(images: 4, channels: 16, filters: 7, input: [6, 4]),
    Large(
      images: 16, channels: 18, filters: 12, input: [6, 7], stride: [2, 1], dilation: [1, 2], groups: 3),
    Large(images: 18, channels: 8, filters: 6, input: [3, 4, 5], window: [2, 3, 3], dilation: [1, 1, 1]),
    Large(
      images: 20, channels: 16, filters: 8, input: [3, 3], window: [7, 7],
      padding: .explicit(before: [5, 9], after: [5, 9])),
    Large(images: 64, channels: 16, filters: 64, input: [4, 4]),
  ]

  @Test("numbers of all kinds in batches", arguments: batches, SpecialNumbers.allCases)
  func batch(shapes: Large, special: SpecialNumbers) {
    let g = WindowGeometry(
      input: shapes.input, window: shapes.window,
      stride: shapes.stride.count == shapes.input.count ? shapes.stride : shapes.input.map { _ in 1 },
      padding: shapes.padding,
      dilation: shapes.dilation.count == shapes.input.count ? shapes.dilation : nil, groups: shapes.groups)
    // The first seed leaves the weights finite, where others are not: then terms are left out.
    for seed in [3, 4] as [UInt64] {
      check(
        images: shapes.images, channels: shapes.channels, filters: shapes.filters, g, special, seed: seed)
    }
  }

  @Test("a sum of -0 in the padding becomes +0 as it meets the zeros there")
  func negativeZeros() {
    // The first product underflows to -0; a positive weight times the zero after it gives +0 in the textbook.
    let g = WindowGeometry(
      input: [1, 1], window: [1, 2], stride: [1, 1], padding: .explicit(before: [0, 0], after: [0, 1]))
    let x = Tensor(repeating: -1e-30, shape: [16, 8, 1, 1])
    for (weight, sign) in [(Float(1), FloatingPointSign.plus), (-1, .minus)] {
      let w = Tensor(shape: [8, 8, 1, 2], scalars: (0..<128).map { $0 % 2 == 0 ? 1e-30 : weight })
      let b = Tensor(repeating: -0.0, shape: [8])
      let want = Textbook.correlate(NDArray<Float>(x), NDArray(w), bias: NDArray(b), geometry: g)
      #expect(want.scalars.allSatisfy { $0 == 0 && $0.sign == sign })
      for choice in KernelChoice.all {
        #expect(haveSameBits(choice { Convolution.forward(x, w, bias: b, geometry: g) }, want), "\(choice)")
      }
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func randomConvolution(seed: UInt64) {
    let c = RandomConvolution(seed: seed, whole: false, modes: [.zeros])
    let special = SpecialNumbers.allCases[Int(seed) % SpecialNumbers.allCases.count]
    check(
      images: c.x.shape[0], channels: c.x.shape[1], filters: c.w.shape[0], c.geometry, special, seed: seed)
  }

  private func check(
    images: Int, channels: Int, filters: Int, _ g: WindowGeometry, _ special: SpecialNumbers,
    seed: UInt64
  ) {
    let x = special.tensor(Shape([images, channels] + g.inputSizes), name: "x", seed: seed)
    // Weights are finite half the time: with a stride that takes another way.
    let ofWeights = special == .nonFinite && seed % 8 < 4 ? .none : special
    let w = ofWeights.tensor(Shape([filters, channels / g.groups] + g.windowSizes), name: "w", seed: seed)
    let b = special.tensor([filters], name: "b", seed: seed)
    let dz = special.tensor(Shape([images, filters] + g.outputSizes), name: "dz", seed: seed)
    let z = Textbook.correlate(NDArray<Float>(x), NDArray(w), bias: NDArray(b), geometry: g)
    let dx = Textbook.correlateBackwardInput(NDArray<Float>(dz), NDArray(w), geometry: g)
    let dw = Textbook.correlateBackwardFilter(NDArray<Float>(dz), NDArray(x), geometry: g)
    // The same with a ReLU after it, and with the mask of one before it.
    let y = Textbook.relu(z)
    let throughReLU = Textbook.reluBackward(dx, x: NDArray(x))
    let reluMask = Tensor(Textbook.relu(NDArray<Float>(x)))
    for choice in KernelChoice.all {
      #expect(
        haveSameBits(choice { Convolution.forward(x, w, bias: b, geometry: g) }, z),
        "\(choice) \(special) \(g)")
      #expect(
        haveSameBits(choice { Convolution.backwardInput(dz, w, geometry: g) }, dx),
        "\(choice) \(special) \(g)")
      #expect(
        haveSameBits(choice { Convolution.backwardFilter(dz, x, geometry: g) }, dw),
        "\(choice) \(special) \(g)")
      #expect(
        haveSameBits(choice { Convolution.forward(x, w, bias: b, geometry: g, fusesReLU: true) }, y),
        "\(choice) \(special) \(g)")
      #expect(
        haveSameBits(
          choice { Convolution.backwardInput(dz, w, geometry: g, reluMask: reluMask) }, throughReLU),
        "\(choice) \(special) \(g)")
    }
  }

  @Test(
    arguments: [
      [1, 1, 1], [4, 16, 9], [5, 17, 3], [7, 8, 40], [3, 31, 1], [9, 64, 65], [70, 3, 300], [1, 130, 500],
    ])
  func matrixProduct(sizes: [Int]) {
    let (m, n, k) = (sizes[0], sizes[1], sizes[2])
    for special in SpecialNumbers.allCases {
      let a = special.tensor([m, k], name: "a", seed: 3)
      let b = special.tensor([k, n], name: "b", seed: 3)
      let want = Textbook.matmul(NDArray<Float>(a), NDArray<Float>(b)).scalars
      for choice in KernelChoice.all {
        for (left, leftOrder) in [(a, MatrixProduct.Order.rows), (a.transposed(), .columns)] {
          for (right, rightOrder) in [(b, MatrixProduct.Order.rows), (b.transposed(), .columns)] {
            let got = choice {
              MatrixProduct.multiply(
                left.scalars, right.scalars, orders: (leftOrder, rightOrder), rows: m, inner: k, columns: n)
            }
            #expect(haveSameBits(got, want), "\(choice) \(special) \(leftOrder) \(rightOrder)")
          }
        }
      }
    }
  }
}
