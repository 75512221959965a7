import CNN
import Testing

@Suite struct PoolingTests {
  private let geometry = WindowGeometry(
    input: 3.size2D, window: 2.size2D, stride: 1.size2D, padding: .valid)

  @Test("deck row 002-05: overlapping windows add up at their maximum")
  func overlapping() {
    let x: Tensor = [[[[1, 9, 2], [3, 4, 5], [8, 6, 7]]]]
    let (y, indices) = Pooling2D.maxForward(x, geometry: geometry)
    #expect(y == [[[[9, 9], [8, 7]]]] && indices == [1, 1, 6, 8])
    let dx = Pooling2D.maxBackward([[[[1, 2], [3, 4]]]], indices: indices, geometry: geometry)
    #expect(dx == [[[[0, 3, 0], [0, 0, 0], [3, 0, 4]]]])
  }

  @Test func theFirstOfEqualMaximaTakesTheGradient() {
    #expect(Pooling2D.maxForward(.ones([1, 1, 3, 3]), geometry: geometry).indices == [0, 1, 3, 4])
    #expect(
      Textbook.maxPool(NDArray<Float>(.ones([1, 1, 3, 3])), geometry: geometry).indices == [0, 1, 3, 4])
  }

  @Test func notANumberPropagates() {
    let x = Tensor([[[1, 2, 3], [4, Float.nan, 6], [7, .nan, 9]]]).reshaped(1, 1, 3, 3)
    let (y, indices) = Pooling2D.maxForward(x, geometry: geometry)
    #expect(y.scalars.allSatisfy(\.isNaN) && indices == [4, 4, 4, 4])
    #expect(Textbook.maxPool(NDArray<Float>(x), geometry: geometry).indices == [4, 4, 4, 4])
  }
}
