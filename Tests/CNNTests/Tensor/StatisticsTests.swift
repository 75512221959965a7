import CNN
import Testing

@Suite struct StatisticsTests {
  @Test func normAndStandardDeviation() {
    #expect(Tensor([[3, 0], [0, -4]] as [[Float]]).norm == 5 && Tensor.zeros([3]).norm == 0)
    // The squares are beyond single precision.
    #expect(Tensor([3e30, 4e30] as [Float]).norm == 5e30)
    #expect(Tensor([2, 4, 4, 4, 5, 5, 7, 9] as [Float]).standardDeviation == 2)
    let x = Tensor.random([4, 5], in: -1...1, name: "x", seed: 3)
    #expect((x.standardDeviation - x.variance(along: [0, 1]).scalars[0].squareRoot()).magnitude < 1e-6)
    #expect(Tensor([7] as [Float]).standardDeviation == 0 && Tensor.zeros([0]).standardDeviation.isNaN)
  }

  @Test func correlationAndCosine() {
    let a: Tensor = [1, 2, 3, 4]
    #expect(correlationCoefficient(a, 2 * a + 5) == 1 && correlationCoefficient(a, -a) == -1)
    #expect(correlationCoefficient(a, [1, -1, -1, 1]) == 0)
    #expect((correlationCoefficient(a, [1, 3, 2, 4]) - 0.8).magnitude < 1e-12)
    #expect(correlationCoefficient(a, Tensor.ones([4])).isNaN)
    #expect(cosineSimilarity(a, 3 * a.reshaped([2, 2])) == 1 && cosineSimilarity(a, -a) == -1)
    #expect(cosineSimilarity([1, 0], [0, 2]) == 0)
    #expect((cosineSimilarity([1, 0], [1, 1]) - 0.5.squareRoot()).magnitude < 1e-15)
    #expect(cosineSimilarity(a, Tensor.zeros([4])).isNaN)
  }

  @Test func columnsOfALinearMatrixAreImagesOfUnitTensors() throws {
    let w = Tensor.random([2, 3], in: -1...1, name: "w", seed: 3)
    let matrix = linearMatrix(of: { x in correlate(x, w) }, input: [4, 5])
    #expect(matrix == convolutionMatrix(filter: w, inputSize: [4, 5]))
    let down = linearMatrix(of: { downsample($0, by: 2) }, input: [3, 3])
    #expect(down.shape == [4, 9])
    #expect(down.transposed() == linearMatrix(of: { upsample($0, by: 2, size: 3) }, input: [2, 2]))
    struct Failed: Error {}
    #expect(throws: Failed.self) { try linearMatrix(of: { _ in throw Failed() }, input: [1]) }
  }
}
