import CNN
import Testing

/// Several planes and filters: the sums of the decks by names, by matrices and by sliding filters.
@Suite struct MultiPlaneTests {
  @Test("deck rows 001-11 and 001-12: a stack's derivative is zeros and one identity")
  func stack() {
    let jacobian = stackJacobian(plane: 1, planes: 3, outputs: 4)
    #expect(jacobian.shape == [12, 4])
    let maps = wholeNumbers([3, 2, 2], name: "maps")
    #expect(maps.flattened().matmul(jacobian) == maps.slice(1).flattened())
    #expect(jacobian.sum == 4 && jacobian[4, 0] == 1 && jacobian[7, 3] == 1 && jacobian[0, 0] == 0)
    let table = stackJacobian(symbolic: "S", plane: 1, planes: 3, outputs: 16, firstIndex: 1)
    #expect(table.columns == ["", "vec(S2)"])
    #expect(table.rows == [["vec(S1)", "0"], ["vec(S2)", "I (16×16)"], ["vec(S3)", "0"]])
  }

  @Test("deck rows 001-11 to 001-17 and 002-17: the chain from the stack to a filter")
  func chainToAFilter() {
    let (x, w) = (wholeNumbers([3, 6, 5], name: "x"), wholeNumbers([4, 3, 3, 3], name: "w"))
    let g = WindowGeometry(input: [6, 5], window: [3, 3], stride: [1, 1])
    let s = correlate(x, w)
    let ds = wholeNumbers(s.shape, name: "ds")
    let dw = Convolution.backwardFilter(
      ds.reshaped(1, 4, 4, 3), x.reshaped(1, 3, 6, 5), geometry: g)
    let windows = im2col(x, filter: 3)
    for i in 0..<4 {
      let own = ds.flattened().matmul(stackJacobian(plane: i, planes: 4, outputs: 12))
      #expect(own.matmul(windows) == dw.slice(i).flattened())
      // Plane by plane it is the input correlated with the gradient.
      for c in 0..<3 { #expect(correlate(x.slice(c), ds.slice(i)) == dw.slice(i).slice(c)) }
    }
  }

  @Test("deck rows 001-18, 001-23 and 002-14 to 002-16: the gradient to the input sums over the filters")
  func inputGradient() {
    let w = wholeNumbers([3, 2, 3, 3], name: "w")
    let dz = wholeNumbers([3, 4, 4], name: "dz")
    let g = WindowGeometry(input: [6, 6], window: [3, 3], stride: [1, 1])
    let dx = Convolution.backwardInput(dz.reshaped(1, 3, 4, 4), w, geometry: g).slice(0)
    for c in 0..<2 {
      let sum = (0..<3).reduce(Tensor.zeros([6, 6])) {
        $0 + correlate(pad(dz.slice($1), by: 2), rot180(w.slice($1).slice(c)))
      }
      #expect(sum == dx.slice(c))
      #expect(
        convolve(dz, dagger(dagger(w)).slices(0..<3).transposedPlanes(c), padding: .full) == dx.slice(c))
    }
    #expect(correlate(dz, dagger(w), padding: .full) == dx)
  }

  @Test(
    "terms, matrices and sliding filters agree with strides, dilation and groups",
    arguments: 0..<15 as Range<UInt64>)
  func routesAgree(seed: UInt64) {
    let c = RandomConvolution(seed: seed, axes: 2, modes: [.zeros])
    let (x, groups) = (c.x.slice(0), c.geometry.groups)
    let sizes = (input: [x.shape[1], x.shape[2]], filter: [c.w.shape[2], c.w.shape[3]])
    let correlation = CorrelationSpecification.correlation(
      input: sizes.input, filter: sizes.filter, stride: c.stride, padding: c.padding, dilation: c.dilation,
      channels: x.shape[0], filters: c.w.shape[0], groups: groups)
    let matrix = convolutionMatrix(
      filter: c.w, inputSize: sizes.input, stride: c.stride, padding: c.padding, dilation: c.dilation,
      groups: groups)
    let z = correlate(
      x, c.w, stride: c.stride, padding: c.padding, dilation: c.dilation, groups: groups)
    let dz = wholeNumbers(z.shape, name: "dz", seed: seed)
    let batch = dz.reshaped(z.shape.dimensions.reduce(into: [1]) { $0.append($1) }.shape)
    let dx = Convolution.backwardInput(batch, c.w, geometry: c.geometry)
    let dw = Convolution.backwardFilter(batch, Tensor(stacking: [x]), geometry: c.geometry)
    #expect(matrix.matmul(x.flattened()) == z.flattened())
    #expect(matrix.transposed().matmul(dz.flattened()) == dx.flattened())
    let hasPlanes = x.shape[0] > 1 || c.w.shape[0] > 1
    func value(_ target: TermsTarget) -> Float {
      hasPlanes
        ? terms(of: target, in: correlation).value(["x": x, "w": c.w, "dz": dz])
        : terms(of: target, in: correlation).value([
          "x": x.slice(0), "w": c.w.slice(0).slice(0), "dz": dz.slice(0),
        ])
    }
    for k in 0..<z.shape[0] {
      #expect(value(.output(0, z.shape[2] - 1, filter: k)) == z[k, 0, z.shape[2] - 1])
      for channel in 0..<c.w.shape[1] {
        #expect(value(.filter(0, 0, of: k, channel: channel)) == dw[k, channel, 0, 0])
      }
    }
    for channel in 0..<x.shape[0] { #expect(value(.input(1, 2, channel: channel)) == dx[0, channel, 1, 2]) }
  }

  @Test("deck rows 000-13, 000-18 and 000-27: names of planes")
  func names() {
    let many = CorrelationSpecification.correlation(input: 3, filter: 2, channels: 2, filters: 3)
    #expect(
      "\(terms(of: .input(0, 0, channel: 1), in: many))"
        == "dx[1]00 = w[0,1]00·dz[0]00 + w[1,1]00·dz[1]00 + w[2,1]00·dz[2]00")
    #expect(
      "\(terms(of: .filter(1, 1, of: 2, channel: 0), in: many))"
        == "dw[2,0]11 = x[0]11·dz[2]00 + x[0]12·dz[2]01\n          + x[0]21·dz[2]10 + x[0]22·dz[2]11")
    let grouped = CorrelationSpecification.correlation(
      input: [1, 5], filter: [1, 2], dilation: [1, 3], channels: 2, filters: 2, groups: 2)
    #expect(
      "\(terms(of: .output(0, 1, filter: 1), in: grouped))" == "z[1]01 = w[1,0]00·x[1]01 + w[1,0]01·x[1]04")
    let dilated = CorrelationSpecification.correlation(
      input: [1, 5], filter: [1, 2], stride: [1, 2], dilation: [1, 2])
    #expect("\(terms(of: .output(0, 1), in: dilated))" == "z01 = w00·x02 + w01·x04")
    #expect("\(terms(of: .input(0, 2), in: dilated))" == "dx02 = w01·dz00 + w00·dz01")
  }

  @Test("deck rows 001-15 and 001-20: several planes stand side by side, in symbols")
  func symbolicTables() {
    let windows = im2col(symbolic: "X", input: 6, filter: 3, channels: 4, firstIndex: 1)
    #expect(windows.rows.count == 16 && windows.columns.count == 37)
    #expect(windows.rows[0][10] == "X[2]11" && windows.rows[15][36] == "X[4]66")
    let matrix = convolutionMatrix(
      symbolic: "F", filter: 3, inputSize: 6, channels: 4, filters: 2, firstIndex: 1)
    #expect(matrix.rows.count == 32 && matrix.columns.count == 145)
    #expect(
      matrix.rows[16][0] == "z[2]11" && matrix.rows[16][37] == "F[2,2]11" && matrix.columns[37] == "x[2]11")
    let grouped = convolutionMatrix(
      symbolic: "w", filter: [1, 2], inputSize: [1, 3], dilation: 2, channels: 2, filters: 2, groups: 2)
    #expect(
      grouped.rows == [
        ["z[0]00", "w[0,0]00", "0", "w[0,0]01", "0", "0", "0"],
        ["z[1]00", "0", "0", "0", "w[1,0]00", "0", "w[1,0]01"],
      ])
  }

  @Test("deck row 001-24: not memory efficient")
  func memory() throws {
    let footprint = try memoryFootprint(Conv2D(4, kernel: 5), input: [3, 32, 32])
    #expect(footprint.entries.map(\.count) == [3072, 300, 3136, 784 * 75, 3136 * 3072])
    #expect(footprint["im2col"]?.used == 784 * 75)
    #expect(footprint["convolution matrix"]?.used == 3136 * 75)
    #expect(footprint["convolution matrix"]?.bytes == 38_535_168)
    #expect(footprint.table.rows[4][5] == "3136.0" && footprint.description.contains("im2col"))
    let small = Conv2D(2, kernel: 2, stride: 2, padding: 1, groups: 2)
    let counted = try memoryFootprint(small, input: [2, 3, 3])
    let matrix = convolutionMatrix(
      filter: .ones([2, 1, 2, 2]), inputSize: 3, stride: 2, padding: 1, groups: 2)
    #expect(counted["convolution matrix"]?.shape == matrix.shape)
    #expect(counted["convolution matrix"]?.used == Int(matrix.sum))
    #expect(counted["im2col"]?.used == Int(im2col(.ones([2, 3, 3]), filter: 2, stride: 2, padding: 1).sum))
  }
}

extension Tensor {
  /// One filter `[1, K, R, S]`: plane `c` of each of the filters.
  fileprivate func transposedPlanes(_ c: Int) -> Tensor {
    Tensor(stacking: (0..<shape[0]).map { slice($0).slice(c) })
  }
}

extension [Int] {
  fileprivate var shape: Shape { Shape(self) }
}
