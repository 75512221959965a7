/// Collects the marks of an `Axes` panel.
///
/// Every form of control flow works; `nil` adds nothing.
@resultBuilder
public enum MarkBuilder {
  /// One mark.
  public static func buildExpression(_ mark: any Mark) -> [any Mark] { [mark] }
  /// A mark, or nothing.
  public static func buildExpression(_ mark: (any Mark)?) -> [any Mark] { mark.map { [$0] } ?? [] }
  /// Several marks.
  public static func buildExpression(_ marks: [any Mark]) -> [any Mark] { marks }
  /// No marks.
  public static func buildBlock() -> [any Mark] { [] }
  /// The first statement.
  public static func buildPartialBlock(first: [any Mark]) -> [any Mark] { first }
  /// A further statement.
  public static func buildPartialBlock(accumulated: [any Mark], next: [any Mark]) -> [any Mark] {
    accumulated + next
  }
  /// An `if` without `else`.
  public static func buildOptional(_ marks: [any Mark]?) -> [any Mark] { marks ?? [] }
  /// The first branch of an `if` or `switch`.
  public static func buildEither(first marks: [any Mark]) -> [any Mark] { marks }
  /// The other branches of an `if` or `switch`.
  public static func buildEither(second marks: [any Mark]) -> [any Mark] { marks }
  /// A `for` loop.
  public static func buildArray(_ marks: [[any Mark]]) -> [any Mark] { marks.flatMap(\.self) }
}
