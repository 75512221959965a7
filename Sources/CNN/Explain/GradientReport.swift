/// How far computed gradients are from measured ones, tensor by tensor.
public struct GradientReport: Sendable, Equatable {
  /// The comparison for the input or one parameter.
  public struct Entry: Sendable, Equatable {
    /// `x`, or the parameter's name.
    public let name: String
    /// The shape of the tensor.
    public let shape: Shape
    /// The number of its elements that were varied.
    public let checked: Int
    /// The largest measured gradient, as a magnitude.
    public let largestGradient: Double
    /// The largest difference between the computed and the measured gradient.
    public let largestDifference: Double
    /// The number of elements at which the function has a kink, with the gradient between the slopes on both sides.
    public let kinks: Int
    /// The relative error up to which the gradient counts as right.
    public let tolerance: Double
    /// The largest difference as a part of the largest gradient (of 10⁻⁶ where that is less).
    public var relativeError: Double { largestDifference / max(largestGradient, 1e-6) }
  }

  /// The input first, then the parameters.
  public let entries: [Entry]
  /// The relative error up to which gradients count as right; the largest of all entries.
  public var tolerance: Double { entries.map(\.tolerance).max() ?? 0 }

  /// The largest relative error of all.
  public var largestError: Double { entries.reduce(0) { max($0, $1.relativeError) } }

  /// Whether all gradients agree within the tolerance.
  public var passed: Bool { entries.allSatisfy { $0.relativeError <= $0.tolerance } }
}

extension GradientReport: Displayable, CustomStringConvertible {
  /// The comparison as a table.
  public var table: Table {
    let verdict = passed ? "passed" : "FAILED"
    return Table(
      "gradient check \(verdict), tolerance \(Self.scientific(tolerance))",
      columns: [
        "with respect to", "shape", "elements checked", "largest gradient", "largest relative error",
      ],
      rows: entries.map {
        [
          $0.name, "\($0.shape)",
          "\($0.checked)\($0.kinks == 0 ? "" : $0.kinks == 1 ? " (1 kink)" : " (\($0.kinks) kinks)")",
          NumberFormat.fixed($0.largestGradient, positions: 4),
          Self.scientific($0.relativeError),
        ]
      },
      alignments: [.left, .left, .right, .right, .right])
  }

  /// The comparison as a table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The comparison as an aligned text.
  public var description: String { "\(table.caption)\n\(table)" }

  /// Returns a number as one digit and a power of ten, such as `3e-08`.
  private static func scientific(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "\(value)" }
    var (digit, exponent) = (value, 0)
    while digit < 1 { (digit, exponent) = (digit * 10, exponent - 1) }
    while digit.rounded() >= 10 { (digit, exponent) = (digit / 10, exponent + 1) }
    return "\(NumberFormat.fixed(digit, positions: 0))e\(exponent)"
  }
}
