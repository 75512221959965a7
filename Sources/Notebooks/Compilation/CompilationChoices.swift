/// How cells are compiled, where what they give is the same either way.
public struct CompilationChoices: Sendable, Equatable {
  /// Which cells become one module.
  public enum Grouping: String, CaseIterable, Sendable {
    /// Consecutive ones that mean the same in one file.
    case inGroups = "in-groups"
    /// Each by itself.
    case oneByOne = "one-by-one"
  }

  /// Which cells the compiler optimizes.
  public enum Optimization: String, CaseIterable, Sendable {
    /// Those that say so, and of the others those with loops of their own.
    case automatic
    /// All.
    case all
    /// None.
    case none
  }

  /// Which cells become one module.
  public var grouping = Grouping.inGroups
  /// Which cells the compiler optimizes.
  public var optimization = Optimization.automatic

  /// What submitted cells have to declare; nil for a run that grades nothing.
  package var interfaces: ExerciseInterfaces?

  /// Creates the choices of a run that says nothing else.
  public init() {}
}
