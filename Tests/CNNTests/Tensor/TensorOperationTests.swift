import CNN
import Foundation
import Testing

/// Tensors combined, reduced, reordered and multiplied, against NumPy and PyTorch.
@Suite struct TensorOperationTests {
  private struct Reference: Decodable {
    let inputs: [String: ReferenceCase.Values]
    let outputs: [String: ReferenceCase.Values]
  }

  private let reference: Reference

  init() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../References/tensor_operations.json")
    reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
  }

  private func input(_ name: String) -> Tensor { reference.inputs[name]!.tensor }

  private func expect(
    _ got: Tensor, _ name: String, tolerance: Double = 2e-7, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let want = try #require(reference.outputs[name], sourceLocation: sourceLocation)
    let isClose = agrees(NDArray<Float>(got), want, tolerance)
    #expect(isClose, "\(name): \(got) against \(want)", sourceLocation: sourceLocation)
  }

  private func expect(
    _ got: [Int], _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let want = try #require(reference.outputs[name], sourceLocation: sourceLocation)
    #expect(got == want.data.map { Int($0) }, sourceLocation: sourceLocation)
  }

  @Test func broadcasting() throws {
    let (x, row, column) = (input("x"), input("row"), input("column"))
    try expect(x + row, "x+row")
    try expect(column - x, "column-x")
    try expect(x * input("image"), "x*image")
    try expect(1 / input("positive"), "1/positive")
    try expect(column * row, "column*row")
    let repeated = column.broadcast(to: [2, 3, 2])
    #expect(repeated.scalars == (0..<12).map { column.scalars[$0 / 2 % 3] })
    #expect(Shape([2, 1, 3]).broadcast(with: [4, 1]) == [2, 4, 3])
    #expect(Shape([2]).broadcast(with: [3]) == nil)
    #expect((Tensor.zeros([0, 4]) + row).shape == [0, 4])
    #expect(Tensor.ones([1, 1]) + 1 == [[2]])
  }

  @Test func numbersOfEveryTypeAreScalars() {
    let x: Tensor = [[1, 2], [3, 4]]
    let (double, float, count) = (0.5, 0.5 as Float, 2)
    #expect(x * double == [[0.5, 1], [1.5, 2]])
    #expect(double * x == x * float)
    #expect(float * x == x / count)
    #expect(x + double == double + x)
    #expect(x - double == -(double - x))
    #expect(count / x == 2 / x)
    #expect((x .> double * 4) == [[0, 0], [1, 1]])
    #expect((x .<= count) == (x .< 3))
  }

  @Test func masks() throws {
    let (x, row) = (input("x"), input("row"))
    try expect(x .< row, "x<row")
    try expect(x .>= 0, "x>=0")
    #expect((x .== x) == .ones(x.shape))
    #expect((x .!= x) == .zeros(x.shape))
    #expect((x .> row) + (x .<= row) == .ones(x.shape))
    try expect(x.replacing(with: row, where: x .> 0), "where")
    try expect(x.elements(where: x .> 0.5), "elements")
    let odd = Tensor([Float.nan, .infinity, 1])
    #expect((odd .== odd) == [0, 1, 1])
    #expect((odd .!= odd) == [1, 0, 0])
    #expect((odd .<= 2) == [0, 0, 1])
    #expect(odd.replacing(with: 0, where: odd .!= odd) == Tensor([0, Float.infinity, 1]))
  }

  @Test func reductions() throws {
    let x = input("x")
    try expect(x.sum(along: 1), "sum1")
    try expect(x.sum(along: [0, 2]), "sum02")
    try expect(x.sum(along: -1, keepingAxes: true), "sum-1kept")
    try expect(x.mean(along: 0), "mean0")
    try expect(x.variance(along: [1, 2]), "variance12")
    try expect(x.variance(along: 0, keepingAxes: true), "variance0kept")
    try expect(x.max(along: 2), "max2")
    try expect(x.min(along: [0, 1]), "min01")
    try expect(x.argmax(along: 1), "argmax1")
    try expect(x.argmax(along: -1), "argmax-1")
    let none: [Int] = []
    #expect(x.sum(along: none) == x)
    #expect(x.sum(along: [0, 1, 2]).scalars == [x.sum])
    #expect(Tensor.zeros([2, 0]).sum(along: 1) == [0, 0])
    #expect(Tensor.zeros([2, 0]).mean(along: 1).scalars[0].isNaN)
  }

  @Test("sums have the textbook's order", arguments: [1, 15, 16, 17, 1000])
  func sums(count: Int) {
    let x = Tensor.randomNormal([3, count, 2], name: "sums", seed: 1)
    #expect(x.sum == Textbook.sum(x.scalars))
    for (run, sum) in x.sum(along: 1).scalars.enumerated() {
      #expect(sum == Textbook.sum((0..<count).map { x[run / 2, $0, run % 2] }))
    }
    for (column, sum) in x.sum(along: [0, 2]).scalars.enumerated() {
      #expect(sum == Textbook.sum((0..<6).map { x[$0 / 2, column, $0 % 2] }))
    }
  }

  @Test func notANumber() {
    let x = Tensor([[1, Float.nan, 3], [2, 5, 5]])
    #expect(x.max(along: 1).scalars[0].isNaN && x.max(along: 1).scalars[1] == 5)
    #expect(x.min(along: 0).scalars[1].isNaN)
    #expect(x.argmax(along: 1) == [1, 1] && x.argmax == 1)
    #expect(x.sorted(along: 1).scalars.prefix(2) == [1, 3] && x.sorted(along: 1).scalars[2].isNaN)
    #expect(x.argsort(descending: true) == [1, 2, 0, 1, 2, 0])
    #expect(x.topK(1).indices == [1, 1])
    let infinity = Tensor([Float.infinity, -.infinity])
    let (nan, minusOne) = (Tensor([-Float.nan]), Tensor([-1 as Float]))
    let computed: [Tensor] = [
      infinity - infinity, 0 * infinity, -nan, CNN.log(minusOne), CNN.sqrt(minusOne), infinity / infinity,
      Tensor([infinity.sum, infinity.mean]), CNN.exp(nan), CNN.pow(minusOne, Tensor([0.5 as Float])),
      CNN.abs(nan),
    ]
    let bits = computed.flatMap(\.scalars).map(\.bitPattern)
    #expect(bits.count == 14 && Set(bits) == [Float.nan.bitPattern], "one NaN, the positive quiet one")
  }

  @Test func ordersOfAxes() throws {
    let x = input("x")
    try expect(x.permuted(2, 0, 1), "permuted201")
    try expect(x.transposed(0, -1), "transposed02")
    #expect(x.permuted(1, 2, 0).permuted(2, 0, 1) == x)
    #expect(x.permuted(0, 1, 2) == x)
    try expect(Tensor(concatenating: [x, -x], along: 1), "concatenated1")
    try expect(Tensor(stacking: [x, 2 * x], along: -1), "stacked-1")
    try expect(Tensor(stacking: [x, 2 * x], along: 1), "stacked1")
    try expect(x.split(sizes: [1, 2], along: 1)[1], "split1")
    #expect(Tensor(concatenating: x.split(into: 2, along: -1), along: -1) == x)
    #expect(Tensor(concatenating: x.split(sizes: [0, 3, 0], along: 1), along: 1) == x)
    #expect(x.reshaped(4, -1) == x.reshaped(4, 6))
    #expect(x.reshaped(-1) == x.flattened())
  }

  @Test func functions() throws {
    let (x, positive) = (input("x"), input("positive"))
    try expect(CNN.exp(x), "exp", tolerance: 6e-8)
    try expect(CNN.log(positive), "log", tolerance: 6e-8)
    try expect(CNN.sqrt(positive), "sqrt", tolerance: 6e-8)
    try expect(CNN.abs(x), "abs")
    try expect(CNN.pow(positive, input("exponent")), "pow", tolerance: 6e-8)
    try expect(CNN.pow(x, 3), "cube", tolerance: 6e-8)
    try expect(x.clamped(to: -0.5...1), "clamped")
    let half = 0.5
    let roots = CNN.pow(positive, half)
    #expect(roots.largestDifference(from: CNN.sqrt(positive))! < 1e-6)
  }

  @Test("functions of plain numbers stay Foundation's")
  func plainNumbers() {
    let half = 0.5
    let numbers = [exp(2.0), log(2.0), sqrt(2), abs(-half), pow(half, 2), pow(2, half)]
    #expect(numbers == [Foundation.exp(2), Foundation.log(2), 2.0.squareRoot(), 0.5, 0.25, 2.0.squareRoot()])
    #expect(abs(-3) == 3)
  }

  @Test func powersAreThoseOfTheStandard() {
    let numbers: [Float] = [
      0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 65, -65, 1e-40, 16_777_216, -16_777_215, 1e30, .infinity,
      -.infinity,
      .nan,
    ]
    for base in numbers {
      for exponent in numbers {
        let got = Elementary.pow(base, exponent)
        let want = Foundation.pow(base, exponent)
        let isClose =
          got.bitPattern == want.bitPattern || (got.isNaN && want.isNaN)
          || (got.sign == want.sign && (got - want).magnitude <= want.ulp)
        #expect(isClose, "\(base)^\(exponent): \(got), \(want)")
      }
    }
  }

  @Test func sorting() throws {
    let ties = input("ties")
    try expect(ties.sorted(along: 1), "sorted1")
    try expect(ties.argsort(along: 1), "argsort1")
    try expect(ties.sorted(descending: true), "descending")
    try expect(ties.argsort(descending: true), "descending indices")
    let (values, indices) = ties.topK(2, along: 1)
    #expect(values == ties.sorted(along: 1, descending: true).slices(0..<2, along: 1))
    for (position, index) in indices.enumerated() {
      #expect(ties[position / 6, index, position % 3] == values[position / 6, position / 3 % 2, position % 3])
    }
  }

  @Test func productsOfBatches() throws {
    let (left, matrix, matrices) = (input("left"), input("matrix"), input("matrices"))
    let vector = input("vector")
    try expect(left.matmul(matrix), "left@matrix")
    try expect(left.matmul(matrices), "left@matrices")
    try expect(vector.matmul(matrices), "vector@matrices")
    try expect(left.matmul(vector), "left@vector")
    let second = left.matmul(matrices).slice(1)
    for n in 0..<3 { #expect(second.slice(n) == left.slice(n).matmul(matrices.slice(1).slice(0))) }
  }

  @Test func misuseIsNamed() async throws {
    let sum = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]) + Tensor.ones([2])
      })
    #expect(
      text(sum).contains(
        "+ takes shapes whose sizes, from the last axis on, are equal or 1, got [2, 3] and [2]"))
    let batches = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 4, 3]).matmul(.ones([3, 3, 5]))
      })
    #expect(text(batches).contains("leading axes broadcast, got [2, 4, 3] and [3, 3, 5]"))
    let shape = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).reshaped(4, -1)
      })
    #expect(text(shape).contains("cannot reshape [2, 3], 6 elements, to [4, -1]"))
    let axes = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).sum(along: [1, -1])
      })
    #expect(text(axes).contains("an axis is reduced once, got [1, -1] for shape [2, 3]"))
  }

  private func text(_ result: ExitTest.Result) -> String {
    String(decoding: result.standardErrorContent, as: UTF8.self)
  }
}
