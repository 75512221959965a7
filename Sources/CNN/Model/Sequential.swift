/// Layers one after the other: the output of each is the input of the next.
///
///     var model = Sequential {
///       Conv2D(8, kernel: 3, padding: .same)
///       ReLU()
///       Flatten()
///       Dense(10)
///     }
///     try model.build(input: [1, 28, 28])
public struct Sequential: Sendable {
  /// The layers, first to last.
  public private(set) var layers: [any Layer]
  /// The shape of one input; nil until the model is built.
  public private(set) var inputShape: Shape?

  /// Creates a model; the layers get their parameters when it is built.
  public init(@LayerBuilder _ layers: () -> [any Layer]) { self.layers = layers() }

  /// Names the layers that have none, checks all shapes, and makes the parameters.
  ///
  /// A layer without a name gets its kind and number, such as `conv2`. The parameters depend on the seed and
  /// the layer's name only.
  ///
  /// - Parameters:
  ///   - input: The shape of one input, such as `[1, 28, 28]` for gray images.
  ///   - seed: The seed of the parameters; the notebook's if none is given.
  /// - Throws: `ShapeError`, which names the layer and shows the summary up to it.
  public mutating func build(input: Shape, seed: UInt64? = nil) throws(ShapeError) {
    guard !layers.isEmpty else { throw ShapeError(layer: "", problem: .noLayers) }
    var built = layers
    try Self.name(&built)
    var shape = input
    var rows = SummaryRows(input: input)
    for index in built.indices {
      do throws(ShapeError) {
        built[index].parameters = []
        try built[index].build(input: shape, seed: seed ?? Randomness.seed)
        let output = try built[index].outputShape(for: shape)
        rows.append(built[index], input: shape, output: output)
        shape = output
      } catch {
        var failure = error
        failure.summary = rows.table(failedAt: built[index])
        throw failure
      }
    }
    layers = built
    inputShape = input
  }

  private static func name(_ layers: inout [any Layer]) throws(ShapeError) {
    var taken = Set<String>()
    for layer in layers where !layer.name.isEmpty {
      guard taken.insert(layer.name).inserted else {
        throw ShapeError(layer: layer.name, problem: .duplicateName)
      }
    }
    var numbers: [String: Int] = [:]
    for index in layers.indices {
      let kind = layers[index].kind
      numbers[kind, default: 0] += 1
      guard layers[index].name.isEmpty else { continue }
      var number = numbers[kind, default: 1]
      while taken.contains("\(kind)\(number)") { number += 1 }
      layers[index].name = "\(kind)\(number)"
      taken.insert(layers[index].name)
    }
  }

  /// The parameters of all layers, first to last, with the layer's name in front: `conv1.weight`.
  public var parameters: [Parameter] {
    get {
      layers.flatMap { layer in layer.parameters.map { Parameter("\(layer.name).\($0.name)", $0.value) } }
    }
    set {
      let old = parameters
      require(
        old.count == newValue.count && zip(old, newValue).allSatisfy { $0.value.shape == $1.value.shape },
        "the parameters are \(old.map { "\($0.name) \($0.value.shape)" }),"
          + " got \(newValue.map { "\($0.name) \($0.value.shape)" })")
      var next = 0
      for layer in layers.indices {
        for index in layers[layer].parameters.indices {
          layers[layer].parameters[index].value = newValue[next].value
          next += 1
        }
      }
    }
  }

  /// The number of numbers that training changes.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameters.reduce(0) { $0 + $1.value.count } } }

  /// The shape of one output; nil until the model is built.
  public var outputShape: Shape? {
    guard var shape = inputShape else { return nil }
    for layer in layers { shape = (try? layer.outputShape(for: shape)) ?? shape }
    return shape
  }

  /// The layer called `name`, if there is one.
  public subscript(name: String) -> (any Layer)? { layers.first { $0.name == name } }

  /// Replaces the values of all parameters, in the order of ``parameters``.
  mutating func update(_ values: [Tensor]) {
    var next = 0
    for layer in layers.indices {
      var parameters = layers[layer].parameters
      for index in parameters.indices {
        parameters[index].value = values[next]
        next += 1
      }
      if !parameters.isEmpty { layers[layer].parameters = parameters }
    }
  }
}
