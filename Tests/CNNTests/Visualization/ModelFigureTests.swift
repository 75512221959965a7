import CNN
import Testing

/// The numbers in figures of models, of their training and of what they look at.
@Suite struct ModelFigureTests {
  private func color(_ count: Int) -> Tensor { .randomNormal([count, 3, 8, 8], name: "color", seed: 4) }

  private func model(_ channels: Int = 3) throws -> Sequential {
    var model = Sequential {
      Conv2D(4, kernel: 3, padding: .same, name: "conv1"); ReLU(name: "relu1"); MaxPool2D(2, name: "pool")
      Conv2D(5, kernel: 3, name: "conv2"); Flatten(name: "flat"); Dense(3, name: "fc")
    }
    try model.build(input: [channels, 8, 8], seed: 2)
    return model
  }

  private func marks<M: Mark>(_ figure: Figure, _ index: Int = 0, as type: M.Type) throws -> [M] {
    try #require(figure.panels[index] as? Axes).marks.compactMap { $0 as? M }
  }

  private func image(_ panel: any Panel) throws -> JSON { try #require(panel as? ImageGrid).data }

  @Test func colorImagesAndFiltersAreShownInColor() throws {
    let model = try model()
    let maps = try featureMaps(of: "conv1", in: model, for: color(1).slice(0))
    #expect(maps.panels.count == 2)
    #expect("\(try image(maps.panels[0]))".contains("red"))
    #expect(maps.description.hasPrefix("What layer conv1 makes of an image: 4 maps of 8×8"))
    let grid = try #require(try filters(of: "conv1", in: model).panels[0] as? ImageGrid)
    #expect(grid.images.count == 4 && "\(grid.data)".contains("green"))
    let deeper = try #require(try filters(of: "conv2", in: model).panels[0] as? ImageGrid)
    #expect(deeper.images.count == 20 && deeper.columns == 4)
    #expect(throws: InterpretationError.self) {
      try filters(of: "conv1", before: model, after: self.model(1))
    }
  }

  @Test func changesOfFiltersAreTold() throws {
    let before = try model()
    var after = before
    after.parameters[0].value = 1.5 * after.parameters[0].value
    let figure = try filters(of: "conv1", before: before, after: after)
    #expect(figure.description.hasSuffix("They changed by 50 % of their length."))
  }

  @Test func curvesHoldTheRecordedNumbers() throws {
    let data = try Datasets.shapes(count: 24, size: 8, seed: 1)
    var (model, trace) = (try self.model(1), TrainingTrace())
    model = Sequential {
      Conv2D(2, kernel: 3, name: "a"); Flatten(); Dense(4, name: "b")
    }
    let history = try model.fit(
      data, validation: data, epochs: 3, batchSize: 8, optimizer: .sgd(0.1), seed: 1,
      onStep: { trace.record($0) })
    let losses = try marks(lossCurve(trace, smoothing: 0.5), as: Line.self)
    #expect(losses[0].y == smoothed(trace.losses.map(Double.init), factor: 0.5))
    #expect(try marks(lossCurve(trace), as: Points.self)[0].y == trace.losses.map(Double.init))
    let norms = try marks(gradientNorms(trace, smoothing: 0), as: Line.self)
    #expect(norms.map(\.label) == ["a", "b"])
    #expect(norms[1].y == trace.steps.map { $0[1].gradientNorm } && norms[1].x == trace.epochs)
    let ratios = try marks(updateRatios(trace, smoothing: 0), as: Line.self)
    #expect(ratios[0].y == trace.steps.map { $0[0].updateRatio })
    #expect(try #require(updateRatios(trace).panels[0] as? Axes).yScale == .log10)
    let curves = try marks(lossCurve(history, smoothing: 0.6), as: Line.self)
    #expect(curves.count == 4 && curves[0].dash == .dotted)
    #expect(curves[1].y == smoothed(history.epochs.map { Double($0.loss) }, factor: 0.6))
    #expect(try marks(accuracyCurve(history), as: Line.self).count == 2)
    let nothing = InterpretationError.nothing("recorded steps")
    #expect(throws: nothing) { try gradientNorms(TrainingTrace()) }
    #expect(throws: nothing) { try lossCurve(TrainingTrace()) }
    #expect(
      throws: InterpretationError.outOfRange("smoothing", value: "1.0", allowed: "at least 0 and less than 1")
    ) {
      try lossCurve(history, smoothing: 1)
    }
  }

  @Test func histogramsCountEveryOutput() throws {
    let (model, images) = (try self.model(), color(2))
    let figure = try activationHistograms(of: ["relu1", "fc"], in: model, for: images, bins: 10)
    let relu = try marks(figure, as: Histogram.self)[0]
    #expect(relu.count == 2 * 4 * 64 && relu.heights.count == 10)
    let zeros = try model.activation(of: "relu1", for: images).scalars.count { $0 == 0 }
    let part = (100 * Double(zeros) / 512).rounded(.toNearestOrEven)
    #expect(try #require(figure.panels[0] as? Axes).title.hasSuffix("\(Int(part)) % zeros"))
    #expect(try activationHistograms(in: model, for: images).panels.count == 6)
    #expect(throws: ModelError.self) { try activationHistograms(of: ["x"], in: model, for: images) }
    #expect(throws: InterpretationError.nothing("images")) {
      try activationHistograms(in: model, for: .zeros([0, 3, 8, 8]))
    }
    #expect(throws: ModelError.notBuilt) { try activationHistograms(in: Sequential { ReLU() }, for: images) }
  }

  @Test func receptiveFieldsAreFramed() throws {
    let model = try model()
    let figure = try receptiveFieldFigure(of: "conv2", in: model, row: 0, column: 1)
    let panels = figure.panels.compactMap { $0 as? Heatmap }
    #expect(
      panels.map(\.title) == [
        "input: 7×7 of 8×8", "conv1: 6×6 of 8×8", "pool: 3×3 of 4×4", "conv2: 1×1 of 2×2",
      ])
    #expect(panels[2].highlighted.count == 9 && panels[2].values[0] == [0, 1, 1, 1])
    let field = try model.effectiveReceptiveField(of: "conv2", seed: 3)
    let effective = try effectiveReceptiveFieldFigure(of: "conv2", in: model, seed: 3)
    #expect((effective.panels[0] as? Heatmap)?.values == field.map.rows)
    #expect(throws: ModelError.noMaps("flat", shape: [20])) {
      try receptiveFieldFigure(of: "flat", in: model)
    }
  }

  @Test func graphsHoldEveryValue() throws {
    let model = Sequential {
      Residual(name: "r") { Conv2D(1, kernel: 1, name: "c") }; Flatten(); Dense(2)
    }
    let graph = try #require(
      graphFigure(model, input: [1, 2, 2], parameters: true, loss: true).panels[0] as? Graph)
    let expected = try model.graph(input: [1, 2, 2], parameters: true, loss: true)
    #expect(graph.nodes.map(\.name) == expected.nodes.map(\.name))
    #expect(graph.edges.map { [$0.from, $0.to] } == expected.edges.map { [$0.from, $0.to] })
    #expect(graph.nodes.first { $0.name == "r" }?.shape == .circle)
    #expect(throws: ModelError.notBuilt) { try graphFigure(model) }
  }

  @Test func attributionFiguresShowTheComputedMaps() throws {
    let (model, x) = (try self.model(), color(1).slice(0))
    let names = ["disk", "square", "cross"]
    let saliency = try saliencyFigure(for: x, in: model, class: 1, classes: names)
    let plain = try model.saliency(for: x, class: 1)
    #expect(saliency.panels.count == 3 && saliency.description.contains("class square"))
    #expect(try #require(saliency.panels[1] as? ImageGrid).scale == .range(0...Double(plain.map.max)))
    let cam = try gradCAMFigure(for: x, in: model, layer: "conv2", classes: [0, 2], names: names)
    #expect(
      cam.panels.compactMap { ($0 as? ImageGrid)?.title } == [
        "input", "evidence for disk", "evidence for cross",
      ])
    let drop = try model.occlusion(for: x, class: 2, window: 4, stride: 2).drop
    let occlusion = try occlusionFigure(for: x, in: model, class: 2, window: 4, stride: 2, classes: names)
    #expect((occlusion.panels[1] as? Heatmap)?.values == drop.rows)
    #expect(throws: InterpretationError.noClass(3, classes: 3)) {
      try saliencyFigure(for: x, in: model, class: 3)
    }
    #expect(throws: ModelError.noMaps("fc", shape: [3])) { try gradCAMFigure(for: x, in: model, layer: "fc") }
  }

  @Test func preferredImagesAreOneForEachTarget() throws {
    let model = try model()
    let classes = try preferredImages(in: model, names: ["a", "b", "c"], steps: 3, seed: 1)
    #expect(try #require(classes.panels[0] as? ImageGrid).images.map(\.title) == ["a", "b", "c"])
    let maps = try preferredImages(of: "conv2", in: model, steps: 2, seed: 1)
    #expect(try #require(maps.panels[0] as? ImageGrid).images.count == 5)
    #expect(throws: InterpretationError.nothing("classes or maps")) {
      try preferredImages(in: model, classes: [])
    }
    #expect(throws: InterpretationError.noChannel(7, layer: "conv2", channels: 5)) {
      try preferredImages(of: "conv2", in: model, channels: [7])
    }
  }

  @Test func scatterPlotsHoldOnePointForEachSample() throws {
    let samples: Tensor = [[7, 10], [-5, -6], [-3, 5], [5, -1], [1, 2], [2, 2]]
    let labels = [0, 0, 1, 1, 1, 0]
    let figure = try componentsFigure(samples, labels: labels, classes: ["u", "v"])
    let points = try marks(figure, as: Points.self)
    let pca = try principalComponents(samples)
    #expect(points.map(\.label) == ["u", "v"])
    #expect(points[1].x == [2, 3, 4].map { Double(pca.points[$0, 0]) })
    let map = try tsneFigure(samples, labels: labels, perplexity: 1.5, steps: 20, seed: 1)
    #expect(try marks(map, as: Points.self).map(\.label) == ["0", "1"])
    #expect(throws: InterpretationError.labelCount(expected: 6, got: 1)) {
      try componentsFigure(samples, labels: [0])
    }
    #expect(throws: InterpretationError.nothing("samples")) { try tsneFigure(.zeros([0, 2]), labels: []) }
  }

  @Test func everyFigureCanBeDrawnInBothThemes() throws {
    let (model, x) = (try self.model(), color(1).slice(0))
    let figures = [
      try saliencyFigure(for: x, in: model), try gradCAMFigure(for: x, in: model, layer: "conv2"),
      try graphFigure(model, loss: true), try receptiveFieldFigure(of: "conv2", in: model),
      try stackJacobianFigure(plane: 0, planes: 2, outputs: 3), try paddedImages(.ones([3, 3]), by: 1),
    ]
    for figure in figures {
      #expect(!figure.description.isEmpty)
      for theme in Theme.allCases { #expect(try figure.png(theme: theme).starts(with: [0x89, 0x50])) }
    }
  }

  @Test func alikeBlocksAreDrawnOnce() throws {
    func graph(_ model: Sequential, _ input: Shape, folded: Bool? = nil) throws -> Graph {
      try #require(graphFigure(model, input: input, folded: folded).panels[0] as? Graph)
    }
    let resNet = try graph(Models.resNet18(classes: 10), [3, 64, 64])
    #expect(resNet.nodes.count == 12)
    let texts = resNet.nodes.map(\.text)
    #expect(texts.contains("layer1.0 – layer1.1\n2 × Residual (2 Conv2D) · ReLU\n64×16×16"))
    #expect(texts.contains("layer2.0\nResidual (2 Conv2D; projection) · ReLU\n128×8×8"))
    #expect(texts.contains("conv1\nConv2D · BatchNorm · ReLU\n64×32×32"))
    let vgg = try graph(Models.vgg16(classes: 10), [3, 64, 64])
    #expect(vgg.nodes.count < 20 && vgg.nodes.map(\.text).contains { $0.contains("3 × Conv2D · ReLU") })
    // What fits a screen, and a page.
    let typesetter = try Typesetter()
    #expect(resNet.size(in: typesetter).height < 1000)
    #expect(try graph(Models.resNet50(classes: 10), [3, 64, 64]).size(in: typesetter).height < 1200)
    // Small graphs show everything, and large ones do if they are asked to.
    #expect(try graph(Models.leNet5(), [1, 32, 32]).nodes.count > 10)
    #expect(try graph(Models.resNet18(classes: 10), [3, 64, 64], folded: false).nodes.count > 60)
    let small = try graph(Models.leNet5(), [1, 32, 32], folded: true)
    #expect(try small.nodes.count < graph(Models.leNet5(), [1, 32, 32]).nodes.count)
  }

  @Test func weakMapsAreSeenOnTheirOwnScale() throws {
    var model = Sequential { Conv2D(3, kernel: 1, bias: false, name: "c") }
    try model.build(input: [1, 8, 8], seed: 1)
    let image = Tensor(shape: [1, 8, 8], scalars: (0..<64).map(Float.init))
    func grid(_ weights: [Float]) throws -> (grid: ImageGrid, description: String) {
      model.parameters[0].value = Tensor(shape: [3, 1, 1, 1], scalars: weights)
      let figure = try featureMaps(of: "c", in: model, for: image)
      return (try #require(figure.panels.last as? ImageGrid), figure.description)
    }
    #expect(try grid([1, 0.9, 0.8]).grid.scale == .shared)
    let weak = try grid([1, 0.1, 0.01])
    #expect(weak.grid.scale == .each && weak.description.hasSuffix("Each map is shown on its own scale."))
    // Maps in which nothing happens are black, and not weak.
    #expect(try grid([1, 0, 0]).grid.scale == .shared)
  }
}
