/// What a model would be: the shapes, and what each layer costs, computed without making a single weight.
public struct ModelPlan: Sendable, Equatable {
  /// One layer of the model.
  public struct Row: Sendable, Equatable {
    /// The layer's name; that of a layer in a group has the group's in front.
    public let name: String
    /// The type of the layer.
    public let type: String
    /// How many groups the layer lies in.
    public let depth: Int
    /// The shape of the output for one input.
    public let output: Shape
    /// The number of numbers that training changes.
    public let parameterCount: Int
    /// The number of multiply–adds for one input.
    public let multiplyAdds: Int
    /// How much of the model's input an element of the output sees.
    public let receptiveField: ReceptiveField
    /// The number of numbers that the layer, and those in it, hand on for one input.
    public let activationCount: Int
    /// What the layer remarks about its input, such as rows that are left out; nil for nothing.
    public let note: String?
  }

  /// The shape of one input.
  public let input: Shape
  /// The layers, those of a group after the group itself.
  public let rows: [Row]

  /// The layers that lie in no group.
  public var layers: [Row] { rows.filter { $0.depth == 0 } }
  /// The number of numbers that training changes.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }
  /// The number of multiply–adds for one input.
  public var multiplyAdds: Int { layers.reduce(0) { $0 + $1.multiplyAdds } }
  /// The number of numbers that all layers hand on for one input; a training step keeps them.
  public var activationCount: Int { layers.reduce(0) { $0 + $1.activationCount } }
  /// The shape of the model's output for one input.
  public var output: Shape { layers.last?.output ?? input }
}

extension Sequential {
  /// Returns the shapes and costs of the model for inputs of a shape, without making its parameters.
  ///
  /// - Parameter input: The shape of one input, such as `[3, 224, 224]`.
  /// - Throws: `ShapeError`, which names the layer that cannot take what comes to it.
  public func plan(input: Shape) throws(ShapeError) -> ModelPlan {
    guard !layers.isEmpty else { throw ShapeError(layer: "", problem: .noLayers) }
    var named = self
    try named.nameMembers()
    var field = ReceptiveField(axes: max(0, input.rank - 1))
    var (rows, shape) = ([ModelPlan.Row](), input)
    for layer in named.layers {
      rows += try planRows(layer, input: shape, field: field, path: "", depth: 0)
      field = layer.receptiveField(after: field, input: shape)
      shape = try layer.outputShape(for: shape)
    }
    return ModelPlan(input: input, rows: rows)
  }

  /// Returns the model's table for inputs of a shape, without making its parameters.
  ///
  /// - Parameter depth: How far groups are opened: 0 for the model's own layers only.
  /// - Throws: `ShapeError`, which names the layer that cannot take what comes to it.
  public func summary(input: Shape, depth: Int = 0) throws(ShapeError) -> Table {
    try plan(input: input).table(depth: depth)
  }
}

/// Returns the row of a layer, and those of the layers in it.
private func planRows(
  _ layer: any Layer, input: Shape, field: ReceptiveField, path: String, depth: Int
) throws(ShapeError) -> [ModelPlan.Row] {
  let output = try layer.outputShape(for: input)
  var members: [ModelPlan.Row] = []
  var activations = output.count
  if let group = layer as? any LayerGroup {
    let shapes = try group.memberInputs(for: input)
    let fields = try group.receptiveFields(after: field, input: input).inputs
    for (index, member) in group.members.enumerated() {
      members += try planRows(
        member, input: shapes[index], field: fields[index], path: "\(path)\(layer.name).", depth: depth + 1)
    }
    // A sum or a joined output is new; one member's output is handed on.
    if group.wiring.outputs.count == 1 { activations = 0 }
    activations += members.filter { $0.depth == depth + 1 }.reduce(0) { $0 + $1.activationCount }
  }
  let row = ModelPlan.Row(
    name: path + layer.name, type: "\(type(of: layer))", depth: depth, output: output,
    parameterCount: try layer.parameterShapes(for: input).reduce(0) { $0 + $1.shape.count },
    multiplyAdds: layer.multiplyAdds(for: input),
    receptiveField: layer.receptiveField(after: field, input: input), activationCount: activations,
    note: (layer as? any ShapeWarning)?.shapeWarning(for: input))
  return [row] + members
}
