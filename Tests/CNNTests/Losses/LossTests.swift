import CNN
import Testing

@Suite struct LossTests {
  private let logits: Tensor = [[1, 2, 3], [0, -1, 2], [4, 1, 0]]

  @Test("without options it is the mean of −ln p, bit by bit")
  func plain() throws {
    let result = try softmaxCrossEntropy(logits, labels: [2, 0, 1])
    #expect(result.total == crossEntropy(logits, labels: [2, 0, 1]))
    let loss = Loss.softmaxCrossEntropy.evaluate(logits, .classes([2, 0, 1]))
    #expect(loss.loss == result.total && loss.gradient == result.gradient)
    let configured = Loss.softmaxCrossEntropy(labelSmoothing: 0).evaluate(logits, .classes([2, 0, 1]))
    #expect(configured.loss == result.total && configured.gradient == result.gradient)
  }

  @Test func weightsCountErrors() throws {
    let parts = try softmaxCrossEntropy(logits, labels: [2, 0, 1], reduction: .none).value.scalars
    let weighted = try softmaxCrossEntropy(logits, labels: [2, 0, 1], classWeights: [1, 2, 5])
    let want = (5 * parts[0] + 1 * parts[1] + 2 * parts[2]) / 8
    #expect((weighted.total - want).magnitude < 1e-6)
    let sum = try softmaxCrossEntropy(logits, labels: [2, 0, 1], classWeights: [1, 2, 5], reduction: .sum)
    #expect((sum.total - 8 * want).magnitude < 1e-5)
  }

  @Test func ignoredRowsCountForNothing() throws {
    let odd = Tensor([[1, 2, 3], [Float.nan, 0, 0], [4, 1, 0]])
    let result = try softmaxCrossEntropy(odd, labels: [2, -100, 1], ignoring: -100)
    let rest = try softmaxCrossEntropy([[1, 2, 3], [4, 1, 0]], labels: [2, 1])
    #expect(result.total == rest.total)
    #expect(result.gradient.slice(1) == [0, 0, 0] && result.gradient.slice(2) == rest.gradient.slice(1))
    let none = try softmaxCrossEntropy(odd, labels: [2, -100, 1], ignoring: -100, reduction: .none)
    #expect(none.value.shape == [3] && none.value[1] == 0)
  }

  @Test func mapsOfScores() throws {
    let maps = Tensor.randomNormal([2, 3, 2, 2], name: "s", seed: 1)
    let labels = [0, 1, 2, 0, 1, 1, 2, 2]
    let result = try softmaxCrossEntropy(maps, labels: labels, reduction: .none)
    #expect(result.value.shape == [2, 2, 2] && result.gradient.shape == maps.shape)
    let position = Tensor((0..<3).map { maps.scalars[12 + $0 * 4 + 3] }).reshaped(1, 3)
    #expect(result.value[1, 1, 1] == crossEntropy(position, labels: [2]))
  }

  @Test(
    "the mean over positions is that of the textbook's loops, bit by bit, also where positions are ignored")
  func bitsOfMaps() throws {
    var maps = Tensor.randomNormal([3, 5, 7, 3], deviation: 4, name: "s", seed: 2)
    maps[1, 2, 3, 1] = .infinity
    for ignored in [nil, 4] as [Int?] {
      let labels = (0..<63).map { $0 * 7 % 5 }
      var targets = NDArray<Float>(zeros: maps.shape)
      for (position, label) in labels.enumerated() where label != ignored {
        targets.scalars[position / 21 * 105 + label * 21 + position % 21] = 1
      }
      let count = Float(labels.count { $0 != ignored })
      var (losses, gradient) = Textbook.softmaxCrossEntropy(NDArray<Float>(maps), targets: targets)
      for (position, label) in labels.enumerated() where label == ignored {
        losses[position] = 0
        for c in 0..<5 { gradient.scalars[position / 21 * 105 + c * 21 + position % 21] = 0 }
      }
      let got = try softmaxCrossEntropy(maps, labels: labels, ignoring: ignored)
      #expect(haveSameBits([got.total], [Textbook.sum(losses) / count]))
      #expect(haveSameBits(got.gradient.scalars, gradient.scalars.map { $0 / count }))
    }
  }

  @Test("gradients are the measured ones", arguments: Reduction.allCases)
  func gradients(reduction: Reduction) throws {
    let weights: [Double] = [1, 0.5, 2]
    let result = try softmaxCrossEntropy(
      logits, labels: [2, 0, 1], classWeights: [1, 0.5, 2], labelSmoothing: 0.25, reduction: reduction)
    let divisor = reduction == .mean ? 3.5 : 1
    let report = gradientCheck(result.gradient, at: logits) { s in
      var targets = NDArray<Double>(zeros: s.shape)
      for (n, label) in [2, 0, 1].enumerated() {
        for c in 0..<3 { targets[n, c] = weights[c] * ((c == label ? 0.75 : 0) + 0.25 / 3) }
      }
      return Textbook.sum(Textbook.softmaxCrossEntropy(s, targets: targets).losses) / divisor
    }
    #expect(report.passed, "\(report)")
  }

  @Test func squaredError() throws {
    let mean = try meanSquaredError([[1, 2], [3, 5]], targets: [[1, 0], [0, 1]])
    #expect(mean.total == 29.0 / 4 && mean.gradient == [[0, 1], [1.5, 2]])
    #expect(try meanSquaredError([1, 3], targets: [0, 0], reduction: .sum).total == 10)
    #expect(try meanSquaredError([1, 3], targets: [0, 0], reduction: .none).value == [1, 9])
    let loss = Loss.meanSquaredError.evaluate([[1, 2], [3, 5]], .classes([0, 1]))
    #expect(loss.loss == (0 + 4 + 9 + 16) / 4 && loss.gradient == [[0, 1], [1.5, 2]])
  }

  @Test("losses of elements and of log-probabilities are PyTorch's, with each reduction")
  func references() throws {
    let reference = try TrainingReference()
    let outputs = Tensor(reference.outputs)
    let (numbers, parts) = (Tensor(reference.numbers), Tensor(reference.parts))
    let weights = Tensor(reference.weights)
    let probabilities = Tensor(reference.probabilities)
    let logProbabilities = Tensor(reference.logProbabilities)
    func check(_ name: String, _ loss: (Reduction) throws -> LossResult) throws {
      for reduction in Reduction.allCases {
        let want = try #require(reference.losses[name]?[reduction.rawValue])
        let got = try loss(reduction)
        func agree(_ got: [Float], _ want: [Double]) -> Bool {
          got.count == want.count
            && zip(got, want).allSatisfy { (Double($0) - $1).magnitude <= 2e-6 * max(1, $1.magnitude) }
        }
        #expect(agree(got.value.scalars, want.value), "\(name), \(reduction): \(got.value.scalars)")
        #expect(agree(got.gradient.scalars, want.gradient), "\(name), \(reduction): \(got.gradient.scalars)")
      }
    }
    try check("l1") { try meanAbsoluteError(outputs, targets: numbers, reduction: $0) }
    try check("huber") { try huberLoss(outputs, targets: numbers, delta: 0.75, reduction: $0) }
    try check("smooth_l1") { try smoothL1Loss(outputs, targets: numbers, beta: 0.75, reduction: $0) }
    try check("bce_logits") { try sigmoidCrossEntropy(outputs, targets: parts, reduction: $0) }
    try check("bce_logits_weights") {
      try sigmoidCrossEntropy(
        outputs, targets: parts, weights: weights, positiveWeights: Tensor(reference.positiveWeights),
        reduction: $0)
    }
    try check("bce") { try binaryCrossEntropy(probabilities, targets: parts, reduction: $0) }
    try check("bce_weights") {
      try binaryCrossEntropy(probabilities, targets: parts, weights: weights, reduction: $0)
    }
    try check("nll") {
      try negativeLogLikelihood(logProbabilities, labels: reference.labels, reduction: $0)
    }
    try check("nll_weights") {
      try negativeLogLikelihood(
        logProbabilities, labels: reference.labels, classWeights: Tensor(reference.classWeights), ignoring: 0,
        reduction: $0)
    }
  }

  @Test("a loss of elements is the textbook's of each, bit by bit, and its long sum")
  func textbookBits() throws {
    let y = Tensor.randomNormal([7, 5], deviation: 2, name: "y", seed: 1)
    let t = Tensor.random([7, 5], in: 0...1, name: "t", seed: 1)
    func check(
      _ loss: (Reduction) throws -> LossResult, _ element: (Float, Float) -> Textbook.ElementLoss<Float>
    )
      throws
    {
      let want = zip(y.scalars, t.scalars).map { element($0, $1) }
      let none = try loss(.none)
      #expect(none.value.scalars == want.map(\.loss) && none.gradient.scalars == want.map(\.derivative))
      #expect(try loss(.sum).total == Textbook.sum(want.map(\.loss)))
      let mean = try loss(.mean)
      #expect(mean.total == Textbook.sum(want.map(\.loss)) / 35)
      #expect(mean.gradient.scalars == want.map { $0.derivative / 35 })
    }
    try check({ try meanSquaredError(y, targets: t, reduction: $0) }) { Textbook.squaredError($0, $1) }
    try check({ try meanAbsoluteError(y, targets: t, reduction: $0) }) { Textbook.absoluteError($0, $1) }
    try check({ try huberLoss(y, targets: t, delta: 0.5, reduction: $0) }) {
      Textbook.huber($0, $1, delta: 0.5)
    }
    try check({ try smoothL1Loss(y, targets: t, beta: 0.5, reduction: $0) }) {
      Textbook.smoothL1($0, $1, beta: 0.5)
    }
    try check({ try sigmoidCrossEntropy(y, targets: t, reduction: $0) }) {
      Textbook.sigmoidCrossEntropy($0, $1)
    }
  }

  @Test("the gradients of losses of elements are the measured ones, also through a sigmoid")
  func elementGradients() throws {
    let y = Tensor.randomNormal([4, 3], deviation: 2, name: "y", seed: 3)
    let t = Tensor.random([4, 3], in: 0...1, name: "t", seed: 3)
    let targets = t.scalars.map(Double.init)
    func check(
      _ result: LossResult, at x: Tensor, _ element: (Double, Double) -> Textbook.ElementLoss<Double>
    ) {
      let report = gradientCheck(result.gradient, at: x) { x in
        Textbook.sum(zip(x.scalars, targets).map { element($0, $1).loss }) / 12
      }
      #expect(report.passed, "\(report)")
    }
    check(try huberLoss(y, targets: t, delta: 0.5), at: y) { Textbook.huber($0, $1, delta: 0.5) }
    check(try smoothL1Loss(y, targets: t, beta: 0.5), at: y) { Textbook.smoothL1($0, $1, beta: 0.5) }
    check(try sigmoidCrossEntropy(y, targets: t), at: y) { Textbook.sigmoidCrossEntropy($0, $1) }
    let p = sigmoid(y)
    check(try binaryCrossEntropy(p, targets: t), at: p) { Textbook.binaryCrossEntropy($0, $1) }
    // Nothing overflows, and a tiny loss keeps its digits.
    let far = try sigmoidCrossEntropy([[200, -200, 40]], targets: [[0, 1, 1]], reduction: .none)
    #expect(far.value.scalars[0] == 200 && far.value.scalars[1] == 200)
    #expect((far.value.scalars[2] / 4.248354e-18 - 1).magnitude < 1e-6)
  }

  @Test("the negative log-likelihood of a log-softmax is the cross-entropy, for maps, too")
  func logLikelihood() throws {
    let maps = Tensor.randomNormal([2, 3, 2, 2], name: "s", seed: 1)
    let labels = [0, 1, 2, 0, 1, 1, 2, 9]
    let direct = try softmaxCrossEntropy(
      maps, labels: labels, classWeights: [1, 2, 3], ignoring: 9, reduction: .none)
    let composed = try negativeLogLikelihood(
      logSoftmax(maps), labels: labels, classWeights: [1, 2, 3], ignoring: 9, reduction: .none)
    #expect(composed.value.largestDifference(from: direct.value)! < 1e-6 && composed.value[1, 1, 1] == 0)
    #expect(throws: LossError.nothingCounts) {
      try negativeLogLikelihood([[-1, -2]], labels: [5], ignoring: 5)
    }
  }

  @Test("a weighted mean keeps its digits on large label maps: its divisor is summed class by class")
  func weightedMeans() throws {
    let maps = Tensor.randomNormal([1, 3, 90, 72], name: "s", seed: 1)
    let labels = (0..<90 * 72).map { $0 * 7 % 4 }
    let weights: Tensor = [0.37, 0.52, 0.05]
    let counted = labels.filter { $0 != 3 }.map { weights[$0] }
    let exact = counted.reduce(0.0) { $0 + Double($1) }
    let divisor = 1620 * weights.scalars[0] + 1620 * weights.scalars[1] + 1620 * weights.scalars[2]
    #expect((Double(divisor) / exact - 1).magnitude < 0x1p-23)
    #expect((Double(counted.reduce(0, +)) / exact - 1).magnitude > 0x1p-16, "label by label, digits are lost")
    func check(_ loss: (Reduction) throws -> LossResult) throws {
      let (none, mean) = (try loss(.none), try loss(.mean))
      #expect(mean.total == Textbook.sum(none.value.scalars) / divisor)
      #expect(mean.gradient.scalars == none.gradient.scalars.map { $0 / divisor })
    }
    try check {
      try softmaxCrossEntropy(maps, labels: labels, classWeights: weights, ignoring: 3, reduction: $0)
    }
    try check {
      try negativeLogLikelihood(
        logSoftmax(maps), labels: labels, classWeights: weights, ignoring: 3, reduction: $0)
    }
  }

  @Test("deck row 001-07: the L2 term and its gradient")
  func penalty() throws {
    let (value, gradients) = try l2Penalty([[1, 2], [[3]]], strength: 0.5)
    #expect(value == 3.5 && gradients == [[0.5, 1], [[1.5]]])
  }

  @Test("deck row 001-09: the Jacobians multiply to p − y")
  func jacobians() {
    let p = softmax([1, 2, 3])
    let y: Tensor = [0, 0, 1]
    let product = crossEntropyJacobian(p, target: y).reshaped(1, 3).matmul(softmaxJacobian(p))
    #expect(product.largestDifference(from: (p - y).reshaped(1, 3))! < 1e-6)
    #expect(product.largestDifference(from: [[0.090031, 0.244728, -0.334759]])! < 1e-6)
    #expect(softmaxJacobian(p).sum.magnitude < 1e-6, "probabilities keep their sum")
  }

  @Test("deck row 001-10: through a dense layer and ReLU as row vectors times Jacobians")
  func denseAndReLU() throws {
    var dense = Dense(2, name: "fc")
    try dense.build(input: [3], seed: 1)
    let s: Tensor = [[-1, 0.5, 2]]
    let ds: Tensor = [[0.25, -1]]
    let toH = dense.forward(ReLU()(s), context: .inference).pullback(ds).input
    #expect(toH == ds.matmul(dense.parameters[0].value))
    let toS = ReLU().forward(s, context: .inference).pullback(toH).input
    #expect(toS == toH.matmul(reluJacobian(s.flattened())))
  }

  @Test func misuseThrows() {
    #expect(throws: LossError.noClasses([3])) { try softmaxCrossEntropy([1, 2, 3], labels: [1]) }
    #expect(throws: LossError.labelCount(expected: 3, got: 2)) {
      try softmaxCrossEntropy(logits, labels: [0, 1])
    }
    #expect(throws: LossError.labelRange(label: 3, index: 2, classes: 3)) {
      try softmaxCrossEntropy(logits, labels: [0, 1, 3])
    }
    #expect(throws: LossError.labelRange(label: -1, index: 0, classes: 3)) {
      try softmaxCrossEntropy(logits, labels: [-1, 1, -100], ignoring: -100)
    }
    #expect(throws: LossError.weightCount(expected: 3, got: [2])) {
      try softmaxCrossEntropy(logits, labels: [0, 1, 2], classWeights: [1, 2])
    }
    #expect(throws: LossError.weight(-2, index: 1)) {
      try softmaxCrossEntropy(logits, labels: [0, 1, 2], classWeights: [1, -2, 3])
    }
    #expect(throws: LossError.outOfRange("label smoothing", got: 1.5, allowed: "between 0 and 1")) {
      try softmaxCrossEntropy(logits, labels: [0, 1, 2], labelSmoothing: 1.5)
    }
    #expect(throws: LossError.targetShape(expected: [3, 3], got: [3])) {
      try softmaxCrossEntropy(logits, targets: [1, 0, 0])
    }
    #expect(throws: LossError.nothingCounts) {
      try softmaxCrossEntropy(logits, labels: [7, 7, 7], ignoring: 7)
    }
    #expect(throws: LossError.targetShape(expected: [2], got: [3])) {
      try meanSquaredError([1, 2], targets: [1, 2, 3])
    }
    #expect(throws: LossError.outOfRange("delta", got: 0, allowed: "positive and finite")) {
      try huberLoss([1], targets: [1], delta: 0)
    }
    #expect(throws: LossError.outOfRange("beta", got: -1, allowed: "positive and finite")) {
      try smoothL1Loss([1], targets: [1], beta: -1)
    }
    #expect(throws: LossError.outOfRange("probability", got: 1.5, allowed: "between 0 and 1")) {
      try binaryCrossEntropy([1.5], targets: [1])
    }
    #expect(throws: LossError.weightCount(expected: 2, got: [1])) {
      try sigmoidCrossEntropy([[1, 2]], targets: [[0, 1]], positiveWeights: [1])
    }
    #expect(throws: LossError.targetShape(expected: [2], got: [1])) {
      try binaryCrossEntropy([0, 1], targets: [0, 1], weights: [1])
    }
    #expect(throws: LossError.outOfRange("strength", got: -1, allowed: "0 or more")) {
      try l2Penalty([[1]], strength: -1)
    }
    #expect(
      LossError.labelRange(label: 3, index: 2, classes: 3).description
        == "the label at index 2 is 3, but there are 3 classes: 0 ..< 3. To leave a label out, name it in"
        + " `ignoring:`.")
  }
}
