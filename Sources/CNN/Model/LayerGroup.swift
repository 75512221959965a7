/// A layer that is made of layers, such as ``Sequential``, ``Residual`` and ``Parallel``.
///
/// A group says which members it has and how they are wired; what a layer has to do follows from that. So it has no
/// steps of its own for `explainBackward`: its members have. A sum of two branches, for example:
///
/// ```swift
/// struct Sum: LayerGroup {
///   var name = ""
///   let kind = "sum"
///   var members: [any Layer]
///   var wiring: Wiring { .branches(members.count, joint: .sum) }
/// }
/// let members: [any Layer] = [Conv2D(8, kernel: 1), Conv2D(8, kernel: 3, padding: .same)]
/// let sum = Sum(members: members)
/// expect(try sum.outputShape(for: [3, 9, 9]), equals: [8, 9, 9])
/// ```
public protocol LayerGroup: Layer {
  /// The layers inside, in the order of their parameters.
  var members: [any Layer] { get set }

  /// What each member gets, and what the group gives; without a statement, the sum of members side by side.
  var wiring: Wiring { get }

  /// Gives names to the members that have none, and to theirs; a name occurs once in a group.
  ///
  /// The default names them by their kind and number.
  ///
  /// - Throws: `ShapeError` when two members have the same name.
  mutating func nameMembers() throws(ShapeError)
}

extension LayerGroup {
  /// Names the members that have none by their kind and number, such as `conv2`, and then theirs.
  public mutating func nameMembers() throws(ShapeError) {
    var named = members
    try prefixing { () throws(ShapeError) in try Self.name(&named) }
    members = named
  }

  /// Names the members, and makes their parameters, if the shapes go together.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    var built = self
    try built.nameMembers()
    let (inputs, own) = (try built.memberInputs(for: input), innerSeed(seed))
    var members = built.members
    for index in members.indices {
      if !(members[index] is any LayerGroup) { members[index].parameters = [] }
      try prefixing { () throws(ShapeError) in try members[index].build(input: inputs[index], seed: own) }
    }
    built.members = members
    _ = try built.outputShape(for: input)
    self = built
  }

  /// The members' parameters, with the member's name in front: `conv1.weight`.
  public var parameters: [Parameter] {
    get { collect(\.parameters) }
    set {
      requireSameShapes("parameters", parameters, newValue)
      distribute(newValue.map(\.value), \.parameters, set: { $0.parameters = $1 })
    }
  }

  /// The members' buffers, with the member's name in front: `bn1.running_mean`.
  public var buffers: [Parameter] {
    get { collect(\.buffers) }
    set {
      requireSameShapes("buffers", buffers, newValue)
      distribute(newValue.map(\.value), \.buffers, set: { $0.buffers = $1 })
    }
  }

  private func collect(_ list: (any Layer) -> [Parameter]) -> [Parameter] {
    members.flatMap { layer in
      list(layer).map {
        Parameter("\(layer.name).\($0.name)", $0.value, isDecayed: $0.isDecayed, isTrainable: $0.isTrainable)
      }
    }
  }

  /// Hands the values to the members, in the order of `parameters` or `buffers`.
  mutating func distribute(
    _ values: [Tensor], _ list: (any Layer) -> [Parameter], set: (inout any Layer, [Parameter]) -> Void
  ) {
    var next = 0
    var changed = members
    for index in changed.indices {
      var own = list(changed[index])
      for position in own.indices { own[position].value = values[next + position] }
      next += own.count
      if !own.isEmpty { set(&changed[index], own) }
    }
    members = changed
  }

  private func requireSameShapes(_ what: String, _ old: [Parameter], _ new: [Parameter]) {
    require(
      old.count == new.count && zip(old, new).allSatisfy { $0.value.shape == $1.value.shape },
      "the \(what) are \(old.map { "\($0.name) \($0.value.shape)" }),"
        + " got \(new.map { "\($0.name) \($0.value.shape)" })")
  }

  /// The shapes of the members' parameters, with the member's name in front.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    var named = self
    try named.nameMembers()
    var shapes: [ParameterShape] = []
    for (member, input) in zip(named.members, try named.memberInputs(for: input)) {
      for own in try member.parameterShapes(for: input) {
        shapes.append(ParameterShape("\(member.name).\(own.name)", own.shape))
      }
    }
    return shapes
  }

  /// The sum over the members.
  public func multiplyAdds(for input: Shape) -> Int {
    guard let inputs = try? memberInputs(for: input) else { return 0 }
    return zip(members, inputs).reduce(0) { $0 + $1.0.multiplyAdds(for: $1.1) }
  }

  /// The largest number that a member needs.
  public func smallestTrainingBatch(for input: Shape) -> Int {
    guard let inputs = try? memberInputs(for: input) else { return 1 }
    return zip(members, inputs).reduce(1) { max($0, $1.0.smallestTrainingBatch(for: $1.1)) }
  }

  /// The least accurate of the members'.
  public var referencePrecision: Double { members.map(\.referencePrecision).max() ?? .ulpOfOne }

  /// The output of the trained group.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    reference(x, parameters: parameters, context: .inference)
  }
}

extension LayerGroup {
  /// Returns the seed of the members: random numbers inside belong to the group's name, too.
  func innerSeed(_ seed: UInt64) -> UInt64 {
    guard !name.isEmpty else { return seed }
    var stream = RandomStream(seed: seed, name: "within \(name)")
    return stream.next()
  }

  /// Returns the context of the members' pass.
  func inner(_ context: Context) -> Context {
    var own = context
    own.seed = innerSeed(context.seed)
    return own
  }

  /// Runs `body`, and puts the group's name in front of the layer's in an error.
  func prefixing<Result>(_ body: () throws(ShapeError) -> Result) throws(ShapeError) -> Result {
    do throws(ShapeError) {
      return try body()
    } catch {
      var failure = error
      if !name.isEmpty { failure.layer = "\(name).\(error.layer)" }
      throw failure
    }
  }

  /// Names the layers that have none by their kind and number, and then the members of those that are groups.
  static func name(_ layers: inout [any Layer]) throws(ShapeError) {
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
      if layers[index].name.isEmpty {
        var number = numbers[kind, default: 1]
        while taken.contains("\(kind)\(number)") { number += 1 }
        layers[index].name = "\(kind)\(number)"
        taken.insert(layers[index].name)
      }
      guard var group = layers[index] as? any LayerGroup else { continue }
      try group.nameMembers()
      layers[index] = group
    }
  }
}
