import CNN
import Testing

@Suite struct ImageResizeTests {
  /// The numbers (7i² + 3i) mod 32 as a plane of 5 × 7.
  private static let plane = Tensor((0..<35).map { (i: Int) in Float((7 * i * i + 3 * i) % 32) })
    .reshaped(1, 1, 5, 7)

  /// `torch.nn.functional.interpolate(x, size, mode="bilinear", antialias=True)` in float64, PyTorch 2.15.
  private static let references: [(size: Size2D, values: [Double])] = [
    (
      Size2D(rows: 3, columns: 4),
      [
        9.97278912, 12.2057143, 21.4285714, 17.6462585, 15.5873016, 20.72, 17.44, 13.4285714, 16.4081633,
        19.4628571, 4.04571429, 4.92517007,
      ]
    ),
    (Size2D(rows: 2, columns: 2), [15.0021142, 18.2536998, 17.5433404, 9.81818182]),
    (
      Size2D(rows: 8, columns: 9),
      [
        0.0, 6.66666667, 6.44444444, 3.33333333, 8.0, 23.5555556, 29.1111111, 24.6666667, 14.0, 5.25, 12.5,
        12.9583333, 10.5277778, 15.875, 21.2222222, 24.3472222, 20.5833333, 10.5, 11.625, 19.7083333,
        21.1388889, 19.6805556, 26.0, 18.3194444, 18.4166667, 15.625, 6.375, 7.875, 16.7916667, 19.1944444,
        18.7083333, 26.0, 19.2916667, 20.3611111, 18.5416667, 10.125, 8.5, 18.25, 21.625, 19.8888889, 20.375,
        14.6388889, 16.6805556, 15.8333333, 8.25, 13.5, 24.0833333, 28.4305556, 23.2222222, 9.125,
        4.36111111, 7.375, 7.5, 0.75, 8.375, 19.7916667, 25.1111111, 20.4305556, 5.75, 1.95833333,
        5.94444444, 7.04166667, 1.125, 4.0, 16.0, 22.0, 18.0, 4.0, 0.888888889, 5.55555556, 7.33333333, 2.0,
      ]
    ),
    (
      Size2D(rows: 1, columns: 20),
      [
        7.68421053, 8.03421053, 12.9342105, 17.8342105, 21.3842105, 19.9842105, 18.5842105, 17.4605263,
        16.8342105, 16.2078947, 15.3789474, 14.3473684, 13.3157895, 14.2973684, 16.3973684, 18.4973684,
        15.6473684, 11.4473684, 7.24736842, 6.94736842,
      ]
    ),
    (
      Size2D(rows: 4, columns: 7),
      [
        3.0, 13.5, 6.0, 12.5, 25.0, 27.5, 12.0, 9.5, 22.3333333, 17.1666667, 26.0, 16.8333333, 21.6666667,
        8.5, 10.6666667, 25.8333333, 23.0, 15.5, 8.66666667, 15.8333333, 5.0, 6.5, 24.0, 23.5, 5.0, 0.5,
        10.0, 1.5,
      ]
    ),
  ]

  @Test(arguments: references.indices)
  func itGivesWhatPyTorchGives(index: Int) throws {
    let (size, values) = Self.references[index]
    let layer = Resize(size: size, .antialiased)
    let y = layer.reference(NDArray<Double>(Self.plane), parameters: [])
    #expect(y.shape == [1, 1, size.rows, size.columns])
    #expect(zip(y.scalars, values).allSatisfy { ($0 - $1).magnitude < 1e-6 })
    #expect(resize(Self.plane, to: size) == layer(Self.plane))
  }

  @Test func itTakesPlanesOfAnyNumberOfAxes() {
    var random = RandomStream(seed: 5, name: "resize")
    let x = Tensor((0..<2 * 3 * 11 * 13).map { _ in random.normal() }).reshaped(2, 3, 11, 13)
    #expect(resize(x, to: [11, 13]) == x, "an image of the same size stays as it is")
    #expect(resize(x.slice(0), to: 4) == resize(x, to: 4).slice(0))
    #expect(resize(.ones([9, 9]), to: [4, 17]).scalars.allSatisfy { ($0 - 1).magnitude < 1e-6 })
  }

  @Test func aCropIsTheMiddle() {
    let x = Tensor((0..<30).map(Float.init)).reshaped(1, 5, 6)
    #expect(centerCrop(x, to: [2, 3]) == [[[7, 8, 9], [13, 14, 15]]])
    #expect(centerCrop(x, to: [5, 6]) == x)
  }
}
