/// Collects the panels of a figure.
///
/// Every form of control flow works; `nil` adds nothing.
@resultBuilder
public enum FigureBuilder {
  /// One panel.
  public static func buildExpression(_ panel: any Panel) -> [any Panel] { [panel] }
  /// A panel, or nothing.
  public static func buildExpression(_ panel: (any Panel)?) -> [any Panel] { panel.map { [$0] } ?? [] }
  /// Several panels.
  public static func buildExpression(_ panels: [any Panel]) -> [any Panel] { panels }
  /// No panels.
  public static func buildBlock() -> [any Panel] { [] }
  /// The first statement.
  public static func buildPartialBlock(first: [any Panel]) -> [any Panel] { first }
  /// A further statement.
  public static func buildPartialBlock(accumulated: [any Panel], next: [any Panel]) -> [any Panel] {
    accumulated + next
  }
  /// An `if` without `else`.
  public static func buildOptional(_ panels: [any Panel]?) -> [any Panel] { panels ?? [] }
  /// The first branch of an `if` or `switch`.
  public static func buildEither(first panels: [any Panel]) -> [any Panel] { panels }
  /// The other branches of an `if` or `switch`.
  public static func buildEither(second panels: [any Panel]) -> [any Panel] { panels }
  /// A `for` loop.
  public static func buildArray(_ panels: [[any Panel]]) -> [any Panel] { panels.flatMap(\.self) }
}
