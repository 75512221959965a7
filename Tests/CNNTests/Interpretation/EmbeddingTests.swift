import CNN
import Testing

/// Principal components and t-SNE.
@Suite struct EmbeddingTests {
  @Test func eigenvectorsDiagonalizeASymmetricMatrix() {
    var stream = RandomStream(seed: 1, name: "matrix")
    var a = Array(repeating: Array(repeating: 0.0, count: 9), count: 9)
    for i in 0..<9 { for j in 0...i { (a[i][j], a[j][i]) = { ($0, $0) }(Double(stream.normal())) } }
    let eigen = SymmetricEigenvalues(a)
    #expect(eigen.values == eigen.values.sorted(by: >))
    for (value, vector) in zip(eigen.values, eigen.vectors) {
      for i in 0..<9 {
        let product = (0..<9).reduce(0.0) { $0 + a[i][$1] * vector[$1] }
        #expect((product - value * vector[i]).magnitude < 1e-12)
      }
    }
    for i in 0..<9 {
      for j in 0..<9 {
        let product = zip(eigen.vectors[i], eigen.vectors[j]).reduce(0.0) { $0 + $1.0 * $1.1 }
        #expect((product - (i == j ? 1 : 0)).magnitude < 1e-12)
      }
    }
    #expect(SymmetricEigenvalues([[2, 1], [1, 2]]).values.map { ($0 * 1e12).rounded() / 1e12 } == [3, 1])
    #expect(SymmetricEigenvalues([[5]]).vectors == [[1]])
    #expect(SymmetricEigenvalues([[1, 0], [0, 4]]).vectors == [[0, 1], [1, 0]])
  }

  @Test func componentsOfAKnownCovariance() throws {
    // Along (3, 4)/5 the points lie at ±10, across at ±5, around (1, 2): variances 200/3 and 50/3.
    let samples: Tensor = [[7, 10], [-5, -6], [-3, 5], [5, -1]]
    let pca = try principalComponents(samples)
    #expect(pca.mean.scalars == [1, 2])
    #expect(pca.variances.map { ($0 * 1e9).rounded() / 1e9 } == [66.666666667, 16.666666667])
    #expect(pca.explained.map { ($0 * 1e9).rounded() / 1e9 } == [0.8, 0.2])
    let expected: [Float] = [0.6, 0.8, 0.8, -0.6]
    for (got, expected) in zip(pca.components.scalars, expected) {
      #expect((got - expected).magnitude < 1e-6, "the largest element of each is positive")
    }
    for (got, expected) in zip(pca.points.scalars, [10, 0, -10, 0, 0, -5, 0, 5] as [Float]) {
      #expect((got - expected).magnitude < 1e-5)
    }
  }

  @Test func fewSamplesOfManyFeaturesGiveTheSameComponents() throws {
    let wide = Tensor.randomNormal([4, 7], name: "samples", seed: 2)
    // Three more copies: as many rows as make the other matrix the smaller one; the same directions.
    let tall = Tensor(shape: [8, 7], scalars: wide.scalars + wide.scalars)
    let (few, many) = (try principalComponents(wide, count: 3), try principalComponents(tall, count: 3))
    for (a, b) in zip(few.components.scalars, many.components.scalars) { #expect((a - b).magnitude < 1e-5) }
    for (a, b) in zip(few.points.scalars, many.points.scalars) { #expect((a - b).magnitude < 1e-5) }
    for (a, b) in zip(few.explained, many.explained) { #expect((a - b).magnitude < 1e-9) }
    let constant = try principalComponents(.ones([3, 2]))
    #expect(constant.variances == [0, 0] && constant.explained == [0, 0])
    #expect(constant.points.scalars.allSatisfy { $0 == 0 })
  }

  /// Three groups of 20 samples each, 12 apart in 6 dimensions.
  private var groups: Tensor {
    var samples = Tensor.randomNormal([60, 6], name: "groups", seed: 3)
    for n in 0..<60 { samples[n, n % 3] += 12 }
    return samples
  }

  @Test func tsneKeepsGroupsApart() throws {
    let map = try tsne(groups, perplexity: 8, seed: 1)
    #expect(map.points.shape == [60, 2])
    for i in 0..<60 {
      let nearest = (0..<60).filter { $0 != i }.min { distance(map, i, $0) < distance(map, i, $1) }
      #expect(nearest.map { $0 % 3 } == i % 3)
    }
    let within = (0..<60).flatMap { i in (0..<60).filter { $0 % 3 == i % 3 }.map { distance(map, i, $0) } }
    let between = (0..<60).flatMap { i in (0..<60).filter { $0 % 3 != i % 3 }.map { distance(map, i, $0) } }
    #expect(within.max()! < between.min()!)
    #expect(map.divergences.last! < 0.3 * map.divergences[0])
    #expect(map.divergences.count == 11)
  }

  private func distance(_ map: TSNE, _ i: Int, _ j: Int) -> Float {
    let (x, y) = (map.points[i, 0] - map.points[j, 0], map.points[i, 1] - map.points[j, 1])
    return x * x + y * y
  }

  @Test func tsneDependsOnTheSeedOnly() throws {
    let samples = groups
    let first = try tsne(samples, perplexity: 8, steps: 50, seed: 1)
    #expect(try first == tsne(samples, perplexity: 8, steps: 50, seed: 1))
    #expect(try first.points != tsne(samples, perplexity: 8, steps: 50, seed: 2).points)
    let equal = try tsne(.ones([8, 3]), perplexity: 2, steps: 20, seed: 1)
    #expect(equal.points.scalars.allSatisfy { $0.isFinite })
  }

  @Test func affinitiesAreProbabilitiesOfTheGivenPerplexity() {
    // Twelve corners of a simplex are equally far from each other: all pairs are equally likely.
    let corners = (0..<12).map { i in (0..<12).map { $0 == i ? 1.0 : 0 } }
    for p in TSNEAffinities(corners, perplexity: 3).values.enumerated() {
      let expected = p.offset / 12 == p.offset % 12 ? 0 : 1.0 / 132
      #expect((p.element - expected).magnitude < 1e-12)
    }
    // On a ring all samples have the same neighbors, so that p(j|i) is N·p[i, j].
    let ring = (0..<16).map { i -> [Double] in
      let angle = Double(i) * .pi / 8
      return [Elementary.cos(angle), Elementary.sin(angle)]
    }
    let p = TSNEAffinities(ring, perplexity: 4).values
    #expect((p.reduce(0, +) - 1).magnitude < 1e-12)
    let entropy = p[0..<16].filter { $0 > 0 }.reduce(0) { $0 - 16 * $1 * Elementary.log(16 * $1) }
    #expect((Elementary.exp(entropy) - 4).magnitude < 1e-6)
    for i in 0..<16 { for j in 0..<16 { #expect(p[i * 16 + j] == p[j * 16 + i]) } }
  }

  @Test func badSamplesGetClearErrors() {
    #expect(throws: InterpretationError.noSamples([3])) { try principalComponents(.ones([3])) }
    #expect(throws: InterpretationError.nothing("samples")) { try principalComponents(.ones([0, 3])) }
    #expect(
      throws: InterpretationError.outOfRange("the number of samples", value: "1", allowed: "at least 2")
    ) {
      try principalComponents(.ones([1, 3]))
    }
    #expect(
      throws: InterpretationError.outOfRange(
        "the number of components", value: "4", allowed: "between 1 and 3")
    ) { try principalComponents(.ones([5, 3]), count: 4) }
    #expect(throws: InterpretationError.notFinite("features")) {
      try principalComponents(Tensor(shape: [2, 2], scalars: [1, .nan, 2, 3]))
    }
    #expect(throws: InterpretationError.nothing("samples")) { try tsne(.ones([0, 3])) }
    #expect(
      throws: InterpretationError.outOfRange("the number of samples", value: "2001", allowed: "at most 2000")
    ) { try tsne(.ones([2001, 1])) }
    #expect(
      throws: InterpretationError.outOfRange(
        "perplexity", value: "15.0", allowed: "more than 1 and at most 3.00 for 10 samples")
    ) { try tsne(.ones([10, 2])) }
    #expect(throws: InterpretationError.self) { try tsne(.ones([10, 2]), perplexity: .nan) }
    #expect(throws: InterpretationError.self) { try tsne(.ones([10, 2]), perplexity: 2, steps: 0) }
    #expect(throws: InterpretationError.self) { try tsne(.ones([10, 2]), perplexity: 2, rate: 0) }
  }
}
