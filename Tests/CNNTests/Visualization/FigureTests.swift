import CNN
import Testing

/// What figures hold; their pixels are Plotting's business.
@Suite struct FigureTests {
  private func heatmap(_ figure: Figure, _ index: Int) throws -> Heatmap {
    try #require(figure.panels[index] as? Heatmap)
  }

  @Test func heatmapsShowEveryPlane() throws {
    let figure = heatmaps(["x": [[1, 2], [3, 4]], "w": Tensor.ones([2, 2, 2]), "v": [-1, 2]])
    #expect(figure.panels.count == 4)
    #expect(try heatmap(figure, 0).values == [[1, 2], [3, 4]])
    #expect(try (1...3).map { try heatmap(figure, $0).title } == ["w[0]", "w[1]", "v"])
    #expect(figure.scale == .shared && heatmaps(["x": [1]], scale: .each).scale == .each)
    #expect(try heatmap(heatmaps(["w": Tensor.ones([2, 3, 2, 2])]), 4).title == "w[1, 1]")
    // Planes of one tensor have one scale, also where tensors differ.
    let each = heatmaps(["x": [[[1, 2]], [[3, 9]]], "v": [-1, 2]], scale: .each)
    #expect(try (0..<3).map { try heatmap(each, $0).range } == [1...9, 1...9, nil])
  }

  private func step(_ figure: Figure, _ index: Int) throws -> WindowStep {
    try #require(figure.panels[index] as? WindowStep)
  }

  @Test func stripsShowProductsTheirSumAndTheOutputSoFar() throws {
    let map = Tensor(shape: [4, 4], scalars: (0..<16).map(Float.init))
    let filter: Tensor = [[1, -1], [0, 2]]
    let output = correlate(map, filter, stride: 2)
    let figure = slideStrip(filter: filter, over: map, output: output, stride: 2)
    #expect(figure.panels.count == 4 && figure.columns == 2)
    let third = try step(figure, 2)
    let window = [(2, 0), (2, 1), (3, 0), (3, 1)].map { CellIndex(row: $0.0, column: $0.1) }
    #expect(third.map.highlighted == Set(window))
    #expect(third.map.texts[2] == ["8·1", "9·−1", "10", "11"] && third.map.texts[3][1] == "13·2")
    #expect(third.output.highlighted == [CellIndex(row: 1, column: 0)])
    #expect(third.output.empty == [CellIndex(row: 1, column: 1)])
    #expect(third.title == "step 3 of 4")
    #expect(third.sum == "z(1, 0) = 8·1 + 9·(−1) + 12·0 + 13·2 =\u{A0}25")
    #expect(figure.description.contains("4 of 4 positions: z(0, 0) = 0·1 + 1·(−1) + 4·0 + 5·2 =\u{A0}9;"))
    #expect(try step(figure, 3).output.empty.isEmpty)
    // The window of a dilated filter has gaps.
    let dilated = slideStrip(
      filter: filter, over: map, output: correlate(map, filter, dilation: 2), dilation: 2)
    let corners = [(0, 0), (0, 2), (2, 0), (2, 2)].map { CellIndex(row: $0.0, column: $0.1) }
    #expect(try step(dilated, 0).map.highlighted == Set(corners))
    #expect(try step(dilated, 0).sum == "z(0, 0) = 0·1 + 2·(−1) + 8·0 + 10·2 =\u{A0}18")
  }

  @Test func poolingStripsSayWhatIsTaken() throws {
    let x: Tensor = [[1, 9, -2], [3, 4, 5], [8, 6, 7]]
    let one = Size2D(rows: 1, columns: 1)
    let largest = try poolingStrip(x, window: 2, stride: one)
    #expect(try step(largest, 1).sum == "z(0, 1) = max(9, −2, 4, 5) =\u{A0}9")
    #expect(try step(largest, 1).map.texts[0] == ["1", "9", "−2"])
    let mean = try poolingStrip(x, window: 2, stride: one, operation: .mean(countsPadding: true))
    #expect(try step(mean, 1).sum == "z(0, 1) = (9 + (−2) + 4 + 5) / 4 =\u{A0}4")
    #expect(try poolingStrip(x, window: 3, operation: .mean(countsPadding: true)).panels.count == 1)
    #expect(throws: InterpretationError.self) { try poolingStrip(x, window: 4) }
  }

  @Test func longStripsGoFromCornerToCorner() throws {
    let map = Tensor.ones([7, 8])
    let filter = Tensor.ones([3, 3])
    func titles(_ steps: Int) throws -> [String] {
      let figure = slideStrip(filter: filter, over: map, output: correlate(map, filter), steps: steps)
      return try figure.panels.indices.map { String(try step(figure, $0).sum.prefix(7)) }
    }
    #expect(try titles(4) == ["z(0, 0)", "z(0, 5)", "z(4, 0)", "z(4, 5)"])
    #expect(
      try titles(9) == [
        "z(0, 0)", "z(0, 2)", "z(0, 5)", "z(2, 0)", "z(2, 2)", "z(2, 5)", "z(4, 0)", "z(4, 2)", "z(4, 5)",
      ])
    let wide = Tensor.ones([5, 5])
    let sum = try step(slideStrip(filter: wide, over: map, output: correlate(map, wide)), 0).sum
    #expect(sum == "z(0, 0) = 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + … + 1·1 =\u{A0}25")
  }

  @Test func filtersAndMapsComeFromTheNamedLayer() throws {
    var before = Sequential {
      Conv2D(2, kernel: 3, name: "a"); ReLU(); Conv2D(4, kernel: 1, name: "b"); Flatten()
    }
    #expect(throws: ModelError.notBuilt) { try filters(of: "a", in: before) }
    try before.build(input: [1, 6, 6], seed: 1)
    var after = before
    after.parameters[0].value = 3 * after.parameters[0].value
    let grids = try filters(of: "a", before: before, after: after).panels.compactMap { $0 as? ImageGrid }
    #expect(grids.count == 2 && grids[0].scale == grids[1].scale && grids[0].images.count == 2)
    #expect(grids.allSatisfy { $0.scale == .shared && $0.colormap == .diverging })
    let grid = try #require(try filters(of: "b", in: before).panels[0] as? ImageGrid)
    #expect(grid.images.count == 8 && grid.columns == 2)
    let maps = try featureMaps(of: "b", in: before, for: .ones([1, 6, 6]))
    #expect((maps.panels.last as? ImageGrid)?.images.count == 4)
    #expect(throws: ModelError.noFilters("relu1")) { try filters(of: "relu1", in: before) }
    #expect(throws: ModelError.noLayer("c", known: ["a", "relu1", "b", "flatten1"])) {
      try filters(of: "c", in: before)
    }
    #expect(throws: ModelError.noMaps("flatten1", shape: [64])) {
      try featureMaps(of: "flatten1", in: before, for: .ones([1, 6, 6]))
    }
  }

  @Test func everyFigureCanBeDrawn() throws {
    let data = try Datasets.shapes(count: 20, seed: 1)
    var model = Sequential {
      Conv2D(2, kernel: 5, name: "a"); Flatten(); Dense(4)
    }
    let history = try model.fit(data, validation: data, epochs: 2, optimizer: .sgd(0.01), seed: 1)
    let curve = try #require(lossCurve(history).panels[0] as? Axes)
    #expect(curve.marks.count == 2)
    #expect((curve.marks[0] as? Line)?.y == history.epochs.map { Double($0.loss) })
    let figures = [
      lossCurve(history), accuracyCurve(history), imageGrid(data, count: 5),
      imageGrid(data.images, titles: ["a"]),
      sparsity(convolutionMatrix(filter: .ones([2, 2]), inputSize: 3)),
    ]
    for figure in figures { #expect(try figure.png().starts(with: [0x89, 0x50, 0x4e, 0x47])) }
  }
}
