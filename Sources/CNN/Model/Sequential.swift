/// Layers one after the other: the output of each is the input of the next.
///
/// ```swift
/// var model = Sequential {
///   Conv2D(8, kernel: 3, padding: .same)
///   ReLU()
///   Flatten()
///   Dense(10)
/// }
/// try model.build(input: [1, 28, 28])
/// expect(model.outputShape, equals: [10])
/// display(model.summary)
/// ```
public struct Sequential: Sendable {
  /// The name, if the model is a layer of another one.
  public var name: String
  /// The layers, first to last.
  public private(set) var layers: [any Layer]
  /// The shape of one input; nil until the model is built.
  public private(set) var inputShape: Shape?

  /// Creates a model; the layers get their parameters when it is built.
  ///
  /// It can stand among the layers of another one, where it is called `name`.
  public init(name: String = "", @LayerBuilder _ layers: () -> [any Layer]) {
    self.name = name
    self.layers = layers()
  }

  /// Creates a built model of layers that have their parameters already, such as those of a file.
  ///
  /// - Throws: `ShapeError` when a layer cannot take what comes to it, or two have the same name.
  package init(layers: [any Layer], input: Shape) throws(ShapeError) {
    self.init { layers }
    try Self.name(&self.layers)
    _ = try outputShape(for: input)
    inputShape = input
  }

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
    guard !layers.isEmpty else {
      throw ShapeError(layer: name, problem: name.isEmpty ? .noLayers : .emptyBlock)
    }
    let seed = innerSeed(seed ?? Randomness.seed)
    var built = layers
    try prefixing { () throws(ShapeError) in try Self.name(&built) }
    var shape = input
    var rows = SummaryRows(input: input)
    for index in built.indices {
      do throws(ShapeError) {
        if !(built[index] is any LayerGroup) { built[index].parameters = [] }
        try built[index].build(input: shape, seed: seed)
        let output = try built[index].outputShape(for: shape)
        rows.append(built[index], input: shape, output: output)
        shape = output
      } catch {
        var failure = error
        if !name.isEmpty { failure.layer = "\(name).\(error.layer)" }
        failure.summary = rows.table(failedAt: built[index])
        throw failure
      }
    }
    layers = built
    inputShape = input
  }

  /// The number of numbers that training changes.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameters.reduce(0) { $0 + $1.value.count } } }

  /// The shape of one output; nil until the model is built.
  public var outputShape: Shape? {
    guard var shape = inputShape else { return nil }
    for layer in layers { shape = (try? layer.outputShape(for: shape)) ?? shape }
    return shape
  }

  /// The layer called `name`, if there is one; `layer1.conv2` is a layer of a layer.
  public subscript(name: String) -> (any Layer)? {
    Self.layer(name[...], in: layers)
  }

  private static func layer(_ path: Substring, in layers: [any Layer]) -> (any Layer)? {
    if let layer = layers.first(where: { $0.name == path }) { return layer }
    for case let group as any LayerGroup in layers where path.hasPrefix(group.name + ".") {
      if let found = layer(path.dropFirst(group.name.count + 1), in: group.members) { return found }
    }
    return nil
  }

  /// Replaces the layers by named or changed ones.
  mutating func replaceLayers(_ layers: [any Layer]) { self.layers = layers }

  /// Replaces the values of all buffers, in the order of ``buffers``, by what a training step gave.
  mutating func update(buffers values: [Tensor]) {
    if !values.isEmpty { distribute(values, \.buffers, set: { $0.buffers = $1 }) }
  }
}

extension Sequential: LayerGroup {
  /// The kind of layer.
  public var kind: String { "sequential" }

  /// The layers.
  public var members: [any Layer] {
    get { layers }
    set { replaceLayers(newValue) }
  }

  /// One layer after the other.
  public var wiring: Wiring { .chain(layers.count) }

  /// Names the layers, checks all shapes, and makes the parameters.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    try build(input: input, seed: Optional(seed))
  }
}

extension Sequential {
  /// Checks that all layers can train on batches of `batchSize`, and on the last, smaller one.
  ///
  /// - Throws: `ModelError` when a layer needs more inputs.
  func checkBatches(images: Int, batchSize: Int) throws {
    guard let inputShape else { throw ModelError.notBuilt }
    let rest = images % batchSize
    let smallest = rest == 0 ? min(images, batchSize) : rest
    for (layer, input) in zip(layers, try memberInputs(for: inputShape)) {
      let least = layer.smallestTrainingBatch(for: input)
      guard smallest >= least else {
        throw ModelError.batchTooSmall(layer: layer.name, least: least, got: smallest)
      }
    }
  }
}
