/// Measures the gradients of a layer by central differences, and compares those that it computes.
///
/// The measured function is `L = Σ v·y` with fixed random weights `v`, computed in double precision by the
/// textbook's loops; its derivative is `(L(θ+h) − L(θ−h)) / 2h` with an error of order h². The computed
/// gradients are the layer's own, in single precision. Large tensors are checked at random elements.
///
/// - Parameters:
///   - layer: The layer; if it has not been built, it is built for the input.
///   - input: The shape of a batch, such as `[2, 3, 6, 5]`; its numbers are random.
///   - samples: The largest number of elements to vary in each tensor.
///   - mode: Whether the layer is checked as it is used, or as it is trained, with the statistics of the batch.
/// - Throws: `ShapeError` when the layer cannot take such inputs.
/// - Complexity: twice as many forward passes as elements are varied.
public func gradientCheck(
  _ layer: some Layer, input: Shape, samples: Int = 200, mode: Mode = .inference, seed: UInt64? = nil
) throws -> GradientReport {
  guard input.rank > 0 else { throw ShapeError(layer: layer.displayName, problem: .notImage(got: input)) }
  var layer = layer
  let seed = seed ?? Randomness.seed
  if layer.name.isEmpty { layer.name = layer.kind }
  if layer.parameters.isEmpty { try layer.build(input: input.droppingFirst, seed: seed) }
  _ = try layer.outputShape(for: input.droppingFirst)
  return check(
    layers: [layer], names: layer.parameters.map(\.name), input: input, samples: samples,
    context: Context(mode: mode, seed: seed, step: 0), seed: seed)
}

/// Measures the gradients of a whole model by central differences, and compares those that it computes.
///
/// See the check of a single layer. A kink of ReLU or max pooling within the step h spoils a measurement;
/// that is rare, and another seed tells.
///
/// - Parameters:
///   - model: A model that has been built.
///   - input: The shape of a batch, such as `[2, 1, 28, 28]`; its numbers are random.
///   - mode: Whether the model is checked as it is used, or as it is trained.
/// - Throws: `ModelError` when the model is not built, `ShapeError` when it cannot take such inputs.
public func gradientCheck(
  _ model: Sequential, input: Shape, samples: Int = 50, mode: Mode = .inference, seed: UInt64? = nil
) throws -> GradientReport {
  _ = try model.batch(.zeros(input))
  let seed = seed ?? Randomness.seed
  var model = model
  try model.unfreeze()  // Frozen or not, all gradients are checked.
  return check(
    layers: model.layers, names: model.parameters.map(\.name),
    input: input.rank == model.inputShape?.rank ? input.batched(1) : input, samples: samples,
    context: Context(mode: mode, seed: seed, step: 0), seed: seed)
}

/// Measures the gradient of a function by central differences, and compares the one that is claimed.
///
/// - Parameters:
///   - gradient: What is to be checked, in the shape of `x`.
///   - x: Where.
///   - function: A number that depends on `x`, computed in double precision.
/// - Precondition: the gradient has the shape of `x`.
public func gradientCheck(
  _ gradient: Tensor, at x: Tensor, of function: (NDArray<Double>) -> Double
) -> GradientReport {
  require(
    gradient.shape == x.shape, "expected a gradient of shape \(x.shape), got \(gradient.shape)")
  let step = stepSize(precision: .ulpOfOne)
  let entry = compare("x", gradient, at: x, elements: Array(0..<x.count), step: step) { function($0) }
  return GradientReport(entries: [entry], tolerance: 1e-4)
}

/// The step that balances the error of the difference, of order h², with rounding, of order precision/h.
private func stepSize(precision: Double) -> Double {
  precision < 1e-12 ? 0x1p-17 : 0x1p-7
}

private func check(
  layers: [any Layer], names: [String], input: Shape, samples: Int, context: Context, seed: UInt64
) -> GradientReport {
  let x = Tensor.randomNormal(input, name: "gradientCheck.input", seed: seed)
  var output = x
  var pullbacks: [Pullback] = []
  for layer in layers {
    let pass = layer.forward(output, context: context)
    output = pass.output
    pullbacks.append(pass.pullback)
  }
  let weights = Tensor.random(output.shape, in: 0.5...1.5, name: "gradientCheck.output", seed: seed)
  var gradient = weights
  var computed: [Tensor] = []
  for pullback in pullbacks.reversed() {
    let gradients = pullback(gradient)
    gradient = gradients.input
    computed = gradients.parameters + computed
  }

  let values = layers.flatMap { $0.parameters.map(\.value) }
  func loss(_ x: NDArray<Double>, _ parameters: [NDArray<Double>]) -> Double {
    var (y, next) = (x, 0)
    for layer in layers {
      let count = layer.parameters.count
      y = layer.reference(y, parameters: Array(parameters[next..<next + count]), context: context)
      next += count
    }
    return zip(y.scalars, weights.scalars).reduce(0) { $0.addingProduct($1.0, Double($1.1)) }
  }
  let precision = layers.map(\.referencePrecision).max() ?? .ulpOfOne
  let step = stepSize(precision: precision)
  let exact = values.map { NDArray<Double>($0) }
  var entries = [
    compare("x", gradient, at: x, elements: choose(x.count, samples, seed), step: step) { loss($0, exact) }
  ]
  for index in values.indices {
    let elements = choose(values[index].count, samples, seed)
    entries.append(
      compare(names[index], computed[index], at: values[index], elements: elements, step: step) { value in
        var parameters = exact
        parameters[index] = value
        return loss(NDArray(x), parameters)
      })
  }
  return GradientReport(entries: entries, tolerance: precision < 1e-12 ? 1e-4 : 2e-2)
}

/// Returns `samples` of the elements 0 ..< `count`, or all if there are no more.
private func choose(_ count: Int, _ samples: Int, _ seed: UInt64) -> [Int] {
  guard count > samples else { return Array(0..<count) }
  var stream = RandomStream(seed: seed, name: "gradientCheck.elements")
  return stream.permutation(of: count).prefix(max(1, samples)).sorted()
}

private func compare(
  _ name: String, _ gradient: Tensor, at x: Tensor, elements: [Int], step: Double,
  _ function: (NDArray<Double>) -> Double
) -> GradientReport.Entry {
  var moved = NDArray<Double>(x)
  var (largest, difference) = (0.0, 0.0)
  for element in elements {
    let measured = centralDifference(of: function, at: &moved, element, step: step)
    largest = max(largest, measured.magnitude)
    let error = (measured - Double(gradient.scalars[element])).magnitude
    difference = max(difference, error.isNaN ? .infinity : error)
  }
  return GradientReport.Entry(
    name: name, shape: x.shape, checked: elements.count, largestGradient: largest,
    largestDifference: difference)
}
