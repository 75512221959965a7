/// One number whose formula is asked for, by (row, column) from 0.
public struct TermsTarget: Sendable, Hashable {
  enum Kind: Sendable {
    case input, filter, output
  }

  let kind: Kind
  let position: Position
  /// The number of the filter, of which it may be any where there is only one.
  let filter: Int
  let channel: Int

  /// The gradient to a pixel of the input, `dx`.
  public static func input(_ row: Int, _ column: Int, channel: Int = 0) -> TermsTarget {
    TermsTarget(kind: .input, position: Position(row: row, column: column), filter: 0, channel: channel)
  }

  /// The gradient to an element of a filter, `dw`.
  public static func filter(_ row: Int, _ column: Int, of filter: Int = 0, channel: Int = 0) -> TermsTarget {
    TermsTarget(kind: .filter, position: Position(row: row, column: column), filter: filter, channel: channel)
  }

  /// A pixel of the output, `z`.
  public static func output(_ row: Int, _ column: Int, filter: Int = 0) -> TermsTarget {
    TermsTarget(kind: .output, position: Position(row: row, column: column), filter: filter, channel: 0)
  }
}
