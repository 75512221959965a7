/// How the names of a file's tensors become those of a model, or how a model's tensors are named in a file.
///
/// PyTorch names the layers of an `nn.Sequential` by their numbers. A dictionary gives them the names that they have
/// here:
///
///     try model.load(from: "net.safetensors", names: ["0": "conv1", "3": "fc"])
///
/// A key is the name of a tensor in the file, or the beginning of names up to a dot: `"0"` stands for `0.weight` and
/// `0.bias`. Of several keys the longest counts, and names without a key stay as they are. The value `""` takes the
/// beginning away, as in `["module": ""]`.
///
/// A model that is saved with a mapping gets the names that the mapping turns back into its own.
public struct NameMapping: Sendable, ExpressibleByDictionaryLiteral {
  private enum Rule {
    case keys([String: String])
    case function(@Sendable (String) -> String?)
    case position
  }

  private let rule: Rule

  /// The names stay as they are.
  public static let same: NameMapping = [:]

  /// The layers of the file and those of the model that have tensors belong together in order.
  ///
  /// The file's layers must have numbers where their names differ, as in PyTorch's `nn.Sequential`: `features.0`,
  /// `features.3`. The order of other names is not in the file. A model that is saved so has such numbers: layers are
  /// counted from 0, also those without tensors.
  public static let byPosition = NameMapping(rule: .position)

  /// The function gives a tensor's name in the model, or nil to leave the tensor out.
  ///
  /// It is for loading only, as it does not say what becomes of the model's names.
  public static func renaming(_ function: @escaping @Sendable (String) -> String?) -> NameMapping {
    NameMapping(rule: .function(function))
  }

  /// Creates a mapping by the names in a file.
  public init(_ names: [String: String]) { rule = .keys(names) }

  /// Creates a mapping by the names in a file; of equal keys the last one counts.
  public init(dictionaryLiteral elements: (String, String)...) {
    rule = .keys(Dictionary(elements) { $1 })
  }

  private init(rule: Rule) { self.rule = rule }

  /// Returns the name in the model of each of a file's tensors, or nil for those that are left out.
  ///
  /// - Parameter owners: The model's layers that have tensors, in order.
  /// - Throws: `FileError` when a key has no tensor, or positions leave open what belongs together.
  func names(for tensors: [String], owners: [LayerPath], path: String) throws(FileError) -> [String?] {
    switch rule {
    case .function(let function): return tensors.map(function)
    case .keys(let keys):
      let paths = tensors.map(Self.beginnings)
      for key in keys.keys.sorted() where !paths.contains(where: { $0.contains(key) }) {
        throw FileError(
          path: path,
          .inconsistent("the mapping of names has \"\(key)\", but the file has \(FileError.list(tensors))"))
      }
      return zip(tensors, paths).map { name, beginnings in
        guard let key = beginnings.last(where: { keys[$0] != nil }), let start = keys[key] else {
          return name
        }
        let rest = name.dropFirst(key.count)
        return start.isEmpty ? String(rest.dropFirst()) : start + rest
      }
    case .position:
      let layers = try Self.inOrder(Set(tensors.map(Self.layer)), path: path)
      guard layers.count == owners.count else {
        throw FileError(
          path: path,
          .inconsistent(
            "names by position need equally many layers: the file has \(FileError.list(layers)), "
              + "the model \(FileError.list(owners.map(\.name)))"))
      }
      let owner = Dictionary(uniqueKeysWithValues: zip(layers, owners.map(\.name)))
      return tensors.map { name in
        let layer = Self.layer(name)
        return owner[layer].map { "\($0)\(name.dropFirst(layer.count))" }
      }
    }
  }

  /// Returns the names in a file that become those of a model's tensors.
  ///
  /// - Parameter owners: The model's layers that have tensors, in order.
  /// - Throws: `FileError` when there are no such names, or the mapping leaves open which.
  func fileNames(for tensors: [String], owners: [LayerPath], path: String) throws(FileError) -> [String] {
    let stored: [String]
    switch rule {
    case .function:
      throw FileError(
        path: path,
        .inconsistent(
          "a function gives no names for the file. Give them in a dictionary, as in `names: [\"0\": \"conv1\"]`"
        ))
    case .position:
      let numbers = Dictionary(uniqueKeysWithValues: owners.map { ($0.name, $0.numbers) })
      stored = tensors.map { name in
        let layer = Self.layer(name)
        return (numbers[layer] ?? layer) + name.dropFirst(layer.count)
      }
    case .keys(let keys):
      let starts = Dictionary(grouping: keys.keys) { keys[$0] ?? "" }
      let paths = tensors.map { [""] + Self.beginnings($0) }
      for start in starts.keys.sorted() where !paths.contains(where: { $0.contains(start) }) {
        throw FileError(
          path: path,
          .inconsistent("the mapping of names has \"\(start)\", but the model has \(FileError.list(tensors))")
        )
      }
      stored = zip(tensors, paths).map { name, beginnings in
        guard let start = beginnings.last(where: { starts[$0] != nil }), let key = starts[start]?.min() else {
          return name
        }
        return key + (start.isEmpty ? ".\(name)" : name.dropFirst(start.count))
      }
    }
    for (name, back) in zip(tensors, try names(for: stored, owners: owners, path: path)) where name != back {
      throw FileError(
        path: path,
        .inconsistent("the file's name of \"\(name)\" would be read as \"\(back ?? "")\""))
    }
    return stored
  }

  /// Returns `a`, `a.b` and `a.b.c` for the name `a.b.c`.
  private static func beginnings(_ name: String) -> [String] {
    name.indices.filter { name[$0] == "." }.map { String(name[..<$0]) } + [name]
  }

  /// Returns the name of the layer that a tensor belongs to: what stands before the last dot.
  private static func layer(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
  }

  /// Returns the names of layers in the order of their numbers.
  ///
  /// - Throws: `FileError` when two names first differ in something else than a number.
  private static func inOrder(_ names: Set<String>, path: String) throws(FileError) -> [String] {
    let parts = names.map { name in (name: name, parts: name.split(separator: ".").map(String.init)) }
    func difference(_ a: [String], _ b: [String]) -> (Int, Int)? {
      guard let (first, second) = zip(a, b).first(where: { $0 != $1 }), let first = Int(first),
        let second = Int(second)
      else { return nil }
      return (first, second)
    }
    let sorted = parts.sorted { a, b in
      difference(a.parts, b.parts).map { $0.0 < $0.1 } ?? a.parts.lexicographicallyPrecedes(b.parts)
    }
    for (a, b) in zip(sorted, sorted.dropFirst()) where difference(a.parts, b.parts) == nil {
      throw FileError(
        path: path,
        .inconsistent(
          "the order of the layers \"\(a.name)\" and \"\(b.name)\" is not in the file, as their names are no "
            + "numbers. Map the names instead: `names: [\"\(a.name)\": …]`"))
    }
    return sorted.map(\.name)
  }
}

/// Where a layer is in a model: `block.conv1`, and `1.0` by the numbers of the layers.
struct LayerPath {
  let name: String
  let numbers: String
}
