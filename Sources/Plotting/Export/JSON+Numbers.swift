internal import Display

extension JSON {
  /// Returns numbers as JSON.
  ///
  /// What is exactly a `Float` takes a `Float`'s shorter digits.
  ///
  /// Most data comes from `Float` tensors, whose values would need 17 digits as `Double`.
  static func numbers(_ values: [Double]) -> JSON {
    .array(values.map(number))
  }

  /// Larger matrices are left out of the data of a figure, which they would make unreadably large.
  private static let matrixLimit = 1_000_000

  /// Returns rows of numbers as JSON; of more than a million, their count only.
  static func numbers(_ rows: [[Double]]) -> JSON {
    let count = rows.reduce(0) { $0 + $1.count }
    return count > matrixLimit
      ? .object(["count": .int(count)]) : .array(rows.map { numbers($0) })
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
