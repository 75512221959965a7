import CNN
import Testing

/// The numbers in figures of convolutions as matrices, strips and windows.
@Suite struct MatrixFigureTests {
  private let x: Tensor = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
  private let w: Tensor = [[1, -2], [3, 4]]

  private func heatmap(_ figure: Figure, _ index: Int = 0) throws -> Heatmap {
    try #require(figure.panels[index] as? Heatmap)
  }

  private func cells(_ positions: [(Int, Int)]) -> Set<CellIndex> {
    Set(positions.map { CellIndex(row: $0.0, column: $0.1) })
  }

  @Test func sparsityShowsTheMatrices() throws {
    let im2colMap = try heatmap(im2colSparsity(x, filter: 2, padding: 1))
    #expect(im2colMap.values == im2col(x, filter: 2, padding: 1).rows)
    #expect(im2colMap.values.count == 20 && im2colMap.values[0] == [0, 0, 0, 1])
    #expect(im2colMap.title == "im2col matrix, 20×4, 40 % zeros")
    let figure = try filterMatrixSparsity(w, inputSize: [3, 4])
    let filterMap = try heatmap(figure)
    #expect(filterMap.values[0] == [1, -2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0])
    #expect(filterMap.values.count == 6 && filterMap.range == -4...4)
    #expect(figure.description.hasPrefix("The filter matrix has 6 rows (outputs, 2×3) and 12 columns"))
    let planes = try filterMatrixSparsity(.ones([3, 4, 3, 3]), inputSize: 6)
    #expect(try heatmap(planes).values.count == 48 && heatmap(planes).values[0].count == 144)
  }

  @Test func aRowOfTheMatrixIsFramedWithItsPatch() throws {
    let figure = try patchFigure(row: 4, of: x, filter: 2)
    #expect(try heatmap(figure).highlighted == cells([(1, 1), (1, 2), (2, 1), (2, 2)]))
    #expect(try heatmap(figure, 1).highlighted == cells((0..<4).map { (4, $0) }))
    #expect(try heatmap(figure, 1).values[4] == [6, 7, 10, 11])
    #expect(figure.description.contains("gives the output (1, 1): 6, 7, 10, 11."))
    let padded = try patchFigure(row: 3, of: x, filter: 3, stride: 2, padding: 1)
    #expect(try heatmap(padded).values.count == 5)
    #expect(try heatmap(padded).highlighted.max() == CellIndex(row: 4, column: 4))
  }

  private func step(_ figure: Figure, _ index: Int) throws -> WindowStep {
    try #require(figure.panels[index] as? WindowStep)
  }

  @Test func backwardStripSlidesTheTurnedFilterOverThePaddedMap() throws {
    let dz: Tensor = [[1, 0], [-1, 2]]
    let figure = try backwardStrip(dz: dz, filter: w, steps: 9)
    #expect(figure.panels.count == 9 && figure.columns == 3)
    let middle = try step(figure, 4)
    #expect(middle.map.values == pad(dz, by: 1).rows)
    #expect(middle.output.values == correlate(pad(dz, by: 1), rot180(w)).rows)
    #expect(middle.map.highlighted == cells([(1, 1), (1, 2), (2, 1), (2, 2)]))
    #expect(middle.output.highlighted == cells([(1, 1)]))
    #expect(middle.sum == "dx(1, 1) = 1·4 + 0·3 + (−1)·(−2) + 2·1 =\u{A0}8")
    #expect(try backwardStrip(dz: .ones([5, 5]), filter: .ones([3, 3])).panels.count == 4)
  }

  @Test func weightGradientStripSlidesTheGradient() throws {
    let dz: Tensor = [[1, 0, 2], [-1, 2, 1]]
    let figure = try weightGradientStrip(dz: dz, over: x)
    #expect(figure.panels.count == 4)
    let last = try step(figure, 3)
    #expect(last.output.values == correlate(x, dz).rows)
    #expect(last.map.highlighted.min() == CellIndex(row: 1, column: 1))
    #expect(last.output.highlighted == cells([(1, 1)]))
  }

  @Test func onePixelFansOutWithTheTurnedFilter() throws {
    // Deck row 000-14: a pixel in the middle of a 5×5 map meets all nine weights, z(x′, y′) with w(2−x′, 2−y′).
    let filter = Tensor(shape: [3, 3], scalars: (1...9).map(Float.init))
    let figure = try fanOut(row: 2, column: 2, of: .ones([5, 5]), filter: filter)
    let arrows = try #require(figure.panels[0] as? CellArrows)
    #expect(arrows.links.count == 9)
    #expect(arrows.links.allSatisfy { $0.from == CellIndex(row: 2, column: 2) })
    #expect(try heatmap(figure, 1).values == rot180(filter).rows)
    let corner = try fanOut(row: 0, column: 0, of: .ones([5, 5]), filter: filter, stride: 2, padding: 1)
    // Under padding 1, x(0, 0) lies under w(1, 1) of the first window only.
    #expect(try heatmap(corner, 1).values[0] == [5, 0, 0])
    #expect(corner.description == "The pixel (0, 0) takes part in 1 output: z(0, 0) with the weight 5.")
  }

  @Test func poolingArrowsGoToTheMaximaAndBack() throws {
    // Deck row 002-05: 3×3, window 2×2, stride 1; y2 wins twice and collects both gradients.
    let y: Tensor = [[1, 9, 2], [3, 4, 5], [8, 0, 7]]
    let one = Size2D(rows: 1, columns: 1)
    let forward = try #require(maxPoolRouting(y, window: 2, stride: one).panels[0] as? CellArrows)
    #expect(forward.to.values == [[9, 9], [8, 7]] && !forward.isBackward)
    #expect(
      forward.links.map(\.from)
        == [(0, 1), (0, 1), (2, 0), (2, 2)].map { CellIndex(row: $0.0, column: $0.1) })
    let figure = try maxPoolRouting(y, window: 2, stride: one, gradient: [[1, 2], [3, 4]])
    let backward = try #require(figure.panels[0] as? CellArrows)
    #expect(backward.from.values == [[0, 3, 0], [0, 0, 0], [3, 0, 4]] && backward.isBackward)
    #expect(figure.description.contains("one pixel wins several windows"))
  }

  @Test func paddedImagesShowFiveModes() throws {
    let figure = try paddedImages([[1, 2, 3], [4, 5, 6], [7, 8, 9]], by: 1)
    #expect(figure.panels.count == 5)
    #expect(try (0..<5).map { try heatmap(figure, $0).title } == PaddingMode.allCases.map(\.rawValue))
    let corners = try (0..<5).map { try heatmap(figure, $0).values[0] }
    #expect(
      corners == [
        [0, 0, 0, 0, 0], [5, 4, 5, 6, 5], [1, 1, 2, 3, 3], [1, 1, 2, 3, 3], [9, 7, 8, 9, 7],
      ])
    #expect(try heatmap(figure, 2).highlighted.count == 9)
  }

  @Test func skippedPixelsAreCounted() throws {
    // Deck row 003-23: stride 3 on 5×5 with a 3×3 window.
    let figure = try skippedPixels(input: 5, window: 3, stride: 3)
    let map = try heatmap(figure)
    #expect(map.values[2] == [1, 1, 1, 0, 0] && map.values[3] == [0, 0, 0, 0, 0])
    #expect(map.highlighted.count == 16)
    #expect(
      figure.description.hasSuffix(
        "16 of 25 pixels skipped. The stride leaves 2 rows and 2 columns at the end."))
    let fine = try heatmap(skippedPixels(input: 5, window: 3, stride: 2))
    #expect(fine.highlighted.isEmpty && fine.values[2][2] == 4)
    #expect(try heatmap(skippedPixels(input: [3, 7], window: 1, stride: 2)).highlighted.count == 13)
  }

  @Test func jacobianBlocksAreNamed() throws {
    let figure = try stackJacobianFigure(plane: 1, planes: 3, outputs: 4)
    #expect(try heatmap(figure).texts == [["0"], ["I"], ["0"]])
    let whole = try heatmap(figure, 1)
    #expect(whole.values == stackJacobian(plane: 1, planes: 3, outputs: 4).rows)
    #expect(whole.highlighted.count == 16 && whole.highlighted.min() == CellIndex(row: 4, column: 0))
    #expect(whole.rowLabels.filter { !$0.isEmpty } == ["S_{1}", "S_{2}", "S_{3}"])
    let kinds = jacobianFigure(
      [[0, 0, 2, 0], [0, 0, 0, 3], [1, 2, 0, 0]], rows: [("a", 2), ("b", 1)],
      columns: [("u", 2), ("v", 2)])
    #expect(try heatmap(kinds).texts == [["0", "diag"], ["full", "0"]])
  }

  @Test func gradientCheckFramesTheWrongElements() throws {
    let x: Tensor = [[1, 2], [3, 4]]
    func squares(_ x: NDArray<Double>) -> Double { x.scalars.reduce(0) { $0 + $1 * $1 } }
    let wrong: Tensor = [[2, 4], [-6, 8]]
    let comparison = try compareGradient(wrong, at: x, of: squares)
    #expect(comparison.wrong() == [2])
    #expect((comparison.errors[1, 0] - 1.5).magnitude < 1e-5, "12 of the largest, 8")
    for (got, expected) in zip(comparison.numeric.scalars, [2, 4, 6, 8] as [Float]) {
      #expect((got - expected).magnitude < 1e-6)
    }
    let figure = try gradientCheckFigure(wrong, at: x, of: squares)
    #expect(figure.title == "1 of 4 elements are wrong")
    for index in 0..<3 { #expect(try heatmap(figure, index).highlighted == cells([(1, 0)])) }
    #expect(try gradientCheckFigure([[2, 4], [6, 8]], at: x, of: squares).title == "all 4 elements agree")
    let broken = try compareGradient(Tensor(shape: [2, 2], scalars: [.nan, 4, 6, 8]), at: x, of: squares)
    #expect(broken.wrong() == [0])
  }

  @Test func badQuestionsGetClearErrors() {
    let image = Tensor.ones([1, 3, 3])
    #expect(throws: InterpretationError.noImage([1, 3, 3])) { try patchFigure(row: 0, of: image, filter: 2) }
    #expect(throws: InterpretationError.outOfRange("row", value: "6", allowed: "one of 0 ..< 6, the outputs"))
    {
      try patchFigure(row: 6, of: x, filter: 2)
    }
    let tooLarge = InterpretationError.outOfRange(
      "window", value: "4×4", allowed: "at most 3×4, the size of the image")
    #expect(throws: tooLarge) { try patchFigure(row: 0, of: x, filter: 4) }
    #expect(throws: tooLarge) { try im2colSparsity(x, filter: 4) }
    #expect(throws: tooLarge) { try skippedPixels(input: [3, 4], window: 4, stride: 1) }
    #expect(throws: tooLarge) { try maxPoolRouting(x, window: 4) }
    for stride in [[0], [1, 2, 3]] {
      let wrong = InterpretationError.outOfRange(
        "stride", value: stride == [0] ? "0×0" : "1×2×3", allowed: "a height and a width, at least 1 each")
      #expect(throws: wrong) { try skippedPixels(input: 5, window: 3, stride: stride) }
    }
    #expect(throws: InterpretationError.outOfRange("the pixel", value: "(3, 0)", allowed: "inside of 3×4")) {
      try fanOut(row: 3, column: 0, of: x, filter: w)
    }
    #expect(
      throws: InterpretationError.outOfRange(
        "margin", value: "3", allowed: "between 0 and 2 for an image of 3×4")
    ) { try paddedImages(x, by: 3) }
    #expect(throws: InterpretationError.shapes("the output", [1, 2], "its gradient", [2, 2])) {
      try maxPoolRouting(x, window: 2, gradient: .ones([2, 2]))
    }
    #expect(throws: InterpretationError.noImage([1, 3, 3])) { try backwardStrip(dz: image, filter: w) }
    #expect(throws: InterpretationError.self) { try weightGradientStrip(dz: .ones([4, 4]), over: x) }
    #expect(throws: InterpretationError.outOfRange("plane", value: "3", allowed: "one of 0 ..< 3")) {
      try stackJacobianFigure(plane: 3, planes: 3, outputs: 4)
    }
    #expect(throws: InterpretationError.shapes("the gradient", [2], "x", [3, 4])) {
      try gradientCheckFigure(.ones([2]), at: x) { _ in 0 }
    }
  }
}
