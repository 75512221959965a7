internal import Digest
internal import Display

extension JSON {
  /// The most numbers of a series or a matrix that are kept one by one.
  private static let limit = 20_000
  /// The number of points that are kept of a longer series.
  private static let kept = 2_000

  /// Returns numbers as JSON.
  ///
  /// What is exactly a `Float` takes a `Float`'s shorter digits.
  ///
  /// Most data comes from `Float` tensors, whose values would need 17 digits as `Double`.
  static func numbers(_ values: [Double]) -> JSON {
    .array(values.map(number))
  }

  /// Returns what a mark draws: columns of numbers with their names.
  ///
  /// Of more than 20,000 points there are 2,000 at equal distances, and a digest by which a change of any other point is
  /// found.
  static func series(
    _ kind: String, _ label: String, _ columns: KeyValuePairs<String, [Double]>, _ others: Members = [:]
  ) -> JSON {
    var members: Members = ["kind": .string(kind), "label": .string(label)]
    let count = columns.map(\.value.count).max() ?? 0
    if count > limit {
      members.list += [
        Member(key: "count", value: .int(count)),
        Member(key: "digest", value: .string(digest(columns.lazy.map(\.value)))),
      ]
    }
    for (name, values) in columns {
      let shown = count > limit ? (0..<kept).map { values[$0 * (values.count - 1) / (kept - 1)] } : values
      members.list.append(Member(key: name, value: numbers(shown)))
    }
    members.list += others.list
    return .object(members)
  }

  /// Returns rows of numbers as JSON; of more than 20,000 numbers, their count and a digest.
  static func numbers(_ rows: [[Double]]) -> JSON {
    let count = rows.reduce(0) { $0 + $1.count }
    return count > limit
      ? .object(["count": .int(count), "digest": .string(digest(rows))]) : .array(rows.map { numbers($0) })
  }

  /// Returns a digest of the numbers' bits, and of how they are divided into rows.
  private static func digest(_ rows: some Sequence<[Double]>) -> String {
    var hash = SHA256()
    for row in rows {
      for values in [[Double(row.count)], row] {
        values.withUnsafeBytes { hash.update($0.bindMemory(to: UInt8.self)) }
      }
    }
    return hash.finishedText()
  }

  /// Returns a number as JSON; what is exactly a `Float` takes a `Float`'s shorter digits.
  static func number(_ value: Double) -> JSON {
    let float = Float(value)
    return Double(float) == value ? .float(float) : .double(value)
  }

  /// Returns a number that is a whole one without a point.
  static func whole(_ value: Double) -> JSON {
    Int(exactly: value).map(JSON.int) ?? .double(value)
  }

  /// Returns texts as JSON.
  static func strings(_ values: [String]) -> JSON {
    .array(values.map(JSON.string))
  }
}
