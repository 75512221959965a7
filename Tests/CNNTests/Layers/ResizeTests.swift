import CNN
import Testing

/// Interpolation, and elements moved between channels and positions.
@Suite struct ResizeTests {
  private static let interpolations: [Interpolation] = [
    .nearest(), .nearest(rounding: .ceiling), .linear, .antialiased, .cubic(), .cubic(coefficient: -0.5),
  ]

  @Test(
    "the same size gives the same bits",
    arguments: [ResizeCoordinates.halfPixel, .halfPixelSymmetric, .alignCorners, .asymmetric])
  func identity(coordinates: ResizeCoordinates) {
    let x = SpecialNumbers.nonFinite.tensor([2, 3, 4, 5], name: "x", seed: 1)
    for interpolation in Self.interpolations {
      let y = Resize(scale: 1, interpolation, coordinates: coordinates)(x)
      #expect(zip(y.scalars, x.scalars).allSatisfy { $0.bitPattern == $1.bitPattern }, "\(interpolation)")
    }
  }

  @Test("a whole factor repeats every pixel")
  func repeated() {
    let x: Tensor = [[[[1, 2], [3, 4]]]]
    #expect(Resize(scale: 2)(x) == [[[[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]]])
    #expect(
      Resize(size: 3, .linear, coordinates: .alignCorners)(x) == [
        [[[1, 1.5, 2], [2, 2.5, 3], [3, 3.5, 4]]]
      ])
  }

  @Test("centers coincide though the size is rounded, as in ONNX's own test")
  func symmetric() {
    func resized(_ coordinates: ResizeCoordinates) -> Tensor {
      Resize(scales: [1, 0.6], .linear, coordinates: coordinates)([[[[1, 2, 3, 4]]]])
    }
    #expect(resized(.halfPixelSymmetric).largestDifference(from: [[[[5.0 / 3, 10.0 / 3]]]])! < 1e-6)
    #expect(resized(.halfPixel).largestDifference(from: [[[[4.0 / 3, 3]]]])! < 1e-6)
    // A size that is not rounded has no part left out.
    let x = Tensor.randomNormal([1, 2, 4, 6], name: "x", seed: 1)
    let (plain, symmetric) = (
      Resize(size: [3, 9], .cubic()), Resize(size: [3, 9], .cubic(), coordinates: .halfPixelSymmetric)
    )
    #expect(symmetric(x).largestDifference(from: plain(x))! < 1e-6)
  }

  @Test(
    "backward is the transpose: ⟨resize x, y⟩ = ⟨x, resizeBackward y⟩", arguments: [[7, 3, 5], [2, 9, 4]])
  func adjoint(size: [Int]) throws {
    let x = NDArray<Double>(Tensor.randomNormal([2, 2, 3, 5, 4], name: "x", seed: 1))
    let y = NDArray<Double>(Tensor.randomNormal(Shape([2, 2] + size), name: "y", seed: 1))
    for interpolation in Self.interpolations {
      for coordinates in [ResizeCoordinates.halfPixel, .halfPixelSymmetric, .alignCorners, .asymmetric] {
        let axes = zip([3, 5, 4], size).map {
          ResizedAxis(
            input: $0, output: $1, scale: Double($1) / Double($0), interpolation: interpolation,
            coordinates: coordinates)
        }
        func inner(_ left: NDArray<Double>, _ right: NDArray<Double>) -> Double {
          zip(left.scalars, right.scalars).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let (forward, backward) = (
          inner(Textbook.resize(x, axes), y), inner(x, Textbook.resizeBackward(y, axes))
        )
        #expect((forward - backward).magnitude < 1e-10, "\(interpolation) \(coordinates)")
        for taps in axes.flatMap(\.taps) {
          #expect((taps.reduce(0) { $0 + $1.weight } - 1).magnitude < 1e-12, "weights add up to 1")
        }
      }
    }
  }

  @Test(
    "kernels of every level have the textbook's bits on any number of threads",
    arguments: [SpecialNumbers.small, .nonFinite])
  func levels(special: SpecialNumbers) {
    let sizes = [([40, 30], [23, 41]), ([9], [21]), ([3, 5, 4], [7, 2, 6]), ([1, 1], [3, 2])]
    for (old, new) in sizes {
      let x = special.tensor(Shape([2, 5] + old), name: "x", seed: 1)
      let dy = special.tensor(Shape([2, 5] + new), name: "dy", seed: 1)
      for interpolation in Self.interpolations {
        let axes = zip(old, new).map {
          ResizedAxis(
            input: $0, output: $1, scale: Double($1) / Double($0), interpolation: interpolation,
            coordinates: .halfPixel)
        }
        let y = Textbook.resize(NDArray<Float>(x), axes)
        let dx = Textbook.resizeBackward(NDArray<Float>(dy), axes)
        for choice in KernelChoice.all {
          let (output, gradient) = choice {
            (Interpolating.forward(x, axes), Interpolating.backward(dy, axes))
          }
          #expect(haveSameBits(output, y), "\(interpolation) \(old) to \(new), \(choice)")
          #expect(haveSameBits(gradient, dx), "\(interpolation) \(old) to \(new), \(choice)")
        }
      }
    }
  }

  @Test("the orders of channels, and the inverse", arguments: BlockOrder.allCases)
  func blocks(order: BlockOrder) {
    let x = Tensor.randomNormal([2, 3, 4, 6], name: "x", seed: 1)
    let deep = SpaceToDepth(2, order: order)(x)
    #expect(deep == Tensor(Textbook.spaceToDepth(NDArray<Float>(x), block: 2, order: order)))
    #expect(deep[1, order == .dcr ? (1 * 2 + 0) * 3 + 2 : (2 * 2 + 1) * 2 + 0, 1, 2] == x[1, 2, 3, 4])
    #expect(DepthToSpace(2, order: order)(deep) == x)
    #expect(SpaceToDepth(2, order: order).forward(x, context: .inference).pullback(deep).input == x)
  }

  @Test("what outputs see of the input")
  func receptiveFields() {
    let pixel = ReceptiveField(axes: 2).widened(window: [1, 1], stride: [4, 4], dilation: [1, 1])
    func field(_ layer: some Layer) -> ReceptiveField {
      layer.receptiveField(after: pixel, input: [4, 8, 8])
    }
    #expect(field(Resize(scale: 2)).size == [1, 1] && field(Resize(scale: 2)).jump == [2, 2])
    #expect(
      field(Resize(scale: 2, .linear)).size == [5, 5] && field(Resize(scale: 0.5, .linear)).jump == [8, 8])
    #expect(field(Resize(scale: 0.5, .cubic())).size == [13, 13])
    #expect(field(SpaceToDepth(2)).jump == [8, 8] && field(DepthToSpace(2)).jump == [2, 2])
  }

  @Test("what cannot be resized is told when it is built")
  func misuse() {
    #expect(throws: ShapeError.self) { try Resize(scale: 0.1).outputShape(for: [1, 4, 4]) }
    #expect(throws: ShapeError.self) { try Resize(scale: -1).outputShape(for: [1, 4, 4]) }
    #expect(throws: ShapeError.self) { try Resize(scales: [2, 2, 2]).outputShape(for: [1, 4, 4]) }
    #expect(throws: ShapeError.self) { try Resize(size: [4, 4, 4]).outputShape(for: [1, 4, 4]) }
    #expect(throws: ShapeError.self) { try Resize(size: 4).outputShape(for: [5]) }
    #expect(throws: ShapeError.self) { try SpaceToDepth(2).outputShape(for: [1, 4, 5]) }
    #expect(throws: ShapeError.self) { try DepthToSpace(2).outputShape(for: [6, 4, 4]) }
    #expect(throws: ShapeError.self) { try Flatten(from: 3).outputShape(for: [6, 4, 4]) }
    #expect(throws: Never.self) { try Flatten(from: 2).outputShape(for: [6, 4, 4]) }
  }
}
