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

  @Test func stripHighlightsWindowAndOutput() throws {
    let map = Tensor.ones([4, 4])
    let filter = Tensor.ones([2, 2])
    let figure = slideStrip(filter: filter, over: map, output: correlate(map, filter, stride: 2), stride: 2)
    #expect(figure.panels.count == 8)
    let window = [(2, 0), (2, 1), (3, 0), (3, 1)].map { CellIndex(row: $0.0, column: $0.1) }
    #expect(try heatmap(figure, 4).highlighted == Set(window))
    #expect(try heatmap(figure, 5).highlighted == [CellIndex(row: 1, column: 0)])
  }

  @Test func longStripsGoFromCornerToCorner() throws {
    let map = Tensor.ones([7, 8])
    let filter = Tensor.ones([3, 3])
    let figure = slideStrip(filter: filter, over: map, output: correlate(map, filter))
    #expect(figure.panels.count == 18)
    let titles = try stride(from: 1, to: 18, by: 2).map { try heatmap(figure, $0).title }
    let rows = ["(0, 0)", "(0, 2)", "(0, 5)", "(2, 0)", "(2, 2)", "(2, 5)", "(4, 0)", "(4, 2)", "(4, 5)"]
    #expect(titles == rows)
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
