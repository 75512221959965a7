internal import Display

/// Compares the data behind two figures: the series as numbers, all else as it is.
struct SeriesComparison {
  /// How far numbers may be from the stored ones.
  let tolerance: Tolerance

  /// The most differences that are told of one figure.
  private static let limit = 5

  /// Returns what differs, the path of each value first: `panels[0].series[1].y[17]`.
  func compare(_ stored: String, _ found: String) -> [OutputComparison.Part] {
    guard let old = try? JSONParser.parse(stored), let new = try? JSONParser.parse(found) else {
      return [.init(subject: "its data", stored: stored, found: found)]
    }
    return compare(old, new)
  }

  /// Returns what differs between two values.
  func compare(_ stored: JSON, _ found: JSON) -> [OutputComparison.Part] {
    if stored == found { return [] }
    var parts: [OutputComparison.Part] = []
    compare(stored, found, at: "", into: &parts)
    if parts.count > SeriesComparison.limit {
      let rest = parts.count - SeriesComparison.limit
      parts.removeLast(rest)
      parts.append(.init(subject: "and \(rest) more of its values", stored: nil, found: nil))
    }
    return parts
  }

  private func compare(
    _ stored: JSON, _ found: JSON, at path: String, into parts: inout [OutputComparison.Part]
  ) {
    switch (stored, found) {
    case (.array(let old), .array(let new)) where old.count == new.count:
      for (index, (left, right)) in zip(old, new).enumerated() {
        compare(left, right, at: "\(path)[\(index)]", into: &parts)
      }
    case (.object(let old), .object(let new)) where old.list.map(\.key) == new.list.map(\.key):
      for (left, right) in zip(old.list, new.list) {
        compare(left.value, right.value, at: path.isEmpty ? left.key : "\(path).\(left.key)", into: &parts)
      }
    case (.number(let old), .number(let new)):
      if !tolerance.allows(old, new) { parts.append(.init(subject: path, stored: old, found: new)) }
    case (.string(let old), .string(let new)):
      if !tolerance.allows(old, new) { parts.append(.init(subject: path, stored: old, found: new)) }
    default:
      if stored != found {
        parts.append(.init(subject: path, stored: summary(stored), found: summary(found)))
      }
    }
  }

  private func summary(_ value: JSON) -> String {
    switch value {
    case .array(let values): "a list of \(values.count)"
    case .object(let members): "'" + members.list.map(\.key).joined(separator: "', '") + "'"
    case .null, .bool, .number, .string: value.text
    }
  }
}
