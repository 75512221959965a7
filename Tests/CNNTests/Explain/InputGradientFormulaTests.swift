import CNN
import Testing

/// The gradient to the input of a correlation, formula by formula.
@Suite struct InputGradientFormulaTests {
  private let x = wholeNumbers([5, 5], name: "x"), k = wholeNumbers([3, 3], name: "k")
  private let dz = wholeNumbers([3, 3], name: "dz")

  private func gradient(_ dz: Tensor, _ w: Tensor, input: [Int], padding: Padding = .valid) -> Tensor {
    let g = WindowGeometry(
      input: input, window: w.shape.dimensions, stride: [1, 1], padding: padding)
    let batch = Convolution.backwardInput(
      dz.reshaped(1, 1, dz.shape[0], dz.shape[1]), w.reshaped(1, 1, w.shape[0], w.shape[1]), geometry: g)
    return batch.slice(0).slice(0)
  }

  @Test("deck row 000-17: K − 1 zeros on every side, the filter turned, and slid")
  func fullCorrelation() {
    let padded = pad(dz, by: 2), turned = rot180(k)
    #expect(padded.shape == [7, 7])
    #expect(correlate(padded, turned) == gradient(dz, k, input: [5, 5]))
    let strip = slideStrip(filter: turned, over: padded, output: correlate(padded, turned), steps: 25)
    #expect(strip.panels.count == 25, "25 positions")
  }

  @Test("deck row 000-20: the padded input has a gradient of its size, of which the padding is cut off")
  func cropped() {
    let wide = wholeNumbers([5, 5], name: "wide")
    let around = gradient(wide, k, input: [7, 7])
    let own = gradient(wide, k, input: [5, 5], padding: .explicit(top: 1, left: 1, bottom: 1, right: 1))
    #expect(around.shape == [7, 7] && unpad(around, by: 1) == own)
    #expect((0..<25).allSatisfy { own[$0 / 5, $0 % 5] == around[$0 / 5 + 1, $0 % 5 + 1] })
  }

  @Test("deck row 001-22: G in 8 × 8 zeros, the filter turned, gives V of 6 × 6")
  func zeroPadded() {
    let g = wholeNumbers([4, 4], name: "g")
    let padded = pad(g, by: 2)
    #expect(padded.shape == [8, 8] && padded.sum == g.sum)
    let v = correlate(padded, rot180(k))
    let matrix = convolutionMatrix(filter: k, inputSize: 6)
    #expect(v.shape == [6, 6] && v.flattened() == g.flattened().matmul(matrix))
  }

  @Test("deck row 003-30: pixel (r, c) touches the outputs (r − k + 1, c − k + 1) to (r, c)")
  func extents() {
    let specification = CorrelationSpecification.correlation(input: 7, filter: 3)
    for (row, column) in [(0, 0), (3, 4), (6, 6), (2, 0)] {
      let outputs = terms(of: .input(row, column), in: specification).products.map(\.1)
      let rows = Set(outputs.map(\.row)), columns = Set(outputs.map(\.column))
      #expect(rows == Set(max(0, row - 2)...min(4, row)))
      #expect(columns == Set(max(0, column - 2)...min(4, column)))
      #expect(outputs.count == rows.count * columns.count)
    }
  }

  @Test("deck rows 003-31 and 004-04: Σ dz(r − a, c − b)·k(a, b) is a convolution, flip and correlate")
  func analytic() {
    let dx = gradient(dz, k, input: [5, 5])
    for position in 0..<25 {
      let (r, c) = (position / 5, position % 5)
      var sum: Float = 0
      for a in 0..<3 {
        for b in 0..<3 where (0..<3).contains(r - a) && (0..<3).contains(c - b) {
          sum += dz[r - a, c - b] * k[a, b]
        }
      }
      #expect(dx[r, c] == sum)
    }
    #expect(dx == convolve(dz, k, padding: .full) && dx == correlate(dz, rot180(k), padding: .full))
  }

  @Test("deck row 003-18: each is the other's backward pass, correlation and convolution")
  func duality() {
    // The backward pass of a convolution, which is the correlation with the turned filter, is a correlation.
    let back = gradient(dz, rot180(k), input: [5, 5])
    #expect(back == correlate(dz, k, padding: .full))
    #expect(gradient(dz, k, input: [5, 5]) == convolve(dz, k, padding: .full))
    // ⟨x ⋆ k, dz⟩ = ⟨x, dz ∗ k⟩
    let left = zip(correlate(x, k).scalars, dz.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    let right = zip(x.scalars, convolve(dz, k, padding: .full).scalars).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(left == right)
  }
}
