import CNN
import Testing

@Suite struct BatchNormTests {
  private func built(_ layer: BatchNorm, _ input: Shape) throws -> BatchNorm {
    var layer = layer
    layer.name = "bn"
    try layer.build(input: input, seed: 1)
    return layer
  }

  @Test("deck row 000-05: four values of one channel")
  func golden() throws {
    let layer = try built(BatchNorm(), [1])
    let x: Tensor = [[1], [2], [3], [4]]
    let pass = layer.forward(x, context: .training(seed: 0, step: 0))
    let want: Tensor = [[-1.341635], [-0.447212], [0.447212], [1.341635]]
    #expect(pass.output.largestDifference(from: want)! < 1e-6)
    #expect(pass.buffers[0].largestDifference(from: [0.25])! < 1e-7)
    #expect(pass.buffers[1].largestDifference(from: [1.066667])! < 1e-6, "the unbiased variance, not 1.025")
    let dx = pass.pullback([[1], [0], [0], [0]]).input
    #expect(dx.largestDifference(from: [[0.268330], [-0.357768], [-0.089443], [0.178882]])! < 1e-6)
  }

  @Test("deck row 000-08: the shape stays", arguments: [[100], [100, 7], [100, 32, 32], [4, 2, 3, 5]])
  func shapes(size: [Int]) throws {
    let layer = try built(BatchNorm(), Shape(size))
    let x = Tensor.randomNormal(Shape([5] + size), name: "x", seed: 1)
    let y = layer.forward(x, context: .training(seed: 0, step: 0)).output
    #expect(y.shape == x.shape)
    let (mean, variance) = BatchNorm.statistics(of: y)
    #expect(mean.largestDifference(from: .zeros([size[0]]))! < 1e-5)
    #expect(variance.largestDifference(from: .ones([size[0]]))! < 1e-3)
    #expect(layer(x).largestDifference(from: x)! < 1e-4, "before training the running statistics are 0 and 1")
  }

  static let references: [(String, BatchNorm)] = [
    ("batchnorm1d_train", BatchNorm()), ("batchnorm2d_eval", BatchNorm()),
    ("batchnorm2d_train_noaffine", BatchNorm(affine: false)),
    ("batchnorm3d_train_mom03_eps1e3", BatchNorm(epsilon: 1e-3, momentum: 0.3)),
  ]

  @Test(arguments: references)
  func reference(name: String, plain: BatchNorm) throws {
    let reference = try ReferenceCase(name)
    let (values, state) = (try #require(reference.inputs["x"]), try #require(reference.state_in))
    let training = reference.attrs.training ?? false
    var layer = try built(plain, Shape(Array(values.shape.dropFirst())))
    for index in layer.buffers.indices {
      layer.buffers[index].value = try #require(state[layer.buffers[index].name]).tensor
    }
    let names = plain.affine ? ["gamma", "beta"] : []
    for (index, name) in names.enumerated() {
      layer.parameters[index].value = try #require(reference.params[name]).tensor
    }
    let context = training ? Context.training(seed: 0, step: 0) : .inference
    let pass = layer.forward(values.tensor, context: context)
    let gradients = pass.pullback(reference.dy.tensor)
    #expect(agrees(pass.output, reference.y))
    #expect(agrees(gradients.input, try #require(reference.grads["x"])))
    for (index, name) in names.enumerated() {
      #expect(agrees(gradients.parameters[index], try #require(reference.grads[name])))
    }
    let after = training ? pass.buffers : layer.buffers.map(\.value)
    for (buffer, value) in zip(layer.buffers, after) {
      let want = try #require(reference.state_out?[buffer.name])
      #expect(agrees(value, want))
    }

    // The same in double precision, by the loops.
    let x = values.array(Double.self)
    let batch = training ? Textbook.batchStatistics(x) : nil
    let (mean, variance) = (
      batch?.mean ?? state["running_mean"]!.data, batch?.variance ?? state["running_var"]!.data
    )
    let channels = x.shape[1]
    let gamma = reference.params["gamma"]?.data ?? Array(repeating: 1, count: channels)
    let beta = reference.params["beta"]?.data ?? Array(repeating: 0, count: channels)
    let epsilon = try #require(reference.attrs.eps)
    let y = Textbook.batchNorm(
      x, mean: mean, variance: variance, epsilon: epsilon, gamma: gamma, beta: beta)
    #expect(agrees(y, reference.y, 1e-10))
    let back = Textbook.batchNormBackward(
      reference.dy.array(Double.self), x: x, mean: mean, variance: variance, isOwn: training,
      epsilon: epsilon, gamma: gamma)
    #expect(agrees(back.dx, try #require(reference.grads["x"]), 1e-10))
    if let want = reference.grads["gamma"] {
      #expect(agrees(NDArray(shape: [channels], scalars: back.dgamma), want, 1e-10))
    }
  }

  @Test(
    "the fast operations have the textbook's bits",
    arguments: [[6, 5], [3, 2, 37], [2, 3, 9, 7], [2, 1, 4, 4, 5]])
  func bits(size: [Int]) {
    let x = Tensor.randomNormal(Shape(size), name: "x", seed: 2).map { $0 + 3 }
    let dy = Tensor.randomNormal(Shape(size), name: "dy", seed: 2)
    let gamma = Tensor.randomNormal([size[1]], name: "gamma", seed: 2).scalars
    let beta = Tensor.randomNormal([size[1]], name: "beta", seed: 2).scalars
    let own = BatchNormalization.statistics(x)
    #expect(own == Textbook.batchStatistics(NDArray<Float>(x)))
    let map = BatchNormalization(mean: own.mean, variance: own.variance, epsilon: 1e-5, gamma: gamma)
    #expect(
      map.forward(x, beta: beta)
        == Tensor(
          Textbook.batchNorm(
            NDArray<Float>(x), mean: own.mean, variance: own.variance, epsilon: 1e-5, gamma: gamma,
            beta: beta)))
    for isOwn in [true, false] {
      let got = map.backward(dy, x: x, isOwn: isOwn)
      let want = Textbook.batchNormBackward(
        NDArray<Float>(dy), x: NDArray(x), mean: own.mean, variance: own.variance, isOwn: isOwn,
        epsilon: 1e-5, gamma: gamma)
      #expect(got.dx == Tensor(want.dx))
      #expect(got.dgamma.scalars == want.dgamma && got.dbeta.scalars == want.dbeta)
    }
  }
}
