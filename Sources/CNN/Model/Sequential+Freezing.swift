extension Sequential {
  /// Makes training leave layers as they are: all of them, or those that are named.
  ///
  /// ```swift
  /// var trained = Sequential {
  ///   Conv2D(4, kernel: 3)
  ///   GlobalAveragePool2D()
  ///   Dense(10)
  /// }
  /// try trained.build(input: [1, 12, 12])
  /// var model = try trained.dropLast().appending { Dense(3, name: "head") }
  /// try model.freeze()
  /// try model.unfreeze("head")
  /// expect(model.trainableParameters.map(\.name), equals: ["head.weight", "head.bias"])
  /// ```
  ///
  /// A frozen layer keeps its parameters and its running statistics, and batch normalization uses the latter in training,
  /// too. Optimizers know nothing of it: no gradient, no state, no decay. No gradient is computed for its parameters,
  /// and none at all below the first layer that learns: training only the last layers of a model takes little more than
  /// the forward pass of the others.
  ///
  /// Building a model again, or replacing a layer, makes new parameters, which learn.
  ///
  /// - Parameter names: The names of layers or groups, such as `conv1` or `layer1`, of layers in groups, such as
  ///   `layer1.0`, or the beginning of names with a star, such as `conv1_*`. Without any it is the whole model.
  /// - Throws: `ModelError` when the model is not built or there is no such layer.
  public mutating func freeze(_ names: String...) throws(ModelError) {
    try set(trainable: false, names)
  }

  /// Lets layers learn again: all of them, or those that are named, as for ``freeze(_:)``.
  ///
  /// - Throws: `ModelError` when the model is not built or there is no such layer.
  public mutating func unfreeze(_ names: String...) throws(ModelError) {
    try set(trainable: true, names)
  }

  /// The parameters that training changes, named as in ``parameters``: those of layers that are not frozen.
  public var trainableParameters: [Parameter] { parameters.filter(\.isTrainable) }

  /// The names of the frozen layers, those in groups with the group's in front.
  public var frozenLayers: [String] { leaves(path: "").filter(\.layer.isFrozen).map(\.path) }

  private mutating func set(trainable: Bool, _ names: [String]) throws(ModelError) {
    guard inputShape != nil else { throw .notBuilt }
    let paths = leaves(path: "").map(\.path)
    for name in names where !paths.contains(where: { Self.path($0, isNamedBy: name) }) {
      throw .noLayer(name, known: layers.map(\.name))
    }
    setLeaves(path: "") { path, layer in
      guard names.isEmpty || names.contains(where: { Self.path(path, isNamedBy: $0) }) else {
        return
      }
      layer.setTrainable(trainable)
    }
  }

  private static func path(_ path: String, isNamedBy name: String) -> Bool {
    name.hasSuffix("*")
      ? path.hasPrefix(name.dropLast()) : path == name || path.hasPrefix(name + ".")
  }
}

extension LayerGroup {
  /// The layers that are no groups, with their paths.
  fileprivate func leaves(path: String) -> [(path: String, layer: any Layer)] {
    members.flatMap { member in
      (member as? any LayerGroup)?.leaves(path: "\(path)\(member.name).") ?? [
        (path + member.name, member)
      ]
    }
  }

  /// Changes the layers that are no groups.
  fileprivate mutating func setLeaves(path: String, _ change: (String, inout any Layer) -> Void) {
    var changed = members
    for index in changed.indices {
      let own = path + changed[index].name
      if var group = changed[index] as? any LayerGroup {
        group.setLeaves(path: own + ".", change)
        changed[index] = group
      } else {
        change(own, &changed[index])
      }
    }
    members = changed
  }

  /// Replaces the values of the trainable parameters by the first of `values`, which are taken out.
  ///
  /// They may also be replaced by none: while an optimizer has them, they are nobody else's.
  mutating func exchangeTrainable(_ values: inout ArraySlice<Tensor>) {
    var changed = members
    for index in changed.indices {
      if var group = changed[index] as? any LayerGroup {
        group.exchangeTrainable(&values)
        changed[index] = group
      } else if changed[index].parameters.contains(where: \.isTrainable) {
        var own = changed[index].parameters
        for position in own.indices where own[position].isTrainable {
          own[position].value = values.removeFirst()
        }
        changed[index].parameters = own
      }
    }
    members = changed
  }
}

extension Layer {
  /// Whether training leaves the layer as it is, parameters and running statistics.
  ///
  /// A layer without any, such as an activation, is never frozen: it learns nothing anyway.
  public var isFrozen: Bool {
    let (parameters, buffers) = (parameters, buffers)
    return !(parameters.isEmpty && buffers.isEmpty) && !parameters.contains(where: \.isTrainable)
      && !buffers.contains(where: \.isTrainable)
  }

  /// Whether training changes a parameter of the layer, or of one in it.
  var learns: Bool {
    (self as? any LayerGroup)?.members.contains(where: \.learns) ?? parameters.contains(where: \.isTrainable)
  }

  /// Whether each parameter is trainable, in their order; unlike `parameters` it makes no names.
  private var trainableFlags: [Bool] {
    (self as? any LayerGroup)?.members.flatMap(\.trainableFlags) ?? parameters.map(\.isTrainable)
  }

  fileprivate mutating func setTrainable(_ isTrainable: Bool) {
    func changed(_ list: [Parameter]) -> [Parameter] {
      list.map { Parameter($0.name, $0.value, isDecayed: $0.isDecayed, isTrainable: isTrainable) }
    }
    if !parameters.isEmpty { parameters = changed(parameters) }
    if !buffers.isEmpty { buffers = changed(buffers) }
  }

  /// Returns the layer's part of a pass: a frozen layer is used as it is, and nobody needs gradients to its parameters.
  func adapted(_ context: Context) -> Context {
    // What costs most comes last: to ask whether a layer is a group, the runtime searches.
    guard isFrozen, !(self is any LayerGroup) else { return context }
    var own = context
    own.mode = .inference
    own.needsParameterGradients = false
    return own
  }

  /// Returns what the layer's pullback has given, with the gradients to its trainable parameters only.
  func trainable(_ gradients: LayerGradients) -> LayerGradients {
    let flags = trainableFlags
    // A group hands back those of its members, which have left out what is frozen.
    if gradients.parameters.count == flags.count(where: { $0 }) { return gradients }
    requireGradient(toEach: flags.count, gradients)
    var own = gradients
    own.parameters = zip(flags, gradients.parameters).filter(\.0).map(\.1)
    return own
  }

  /// Stops with the layer's name unless there is a gradient to each of `count` parameters.
  func requireGradient(toEach count: Int, _ gradients: LayerGradients) {
    require(
      gradients.parameters.count == count,
      "layer \"\(displayName)\" has \(count) parameters, but its pullback returns "
        + "\(gradients.parameters.count) gradients to them")
  }
}
