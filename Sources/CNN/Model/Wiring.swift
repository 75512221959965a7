/// How the members of a ``LayerGroup`` are wired: what each of them gets, and what the group gives.
///
/// A residual block of two layers and the shortcut around them:
///
/// ```swift
/// let wiring = Wiring(
///   sources: [.input, .member(0)], outputs: [.member(1), .input], joint: .sum)
/// ```
///
/// Shapes, costs, receptive fields, the graph, the forward and the backward pass follow from it.
public struct Wiring: Sendable, Hashable {
  /// Where a member or the group's output comes from.
  public enum Source: Sendable, Hashable {
    /// What the group gets.
    case input
    /// The output of the member with this index.
    case member(Int)
  }

  /// How several outputs become one.
  public enum Joint: Sendable, Hashable {
    /// They are added, in their order.
    case sum
    /// They are put one after the other along the channels.
    case concatenation
  }

  /// What each member gets, in the order of the members.
  public let sources: [Source]
  /// What the group's output is made of.
  public let outputs: [Source]
  /// How the outputs are joined, if there are several.
  public let joint: Joint
  /// How often each member's output is taken, by members and as an output of the group.
  private let uses: [Int]

  /// Creates a wiring.
  ///
  /// - Precondition: members get the output of members before them, and what each of them gives is used.
  public init(sources: [Source], outputs: [Source], joint: Joint = .sum) {
    require(!outputs.isEmpty, "a group has at least one output")
    for case .member(let index) in outputs {
      require(sources.indices.contains(index), "a group of \(sources.count) members has no member \(index)")
    }
    var uses = Array(repeating: 0, count: sources.count)
    for list in [sources, outputs] {
      for case .member(let index) in list where uses.indices.contains(index) { uses[index] += 1 }
    }
    for (index, source) in sources.enumerated() {
      if case .member(let earlier) = source {
        require(
          (0..<index).contains(earlier),
          "member \(index) of a group can have the input or the output of a member before it, got member \(earlier)"
        )
      }
      require(uses[index] > 0, "nothing takes what member \(index) of a group gives")
    }
    self.sources = sources
    self.outputs = outputs
    self.joint = joint
    self.uses = uses
  }

  /// Members one after the other: the output of each is the input of the next.
  public static func chain(_ count: Int) -> Wiring {
    let sources = (0..<count).map { $0 == 0 ? Source.input : .member($0 - 1) }
    return Wiring(sources: sources, outputs: [count == 0 ? .input : .member(count - 1)])
  }

  /// Members side by side: each gets the group's input.
  public static func branches(_ count: Int, joint: Joint) -> Wiring {
    Wiring(
      sources: Array(repeating: .input, count: count),
      outputs: count == 0 ? [.input] : (0..<count).map { .member($0) }, joint: joint)
  }

  /// Whether all members stand one after the other.
  var isChain: Bool { self == .chain(sources.count) }

  /// Whether the member at `index` takes the output of the one before it, and nothing else does.
  func continues(at index: Int) -> Bool {
    index > 0 && sources.indices.contains(index) && sources[index] == .member(index - 1)
      && uses[index - 1] == 1
  }

  /// Returns what comes from each source, given what the group gets and what each member makes of what it gets.
  ///
  /// The group's own output is that of its `outputs`.
  func follow<Value, Failure: Error>(
    _ input: Value, _ member: (Int, Value) throws(Failure) -> Value
  ) throws(Failure) -> (inputs: [Value], outputs: [Value]) {
    var (inputs, results) = ([Value](), [Value]())
    func value(of source: Source) -> Value {
      switch source {
      case .input: input
      case .member(let index): results[index]
      }
    }
    for (index, source) in sources.enumerated() {
      let own = value(of: source)
      inputs.append(own)
      results.append(try member(index, own))
    }
    return (inputs, outputs.map(value))
  }
}

extension LayerGroup {
  /// Members side by side, whose outputs are added.
  public var wiring: Wiring { .branches(members.count, joint: .sum) }

  /// Returns what each member gets when the group gets `input`, in the order of the members.
  ///
  /// - Throws: `ShapeError` when a member cannot take its input.
  public func memberInputs(for input: Shape) throws(ShapeError) -> [Shape] { try shapes(for: input).inputs }

  /// Returns the shape of what the members' outputs make.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let outputs = try shapes(for: input).outputs
    guard outputs.count > 1 else { return outputs[0] }
    switch wiring.joint {
    case .sum:
      if let other = outputs.first(where: { $0 != outputs[0] }) {
        let goesAround = wiring.outputs.contains(.input)
        throw ShapeError(
          self, goesAround ? .cannotAdd(body: outputs[0], shortcut: other) : .cannotSum(outputs))
      }
      return outputs[0]
    case .concatenation:
      let rest = outputs[0].droppingFirst
      guard outputs.allSatisfy({ $0.rank > 0 && $0.droppingFirst == rest }) else {
        throw ShapeError(self, .cannotConcatenate(outputs))
      }
      return rest.batched(outputs.reduce(0) { $0 + $1[0] })
    }
  }

  /// Returns the largest field of what the output is made of.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    guard let fields = try? receptiveFields(after: field, input: input).outputs else { return field }
    return fields.dropFirst().reduce(fields[0]) { $0.union($1) }
  }

  /// Returns the field of what each member gets, and of what the output is made of.
  func receptiveFields(
    after field: ReceptiveField, input: Shape
  ) throws(ShapeError) -> (inputs: [ReceptiveField], outputs: [ReceptiveField]) {
    let shapes = try memberInputs(for: input)
    return wiring.follow(field) { members[$0].receptiveField(after: $1, input: shapes[$0]) }
  }

  private func shapes(for input: Shape) throws(ShapeError) -> (inputs: [Shape], outputs: [Shape]) {
    let members = members
    guard !members.isEmpty else { throw ShapeError(self, .emptyBlock) }
    guard wiring.sources.count == members.count else {
      throw ShapeError(
        self,
        .outOfRange(
          "wiring", got: "one of \(wiring.sources.count)", allowed: "one of \(members.count) members"))
    }
    return try prefixing { () throws(ShapeError) in
      try wiring.follow(input) { (index, shape) throws(ShapeError) in
        try members[index].outputShape(for: shape)
      }
    }
  }
}
