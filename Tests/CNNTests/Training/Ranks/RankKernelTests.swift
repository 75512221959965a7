import CNN
import Testing

/// Sums that go from rank to rank have the textbook's bits, at every level.
@Suite struct RankKernelTests {
  /// Runs `body` on ranks that each have some of the images of the tensors, and returns what each gives.
  private func onRanks(
    _ count: Int, _ choice: KernelChoice, _ tensors: [Tensor],
    _ body: @escaping @Sendable ([Tensor], Share) -> [Tensor]
  ) throws -> [[Tensor]] {
    try RankNetwork(count).run { _ in
      choice {
        guard let share = Ranks.current?.share(of: tensors[0].shape[0]) else { return [] }
        return body(tensors.map { $0.slices(share.images) }, share)
      }
    }
  }

  static let convolutions: [(images: Int, channels: Int, filters: Int, window: Int, groups: Int)] = [
    (7, 3, 5, 3, 1), (40, 2, 4, 3, 1), (5, 8, 80, 3, 1), (6, 16, 64, 2, 2), (36, 9, 12, 1, 3),
    (9, 4, 4, 3, 4),
  ]

  @Test("convolutions and dense layers", arguments: convolutions, SpecialNumbers.allCases)
  func sums(
    shapes: (images: Int, channels: Int, filters: Int, window: Int, groups: Int), special: SpecialNumbers
  ) throws {
    let g = WindowGeometry(
      input: [6, 5], window: [shapes.window, shapes.window], stride: [1, 1], padding: .same,
      groups: shapes.groups)
    let x = special.tensor([shapes.images, shapes.channels, 6, 5], name: "x", seed: 3)
    let dz = special.tensor(Shape([shapes.images, shapes.filters] + g.outputSizes), name: "dz", seed: 4)
    let filter = Textbook.correlateBackwardFilter(NDArray<Float>(dz), NDArray(x), geometry: g)
    let bias = Textbook.correlateBackwardBias(NDArray<Float>(dz))
    // The same numbers as a dense layer's: all of an image are its features.
    let (inputs, outputs) = (x.count / shapes.images, dz.count / shapes.images)
    let features = x.reshaped([shapes.images, inputs]), gradient = dz.reshaped([shapes.images, outputs])
    let weights = Textbook.matmul(
      NDArray<Float>(gradient.transposed()), NDArray<Float>(features))
    for choice in KernelChoice.all where choice.threads < 4 {
      for count in [2, 3, 4] {
        let got = try onRanks(count, choice, [dz, x, gradient, features]) { parts, share in
          let dense = DenseProduct.backward(
            parts[2], x: parts[3], w: .zeros([outputs, inputs]), needsInput: false, share: share)
          return [
            Convolution.backwardFilter(parts[0], parts[1], geometry: g, share: share),
            Convolution.backwardBias(parts[0], share: share), dense.dw,
          ]
        }
        // The last rank has the whole sums.
        #expect(haveSameBits(got[count - 1][0], filter), "\(choice), \(count) ranks, \(special)")
        #expect(haveSameBits(got[count - 1][1], bias), "\(choice), \(count) ranks, \(special)")
        #expect(
          haveSameBits(got[count - 1][2].scalars, weights.scalars), "\(choice), \(count) ranks, \(special)")
      }
    }
  }

  @Test(
    "batch normalization", arguments: [[7, 3, 5], [9, 1, 3, 7], [4, 20, 2, 8], [11, 6]] as [Shape],
    SpecialNumbers.allCases)
  func batchNorm(shape: Shape, special: SpecialNumbers) throws {
    let x = special.tensor(shape, name: "x", seed: 3), dy = special.tensor(shape, name: "dy", seed: 4)
    let gamma = Tensor.randomNormal([shape[1]], name: "gamma", seed: 5).scalars
    let own = Textbook.batchStatistics(NDArray<Float>(x))
    let want = Textbook.batchNormBackward(
      NDArray<Float>(dy), x: NDArray(x), mean: own.mean, variance: own.variance, isOwn: true, epsilon: 1e-5,
      gamma: gamma)
    for choice in KernelChoice.all where choice.threads < 4 {
      for count in [2, 3, 4] {
        let got = try onRanks(count, choice, [x, dy]) { parts, share in
          let statistics = BatchNormalization.statistics(parts[0], share: share)
          let map = BatchNormalization(
            mean: statistics.mean, variance: statistics.variance, epsilon: 1e-5, gamma: gamma)
          let (dx, dgamma, dbeta) = map.backward(parts[1], x: parts[0], isOwn: true, share: share)
          return [Tensor(statistics.mean), Tensor(statistics.variance), dx, dgamma, dbeta]
        }
        let dx = Tensor(concatenating: got.map { $0[2] }, along: 0)
        #expect(haveSameBits(dx, want.dx), "\(choice), \(count) ranks, \(special)")
        for rank in got {
          #expect(haveSameBits(rank[0].scalars, own.mean) && haveSameBits(rank[1].scalars, own.variance))
          #expect(haveSameBits(rank[3].scalars, want.dgamma) && haveSameBits(rank[4].scalars, want.dbeta))
        }
      }
    }
  }
}
