internal import Display
internal import Yams

/// How a sweep finds its settings.
public enum SweepSettings: Sendable {
  /// Every combination of the values that `name=value,value` lists for each parameter.
  case grid([String])
  /// The lines of a table with tabs, whose first line names the parameters.
  case table(path: String)
  /// So many settings, drawn from the ranges that the notebook declares.
  case random(count: Int, seed: UInt64)

  /// The most settings of one sweep.
  private static let mostSettings = 100_000

  /// Returns the settings for `notebook`, each once.
  ///
  /// - Parameter fractions: Gives, for a seed, random numbers from 0 to below 1.
  /// - Throws: `NotebookError.parameter` for a parameter that the notebook lacks, a value that it does not take, or two
  ///   settings that are the same; `.unreadable` for a table that cannot be read.
  public func settings(
    of notebook: Notebook, fractions: (_ seed: UInt64) -> () -> Double
  ) throws(NotebookError) -> [SweepSetting] {
    let settings: [(origin: String, setting: SweepSetting)]
    switch self {
    case .grid(let axes): settings = try Self.grid(axes, of: notebook)
    case .table(let path): settings = try Self.table(path, of: notebook)
    case .random(let count, let seed):
      return try Self.random(count, of: notebook, fractions(seed))
    }
    var origins: [String: String] = [:]
    for (origin, setting) in settings {
      if let other = origins.updateValue(origin, forKey: setting.folder) {
        throw .parameter(
          origin: origin,
          reason: other == origin
            ? "\(setting.folder) comes twice" : "\(setting.folder) is the setting of \(other), too")
      }
    }
    return settings.map(\.setting)
  }

  // MARK: Grid

  private static func grid(
    _ axes: [String], of notebook: Notebook
  ) throws(NotebookError) -> [(String, SweepSetting)] {
    var settings = [SweepSetting(assignments: [])]
    var names: Set<String> = []
    for axis in axes {
      let origin = "--grid \(axis)"
      guard let equals = axis.firstIndex(of: "="), equals != axis.startIndex else {
        throw .parameter(origin: origin, reason: "expected 'name=value,value'")
      }
      let name = String(axis[..<equals])
      guard names.insert(name).inserted else {
        throw .parameter(origin: origin, reason: "'\(name)' has values already")
      }
      var values: [SweepSetting.Assignment] = []
      for text in try texts(String(axis[axis.index(after: equals)...]), origin) {
        values.append(try assignment(name, text, of: notebook, origin))
      }
      guard settings.count * values.count <= mostSettings else {
        throw .parameter(origin: origin, reason: "these are more than \(mostSettings) settings")
      }
      settings = settings.flatMap { setting in
        values.map { SweepSetting(assignments: setting.assignments + [$0]) }
      }
    }
    return settings.map { ("--grid", $0) }
  }

  /// Returns the values of a list with commas; those in brackets or quotes are one value.
  private static func texts(_ list: String, _ origin: String) throws(NotebookError) -> [String] {
    let node = try? Yams.compose(yaml: "[\(list)]")
    let texts = node?.sequence?.map { node in
      node.scalar?.string
        ?? node.sequence.map { "[" + $0.map { $0.scalar?.string ?? "" }.joined(separator: ", ") + "]" } ?? ""
    }
    guard let texts, !texts.isEmpty else {
      throw .parameter(origin: origin, reason: "expected 'name=value,value'")
    }
    return texts
  }

  // MARK: Table

  private static func table(
    _ path: String, of notebook: Notebook
  ) throws(NotebookError) -> [(String, SweepSetting)] {
    let text = TextFile.withUnixLineEnds(try TextFile.read(path, takesStreams: true))
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard let head = lines.first, lines.count > 1 else {
      throw .unreadable(
        path: path,
        reason: "expected a line with the names of parameters, and one with values for each setting")
    }
    guard lines.count <= mostSettings + 1 else {
      throw .unreadable(path: path, reason: "it has more than \(mostSettings) settings")
    }
    let names = head.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw .unreadable(path: path, reason: "it has two columns '\(name)'")
    }
    var settings: [(String, SweepSetting)] = []
    for (index, line) in lines.enumerated().dropFirst() {
      let origin = "\(path):\(index + 1)"
      let texts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard texts.count == names.count else {
        throw .parameter(
          origin: origin, reason: "expected \(names.count) values with tabs between them, not \(texts.count)")
      }
      var assignments: [SweepSetting.Assignment] = []
      for (name, text) in zip(names, texts) {
        assignments.append(try assignment(name, text, of: notebook, origin))
      }
      settings.append((origin, SweepSetting(assignments: assignments)))
    }
    return settings
  }

  // MARK: Random

  private static func random(
    _ count: Int, of notebook: Notebook, _ fraction: () -> Double
  ) throws(NotebookError) -> [SweepSetting] {
    let parameters = notebook.frontMatter.parameters.filter { $0.range != nil }
    if parameters.isEmpty {
      throw .parameter(
        origin: "--random \(count)",
        reason: "no parameter of \(notebook.path) has a range, such as "
          + "'rate: { value: 0.1, min: 0.001, max: 1, scale: log }'")
    }
    var settings: [SweepSetting] = []
    var folders: Set<String> = []
    // Where there are fewer different settings than wanted, some never come.
    for _ in 0..<(100 * count) where settings.count < count {
      let assignments = parameters.map { parameter in
        let value = parameter.range?.value(at: fraction(), parameter.value.kind) ?? parameter.value
        return SweepSetting.Assignment(name: parameter.name, text: value.assigned, value: value)
      }
      let setting = SweepSetting(assignments: assignments)
      if folders.insert(setting.folder).inserted { settings.append(setting) }
    }
    guard settings.count == count else {
      throw .parameter(
        origin: "--random \(count)", reason: "of these ranges only \(settings.count) settings were found")
    }
    return settings
  }

  private static func assignment(
    _ name: String, _ text: String, of notebook: Notebook, _ origin: String
  ) throws(NotebookError) -> SweepSetting.Assignment {
    var changed = notebook
    try changed.apply([ParameterOverride(assignment: "\(name)=\(text)", origin: origin)])
    let value = changed.frontMatter.parameters.first { $0.name == name }?.value
    return .init(name: name, text: text, value: value ?? .text(text))
  }
}

extension ParameterValue {
  /// The value as it stands behind `-p name=`.
  var assigned: String {
    switch self {
    case .integer, .decimal, .choice: literal
    case .text(let text): text
    case .list(_, let values): "[" + values.map(\.assigned).joined(separator: ", ") + "]"
    }
  }
}
