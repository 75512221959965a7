/// Collects the layers written between the braces of ``Sequential``; `if`, `else`, `for` and `nil` work.
@resultBuilder
public enum LayerBuilder {
  /// One layer.
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }

  /// A layer that may be missing: `nil` adds nothing.
  public static func buildExpression(_ layer: (any Layer)?) -> [any Layer] { layer.map { [$0] } ?? [] }

  /// Several layers, as a function returns them.
  public static func buildExpression(_ layers: [any Layer]) -> [any Layer] { layers }

  /// No layers.
  public static func buildBlock() -> [any Layer] { [] }

  /// The first layers.
  public static func buildPartialBlock(first: [any Layer]) -> [any Layer] { first }

  /// The layers so far, and the next ones.
  public static func buildPartialBlock(accumulated: [any Layer], next: [any Layer]) -> [any Layer] {
    accumulated + next
  }

  /// The layers of an `if` without `else`.
  public static func buildOptional(_ layers: [any Layer]?) -> [any Layer] { layers ?? [] }

  /// The layers of an `if`.
  public static func buildEither(first: [any Layer]) -> [any Layer] { first }

  /// The layers of an `else`.
  public static func buildEither(second: [any Layer]) -> [any Layer] { second }

  /// The layers of each round of a `for`.
  public static func buildArray(_ layers: [[any Layer]]) -> [any Layer] { layers.flatMap(\.self) }

  /// The layers under an availability condition.
  public static func buildLimitedAvailability(_ layers: [any Layer]) -> [any Layer] { layers }
}
