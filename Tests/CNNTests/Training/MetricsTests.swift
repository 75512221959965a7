import CNN
import Testing

@Suite struct MetricsTests {
  private let matrix = ConfusionMatrix(
    classes: ["cat", "dog", "owl"], labels: [0, 0, 0, 1, 1, 1, 1], predictions: [0, 0, 1, 1, 1, 1, 0])

  @Test func precisionAndRecallByHand() {
    #expect(matrix.counts == [[2, 1, 0], [1, 3, 0], [0, 0, 0]])
    #expect(matrix.total == 7 && matrix.accuracy == Float(5.0 / 7))
    #expect(matrix.precision(of: 0) == Float(2.0 / 3) && matrix.recall(of: 0) == Float(2.0 / 3))
    #expect(matrix.precision(of: 1) == 0.75 && matrix.recall(of: 1) == 0.75 && matrix.f1(of: 1) == 0.75)
    #expect(matrix.precision(of: 2).isNaN && matrix.recall(of: 2).isNaN)
    #expect((matrix.balancedAccuracy - (2.0 / 3 + 0.75) / 2).magnitude < 1e-6)
  }

  @Test func shownAsTableAndFigure() {
    #expect(
      matrix.description == """
        class           precision  recall      F1  images
        ──────────────  ─────────  ──────  ──────  ──────
        cat                66.7 %  66.7 %  66.7 %       3
        dog                75.0 %  75.0 %  75.0 %       4
        owl                     –       –       –       0
        all (accuracy)             71.4 %               7
        """)
    #expect(confusionFigure(matrix).description.contains("Confusion matrix"))
  }

  @Test func theLabelAmongTheBest() {
    let scores: Tensor = [[1, 3, 2], [5, 5, 1], [0, 1, 2]]
    #expect(accuracy(scores, labels: [1, 0, 0]) == Float(2.0 / 3))
    #expect(topKAccuracy(scores, labels: [2, 1, 0], k: 1) == 0)
    #expect(topKAccuracy(scores, labels: [2, 1, 0], k: 2) == Float(2.0 / 3))
    #expect(topKAccuracy(scores, labels: [2, 1, 0], k: 3) == 1)
  }

  @Test func misuse() throws {
    let data = try Datasets.shapes(count: 4, seed: 1)
    var model = Sequential {
      Flatten(); Dense(6)
    }
    #expect(throws: ModelError.notBuilt) { try model.confusionMatrix(on: data) }
    try model.build(input: [1, 16, 16], seed: 1)
    #expect(try model.confusionMatrix(on: data).classes.suffix(2) == ["4", "5"])
    #expect(throws: TrainingError.notPositive("k", 0)) { try model.topKAccuracy(on: data, k: 0) }
    #expect(throws: DataError.empty) { try model.confusionMatrix(on: data[0..<0]) }
  }
}
