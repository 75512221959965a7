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
  let entry = Measurement(precision: .ulpOfOne).compare(
    "x", gradient, at: x, elements: Array(0..<x.count), function)
  return GradientReport(entries: [entry])
}

/// Checks layers one after the other: all at once, or each for itself if one of them computes in single precision only.
///
/// Its rounding asks for steps that would carry the others across their kinks.
private func check(
  layers: [any Layer], names: [String], input: Shape, samples: Int, context: Context, seed: UInt64
) -> GradientReport {
  let x = Tensor.randomNormal(input, name: "gradientCheck.input", seed: seed)
  guard layers.contains(where: { !$0.hasExactReference }) else {
    return GradientReport(entries: entries(layers, names, "x", x, samples, context, seed))
  }
  var (output, next, all) = (x, 0, [GradientReport.Entry]())
  for (index, layer) in layers.enumerated() {
    let count = layer.parameters.count
    all += entries(
      [layer], Array(names[next..<next + count]), index == 0 ? "x" : "input of \(layer.name)", output,
      samples,
      context, seed)
    output = layer.forward(output, context: context).output
    next += count
  }
  return GradientReport(entries: all)
}

/// Returns the comparisons for what comes into layers, and for their parameters.
private func entries(
  _ layers: [any Layer], _ names: [String], _ inputName: String, _ x: Tensor, _ samples: Int,
  _ context: Context,
  _ seed: UInt64
) -> [GradientReport.Entry] {
  var output = x
  var pullbacks: [Pullback] = []
  for layer in layers {
    let pass = layer.forward(output, context: context)
    output = pass.output
    pullbacks.append { dy in
      let gradients = pass.pullback(dy)
      layer.requireGradient(toEach: layer.parameters.count, gradients)
      return gradients
    }
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
  let measurement = Measurement(precision: layers.map(\.referencePrecision).max() ?? .ulpOfOne)
  let exact = values.map { NDArray<Double>($0) }
  var entries = [
    measurement.compare(inputName, gradient, at: x, elements: choose(x.count, samples, seed)) {
      loss($0, exact)
    }
  ]
  for index in values.indices {
    let elements = choose(values[index].count, samples, seed)
    entries.append(
      measurement.compare(names[index], computed[index], at: values[index], elements: elements) { value in
        var parameters = exact
        parameters[index] = value
        return loss(NDArray(x), parameters)
      })
  }
  return entries
}

/// Returns `samples` of the elements 0 ..< `count`, or all if there are no more.
private func choose(_ count: Int, _ samples: Int, _ seed: UInt64) -> [Int] {
  guard count > samples else { return Array(0..<count) }
  var stream = RandomStream(seed: seed, name: "gradientCheck.elements")
  return stream.permutation(of: count).prefix(max(1, samples)).sorted()
}

extension Layer {
  /// Whether gradients can be measured in double precision.
  fileprivate var hasExactReference: Bool { referencePrecision < 1e-12 }
}

/// How derivatives are measured of a function that is computed with a precision.
private struct Measurement {
  /// The step that balances the error of the difference, of order h², with rounding, of order precision/h.
  private let step: Double
  /// The smallest step whose rounding is well below the tolerance.
  private let smallestStep: Double
  /// The relative error up to which a gradient counts as right.
  private let tolerance: Double

  init(precision: Double) {
    let isDouble = precision < 1e-12
    step = isDouble ? 0x1p-17 : 0x1p-9
    smallestStep = isDouble ? 0x1p-29 : 0x1p-13
    tolerance = isDouble ? 1e-4 : 2e-2
  }

  /// Measures the derivatives to `elements` of `x`, and compares a gradient.
  func compare(
    _ name: String, _ gradient: Tensor, at x: Tensor, elements: [Int],
    _ function: (NDArray<Double>) -> Double
  ) -> GradientReport.Entry {
    var moved = NDArray<Double>(x)
    let measured = elements.map { centralDifference(of: function, at: &moved, $0, step: step) }
    let largest = measured.reduce(0) { max($0, $1.magnitude) }
    var (difference, kinks) = (0.0, 0)
    for (element, measured) in zip(elements, measured) {
      let computed = Double(gradient.scalars[element])
      var error = (measured - computed).magnitude
      if !(error <= tolerance * max(largest, 1e-6)) {
        let closer = closer(
          computed, of: function, at: &moved, element, allowed: tolerance * max(largest, 1e-6))
        if closer.isKink { kinks += 1 }
        error = closer.error
      }
      difference = max(difference, error.isNaN ? .infinity : error)
    }
    return GradientReport.Entry(
      name: name, shape: x.shape, checked: elements.count, largestGradient: largest,
      largestDifference: difference, kinks: kinks, tolerance: tolerance)
  }

  /// Returns the error of a computed derivative, measured by smaller steps, which cross fewer kinks.
  ///
  /// A function has a kink where its slopes before and after `x` differ however small the step is. A gradient between
  /// both slopes is as right as any there.
  private func closer(
    _ computed: Double, of function: (NDArray<Double>) -> Double, at x: inout NDArray<Double>, _ element: Int,
    allowed: Double
  ) -> (error: Double, isKink: Bool) {
    let center = x.scalars[element]
    defer { x.scalars[element] = center }
    let middle = function(x)
    func slope(_ step: Double) -> Double {
      x.scalars[element] = center + step
      return (function(x) - middle) / step
    }
    var (step, error) = (self.step / 4, Double.infinity)
    var slopes: [(before: Double, after: Double)] = []
    while step >= smallestStep {
      let both = (before: slope(-step), after: slope(step))
      slopes.append(both)
      error = ((both.before + both.after) / 2 - computed).magnitude
      if error <= allowed { return (error, false) }
      step /= 4
    }
    guard let last = slopes.last else { return (error, false) }
    // The slopes of a smooth function come together in proportion to the step.
    let gaps = slopes.map { ($0.after - $0.before).magnitude }
    let isKink = gaps.allSatisfy { $0 > 2 * allowed && $0 > 0.5 * gaps[0] }
    let (least, most) = (min(last.before, last.after), max(last.before, last.after))
    guard isKink, computed >= least - allowed, computed <= most + allowed else { return (error, false) }
    return (0, true)
  }
}
