internal import CNN

/// What is computed from what in a network, as layers and joints; and the blocks that these make.
///
/// A group of layers joins values at its end only, so a network is taken apart at its joints: what a joint is made of
/// goes back to one value, the last one on all ways to it, and what lies between is a block.
struct NetworkFlow {
  /// A value.
  enum Vertex {
    /// What the network takes.
    case input
    /// What layers in a row make of another value.
    case layers([any Layer], from: Int)
    /// A sum or concatenation.
    case joint(Wiring.Joint, from: [Int])
  }

  /// The values, each after those that it is made of.
  private var vertices: [Vertex] = [.input]
  /// For each value the last one before it that every way to it goes through.
  private var dominators: [Int] = [0]
  private var depths: [Int] = [0]

  /// The network's input.
  let input = 0

  /// Adds a value, and returns where it stands.
  mutating func add(_ vertex: Vertex) -> Int {
    var vertex = vertex
    // What begins with all that an earlier joint joins goes on from that one, as the blocks of DenseNet do.
    while case .joint(let joint, let sources) = vertex,
      let (prefix, count) = jointBeginning(joint, sources)
    {
      vertex = .joint(joint, from: [prefix] + sources.dropFirst(count))
    }
    let sources = sources(vertex)
    let dominator = sources.dropFirst().reduce(sources[0], common)
    vertices.append(vertex)
    dominators.append(dominator)
    depths.append(depths[dominator] + 1)
    return vertices.count - 1
  }

  /// Returns a joint of the first of the `sources`, and how many these are; nil if there is none.
  private func jointBeginning(_ joint: Wiring.Joint, _ sources: [Int]) -> (index: Int, count: Int)? {
    for index in vertices.indices {
      if case .joint(joint, let own) = vertices[index], own.count < sources.count, sources.starts(with: own) {
        return (index, own.count)
      }
    }
    return nil
  }

  private func sources(_ vertex: Vertex) -> [Int] {
    switch vertex {
    case .input: []
    case .layers(_, let source): [source]
    case .joint(_, let sources): sources
    }
  }

  /// Returns the last value that all ways to both go through.
  private func common(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while a != b {
      if depths[a] >= depths[b] { a = dominators[a] } else { b = dominators[b] }
    }
    return a
  }

  /// Returns the layers between two values if these are in a row, at most as many as an activation is made of.
  func layers(of end: Int, from start: Int) -> [any Layer]? {
    var (layers, vertex) = ([any Layer](), end)
    while vertex != start {
      guard case .layers(let own, let source) = vertices[vertex], layers.count < 2 else { return nil }
      layers = own + layers
      vertex = source
    }
    return layers.isEmpty ? nil : layers
  }

  /// Returns all layers that a value is made by, in groups, with names that no other layer of their group has.
  ///
  /// - Throws: `NodeFailure` when there are no groups that are wired so.
  func layers(to end: Int) throws(NodeFailure) -> [any Layer] {
    let users = users(to: end)
    return Self.named(try chain(from: input, to: end, users), within: "")
  }

  /// Returns who uses each value on the way to one.
  private func users(to end: Int) -> [Int: Set<Int>] {
    var (users, open) = ([Int: Set<Int>](), [end])
    while let vertex = open.popLast() {
      for source in sources(vertices[vertex]) {
        if users[source] == nil { open.append(source) }
        users[source, default: []].insert(vertex)
      }
    }
    return users
  }

  /// Returns the layers that make `end` of `start`, which is on every way to it.
  private func chain(from start: Int, to end: Int, _ users: [Int: Set<Int>]) throws(NodeFailure)
    -> [any Layer]
  {
    var (parts, vertex) = ([[any Layer]](), end)
    while vertex != start {
      switch vertices[vertex] {
      case .input: throw NodeFailure("its blocks are not nested in each other")
      case .layers(let layers, let source):
        parts.append(layers)
        vertex = source
      case .joint:
        parts.append([try block(vertex, users)])
        vertex = dominators[vertex]
      }
    }
    return parts.reversed().flatMap(\.self)
  }

  /// Returns the values between a joint and the one that all its ways come from, in order.
  private func inside(_ joint: Int) -> Set<Int> {
    var (inside, open) = (Set<Int>(), sources(vertices[joint]))
    while let vertex = open.popLast() {
      guard vertex != dominators[joint], inside.insert(vertex).inserted else { continue }
      open += sources(vertices[vertex])
    }
    return inside
  }

  /// Returns the group that ends with a joint.
  private func block(_ end: Int, _ users: [Int: Set<Int>]) throws(NodeFailure) -> any Layer {
    guard case .joint(let joint, let ends) = vertices[end] else { throw .unknownShape }
    let start = dominators[end]
    // Joints inside are blocks themselves, which nothing from outside takes a value of.
    var own = inside(end)
    for vertex in own.sorted(by: >) where own.contains(vertex) {
      guard case .joint = vertices[vertex] else { continue }
      let nested = inside(vertex)
      guard nested.allSatisfy({ (users[$0] ?? []).isSubset(of: nested.union([vertex])) }) else {
        throw NodeFailure(
          "a value is used inside and outside of a block; sums and concatenations have to be nested in each other"
        )
      }
      own.subtract(nested)
    }
    /// What each value inside is made of.
    func source(_ vertex: Int) -> Int {
      if case .layers(_, let source) = vertices[vertex] { source } else { dominators[vertex] }
    }
    // Values that only the next one takes are in a row with it.
    let members = own.sorted()
    let heads = members.filter { vertex in
      let inner = members.filter { source($0) == vertex }
      return inner.count + ends.count { $0 == vertex } != 1 || ends.contains(vertex)
    }
    var rows: [(layers: [any Layer], source: Int)] = []
    for head in heads {
      var (parts, vertex) = ([[any Layer]](), head)
      repeat {
        if case .layers(let layers, _) = vertices[vertex] {
          parts.append(layers)
        } else {
          parts.append([try block(vertex, users)])
        }
        vertex = source(vertex)
      } while vertex != start && !heads.contains(vertex)
      rows.append((parts.reversed().flatMap(\.self), vertex))
    }
    guard !rows.isEmpty else { throw NodeFailure("it joins a value with itself") }
    if rows.allSatisfy({ $0.source == start }), Set(ends).count == ends.count {
      let branches = ends.map { end in heads.firstIndex(of: end).map { rows[$0].layers } ?? [] }
      if let block = Self.known(joint, branches) { return block }
    }
    func wired(_ vertex: Int) -> Wiring.Source { heads.firstIndex(of: vertex).map { .member($0) } ?? .input }
    let wiring = Wiring(sources: rows.map { wired($0.source) }, outputs: ends.map(wired), joint: joint)
    return Wired(wiring) { rows.map { Self.one($0.layers) } }
  }

  /// Returns branches side by side as the block that people know them by; nil if there is none.
  private static func known(_ joint: Wiring.Joint, _ branches: [[any Layer]]) -> (any Layer)? {
    switch joint {
    case .concatenation:
      guard branches.allSatisfy({ !$0.isEmpty }) else { return nil }
      return Parallel { branches.map(one) }
    case .sum:
      guard branches.count == 2 else { return nil }
      let isSwapped = branches[1].count > branches[0].count
      let (body, shortcut) = isSwapped ? (branches[1], branches[0]) : (branches[0], branches[1])
      return Residual {
        body
      } shortcut: {
        shortcut
      }
    }
  }

  private static func one(_ layers: [any Layer]) -> any Layer {
    layers.count == 1 ? layers[0] : Sequential { layers }
  }
}

extension NetworkFlow {
  /// Returns layers with the names that they have in their group.
  ///
  /// In the file names are those of the whole network, such as `layer1.0.conv1`. A group is called by what the names in
  /// it have in common, so that its parameters are called as in the file.
  private static func named(_ layers: [any Layer], within path: String) -> [any Layer] {
    var taken: Set<String> = []
    func ownName(_ layer: any Layer) -> String {
      var name = layer.name
      if !path.isEmpty, name.hasPrefix(path + "."), name.count > path.count + 1 {
        name = String(name.dropFirst(path.count + 1))
      }
      let base = name
      var number = 2
      while !name.isEmpty, !taken.insert(name).inserted {
        name = "\(base)_\(number)"
        number += 1
      }
      return name
    }
    // Layers with parameters come first, as their names are those of the parameters.
    var layers = layers
    for hasParameters in [true, false] {
      for index in layers.indices where layers[index].parameters.isEmpty != hasParameters {
        if !(layers[index] is any LayerGroup) { layers[index].name = ownName(layers[index]) }
      }
    }
    return layers.map { layer in
      guard var group = layer as? any LayerGroup else { return layer }
      let common = commonPath(leaves(group).filter { !$0.parameters.isEmpty }.map(\.name))
      let isInner = common.count > path.count && (path.isEmpty || common.hasPrefix(path + "."))
      var inner = path
      if isInner {
        let name = String(common.dropFirst(path.isEmpty ? 0 : path.count + 1))
        if taken.insert(name).inserted {
          group.name = name
          inner = common
        }
      }
      group.members = named(group.members, within: inner)
      return group
    }
  }

  private static func leaves(_ layer: any Layer) -> [any Layer] {
    (layer as? any LayerGroup)?.members.flatMap(leaves) ?? [layer]
  }

  /// Returns the parts between dots with which all names begin, without their last parts.
  private static func commonPath(_ names: [String]) -> String {
    let paths = names.map { $0.split(separator: ".", omittingEmptySubsequences: false).dropLast() }
    guard var common = paths.first else { return "" }
    for path in paths { common = common.prefix(zip(common, path).prefix { $0 == $1 }.count) }
    return common.joined(separator: ".")
  }
}
