import CNN
import Testing

@Suite struct TensorTests {
  private let matrix: Tensor = [[1, 2, 3], [4, 5, 6]]

  @Test func nestedLiteralsGiveShapes() {
    #expect(matrix.shape == [2, 3])
    #expect(Tensor([[1, 2], [3, 4]]) == Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]))
    #expect(([[[1.5], [2]]] as Tensor).shape == [1, 2, 1])
    let rows = [[0.5, 1], [2, 3]]
    #expect(Tensor(rows).scalars == [0.5, 1, 2, 3])
    #expect(Tensor([1, 2, 3]).shape == [3])
  }

  @Test func subscriptsReadAndWrite() {
    var copy = matrix
    copy[1, 2] = 9
    #expect(copy[1, 2] == 9 && matrix[1, 2] == 6)
    #expect(matrix.slice(1) == [4, 5, 6])
    #expect(matrix.slices(0..<1).shape == [1, 3])
    #expect(matrix.gathering([1, 0, 1]) == [[4, 5, 6], [1, 2, 3], [4, 5, 6]])
    #expect(matrix.rows == [[1, 2, 3], [4, 5, 6]])
  }

  @Test func shapesChangeAndElementsStay() {
    #expect(matrix.reshaped(3, 2) == [[1, 2], [3, 4], [5, 6]])
    #expect(matrix.flattened() == [1, 2, 3, 4, 5, 6])
    #expect(matrix.transposed() == [[1, 4], [2, 5], [3, 6]])
  }

  @Test func arithmeticIsElementwise() {
    let factor: Float = 2
    #expect(matrix + matrix == [[2, 4, 6], [8, 10, 12]])
    #expect(matrix - 1 == [[0, 1, 2], [3, 4, 5]])
    #expect(matrix * matrix == [[1, 4, 9], [16, 25, 36]])
    #expect(factor * matrix == 2 * matrix && matrix * factor == matrix + matrix)
    #expect(-matrix / 2 == [[-0.5, -1, -1.5], [-2, -2.5, -3]])
    #expect(
      matrix.sum == 21 && matrix.mean == 3.5 && matrix.max == 6 && matrix.min == 1 && matrix.argmax == 5)
    #expect(Tensor([1, Float.nan, 3]).max.isNaN && Tensor([Float.nan, 1]).min.isNaN)
  }

  @Test func matrixProducts() {
    #expect(matrix.matmul(matrix.transposed()) == [[14, 32], [32, 77]])
    #expect(matmul(matrix, [1, 1, 1]) == [6, 15])
    #expect(([1, 1] as Tensor).matmul(matrix) == [5, 7, 9])
    #expect(([1, 2] as Tensor).matmul([3, 4]).scalars == [11])
  }

  @Test func differencesAreTheLargestOnes() {
    #expect(matrix.largestDifference(from: matrix + 0.5) == 0.5)
    #expect(matrix.largestDifference(from: matrix.transposed()) == nil)
    #expect(matrix.largestDifference(from: Tensor([[1, 2, 3], [4, 5, Float.nan]])) == .infinity)
  }

  @Test func descriptionsAlign() {
    #expect(matrix.description == "[[1 2 3]\n [4 5 6]]")
    #expect(([[1.5, -10], [0.25, 3]] as Tensor).description == "[[  1.50 -10.00]\n [  0.25   3.00]]")
    #expect(Tensor.ones([2, 1, 2]).description == "[[[1 1]]\n\n [[1 1]]]")
    #expect(([1e-6, 1] as Tensor).description == "[1e-06   1.0]")
    #expect(Tensor([Float.nan, .infinity]).description == "[nan inf]")
    #expect((7 as Tensor).description == "7")
    let long = Tensor.zeros([40, 40]).description
    #expect(long.split(separator: "\n").count == 7 && long.hasPrefix("[[0 0 0 … 0 0 0]\n"))
  }
}
