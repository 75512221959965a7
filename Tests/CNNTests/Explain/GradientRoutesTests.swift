import CNN
import Testing

@Suite struct GradientRoutesTests {
  @Test("deck row 003-32: terms, correlations and the matrix agree", arguments: 0..<20)
  func routesAgree(seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "sizes")
    func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &stream) }
    let filterSize = [draw(1...4), draw(1...4)]
    let inputSize = [filterSize[0] + draw(0...5), filterSize[1] + draw(0...5)]
    let x = wholeNumbers(Shape(inputSize), name: "x", seed: seed)
    let w = wholeNumbers(Shape(filterSize), name: "w", seed: seed)
    let z = correlate(x, w)
    let dz = wholeNumbers(z.shape, name: "dz", seed: seed)
    let correlation = CorrelationSpecification.correlation(input: inputSize, filter: filterSize)
    func byTerms(_ shape: Shape, _ target: (Int, Int) -> TermsTarget) -> Tensor {
      let scalars = (0..<shape.count).map { position in
        terms(of: target(position / shape[1], position % shape[1]), in: correlation).value([
          "x": x, "w": w, "dz": dz,
        ])
      }
      return Tensor(shape: shape, scalars: scalars)
    }
    let matrix = convolutionMatrix(filter: w, inputSize: inputSize)
    let windows = im2col(x, filter: filterSize)

    #expect(z == byTerms(z.shape) { .output($0, $1) })
    #expect(z == matrix.matmul(x.flattened()).reshaped(z.shape))
    #expect(z == windows.matmul(w.flattened()).reshaped(z.shape))
    let dx = correlate(pad(dz, by: [filterSize[0] - 1, filterSize[1] - 1]), rot180(w))
    #expect(dx == byTerms(x.shape) { .input($0, $1) })
    #expect(dx == matrix.transposed().matmul(dz.flattened()).reshaped(x.shape))
    let dw = correlate(x, dz)
    #expect(dw == byTerms(w.shape) { .filter($0, $1) })
    #expect(dw == dz.flattened().matmul(windows).reshaped(w.shape))
  }

  @Test("deck row 002-16: exchanged and turned filters give the gradient to the input")
  func daggerGivesTheInputGradient() {
    let w = wholeNumbers([3, 2, 3, 2], name: "w")
    let dz = wholeNumbers([2, 3, 4, 5], name: "dz")
    let g = WindowGeometry(input: [6, 6], window: [3, 2], stride: [1, 1])
    let dx = Convolution.backwardInput(dz, w, geometry: g)
    #expect(dagger(w).shape == [2, 3, 3, 2] && dagger(dagger(w)) == w)
    #expect(correlate(pad(dz, by: [2, 1]), dagger(w)) == dx)
  }

  @Test("deck row 001-20: several planes stand side by side, several filters below each other")
  func matrixOfManyPlanes() {
    let x = wholeNumbers([4, 6, 6], name: "x")
    let w = wholeNumbers([2, 4, 3, 3], name: "w")
    let matrix = convolutionMatrix(filter: w, inputSize: 6)
    #expect(matrix.shape == [32, 144] && im2col(x, filter: 3).shape == [16, 36])
    #expect(matrix.matmul(x.flattened()) == correlate(x, w).flattened())
    let padded = convolutionMatrix(filter: w, inputSize: 6, stride: 2, padding: .same)
    #expect(padded.matmul(x.flattened()) == correlate(x, w, stride: 2, padding: .same).flattened())
  }
}
