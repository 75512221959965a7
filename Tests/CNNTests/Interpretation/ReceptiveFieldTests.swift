import CNN
import Testing

/// What a position of a map sees: by the windows, and by the gradient.
@Suite struct ReceptiveFieldTests {
  /// Makes every weight positive, so that no gradient is zero by chance.
  private func positive(_ model: Sequential) -> Sequential {
    var model = model
    for index in model.parameters.indices {
      model.parameters[index].value = model.parameters[index].value.map { $0.magnitude + 0.1 }
    }
    return model
  }

  @Test func twoFiltersOfOnesSeeATriangle() throws {
    var model = Sequential {
      Conv2D(1, kernel: 3, bias: false); Conv2D(1, kernel: 3, bias: false, name: "b")
    }
    try model.build(input: [1, 9, 9], seed: 1)
    for index in 0..<2 { model.parameters[index].value = .ones([1, 1, 3, 3]) }
    let field = try model.effectiveReceptiveField(of: "b", row: 1, column: 2)
    #expect(field.region == ReceptiveRegion(rows: 1..<6, columns: 2..<7))
    let ways: [Float] = [1, 2, 3, 2, 1]
    for row in 0..<9 {
      for column in 0..<9 {
        let isInside = (1..<6).contains(row) && (2..<7).contains(column)
        #expect(field.map[row, column] == (isInside ? ways[row - 1] * ways[column - 2] : 0))
      }
    }
    #expect(field.effectivePart == 1)
  }

  /// Kinds of layers, each after a convolution whose windows overlap.
  private static let kinds: [(String, @Sendable () -> [any Layer])] = [
    ("stride", { [Conv2D(2, kernel: 3, stride: 2, padding: 1)] }),
    ("dilation", { [Conv2D(2, kernel: 3, padding: 2, dilation: 2)] }),
    ("uneven", { [Conv2D(2, kernel: [1, 3], padding: .explicit(top: 0, left: 0, bottom: 2, right: 1))] }),
    ("mirror", { [Conv2D(2, kernel: 5, padding: .same, paddingMode: .reflect)] }),
    ("circular", { [Conv2D(2, kernel: 3, padding: .same, paddingMode: .circular)] }),
    ("depthwise", { [DepthwiseConv2D(kernel: 3)] }),
    ("pool", { [AveragePool2D(2)] }),
    ("overlapping pool", { [AveragePool2D(3, stride: 2, padding: 1)] }),
    ("down", { [Downsample(2)] }),
    ("up", { [ZeroUpsample(2), Conv2D(1, kernel: 3)] }),
    ("transposed", { [TransposedConv2D(2, kernel: 3, stride: 2)] }),
    ("local", { [LocallyConnected2D(2, kernel: 3)] }),
    ("residual", { [Residual { Conv2D(3, kernel: 3, padding: .same) }] }),
    (
      "parallel",
      {
        [
          Parallel {
            Conv2D(1, kernel: 1); Conv2D(1, kernel: 3, padding: .same)
          }
        ]
      }
    ),
    (
      "block",
      {
        [
          Sequential(name: "block") {
            Conv2D(1, kernel: 2); BatchNorm(); Conv2D(1, kernel: 2)
          }
        ]
      }
    ),
  ]

  @Test(arguments: kinds.map(\.0))
  func regionsHoldExactlyTheGradient(kind: String) throws {
    let make = try #require(Self.kinds.first { $0.0 == kind }).1
    var model = Sequential {
      Conv2D(3, kernel: 3, padding: 1)
      make()
      Conv2D(2, kernel: 1, name: "last")
    }
    try model.build(input: [1, 11, 12], seed: 3)
    model = positive(model)
    let shape = try #require(model.outputShape)
    for (row, column) in [(0, 0), (shape[1] / 2, shape[2] / 2), (shape[1] - 1, 0), (1, shape[2] - 1)] {
      let images = Tensor.ones([1, 1, 11, 12])
      let field = try model.effectiveReceptiveField(of: "last", images: images, row: row, column: column)
      let seen = (0..<132).filter { field.map.scalars[$0] > 0 }
      let rows = seen.map { $0 / 12 }
      let columns = seen.map { $0 % 12 }
      guard !seen.isEmpty else {
        #expect(field.region.rows.isEmpty || field.region.columns.isEmpty)
        continue
      }
      #expect(field.region.rows == rows.min()!..<rows.max()! + 1, "rows at (\(row), \(column))")
      #expect(field.region.columns == columns.min()!..<columns.max()! + 1, "columns at (\(row), \(column))")
    }
  }

  @Test func stagesGoBackToTheInput() throws {
    var model = Sequential {
      Conv2D(2, kernel: 3, padding: 1, name: "a"); ReLU(name: "r"); MaxPool2D(2, name: "p")
      Conv2D(2, kernel: 3, name: "b")
    }
    try model.build(input: [1, 12, 12], seed: 1)
    let stages = try model.receptiveStages(of: "b")
    #expect(stages.map(\.layer) == ["", "a", "r", "p", "b"])
    #expect(stages.map(\.map.rows) == [12, 12, 12, 6, 4])
    #expect(stages.map(\.region.rows) == [3..<11, 4..<10, 4..<10, 2..<5, 2..<3])
    let size = try #require(try model.plan(input: [1, 12, 12]).rows.last).receptiveField.size
    #expect(size == [8, 8])
    #expect(try model.receptiveStages(of: "b", row: 0, column: 0)[0].region.rows == 0..<7)
  }

  @Test func badQuestionsGetClearErrors() throws {
    var model = Sequential {
      Conv2D(2, kernel: 3, name: "a"); Flatten(name: "f")
    }
    #expect(throws: ModelError.notBuilt) { try model.receptiveStages(of: "a") }
    try model.build(input: [1, 4, 4], seed: 1)
    #expect(throws: InterpretationError.noPosition(row: 2, column: 0, layer: "a", shape: [2, 2, 2])) {
      try model.receptiveStages(of: "a", row: 2, column: 0)
    }
    #expect(throws: ModelError.noMaps("f", shape: [8])) { try model.effectiveReceptiveField(of: "f") }
    #expect(throws: InterpretationError.nothing("images")) {
      try model.effectiveReceptiveField(of: "a", images: .zeros([0, 1, 4, 4]))
    }
    #expect(throws: ShapeError.self) {
      try model.effectiveReceptiveField(of: "a", images: .zeros([1, 1, 5, 5]))
    }
  }
}
