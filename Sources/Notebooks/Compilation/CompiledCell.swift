/// A cell that the compiler has accepted, or several that it has compiled together.
package struct CompiledCell: Sendable, Equatable {
  /// The module that the cells became.
  package var moduleName: String
  /// The path of its dynamic library.
  package var library: String
  /// What they import, for themselves and for later cells.
  package var imports: [String]
  /// What they declare for later cells.
  package var declarations: [Declaration]
  /// The compiler's warnings.
  package var warnings: [Diagnostic]
  /// How many lines the cells have moved down in the file since they were compiled.
  package var movedLines = 0

  /// Creates a description.
  package init(
    moduleName: String, library: String, imports: [String] = [], declarations: [Declaration],
    warnings: [Diagnostic] = []
  ) {
    self.moduleName = moduleName
    self.library = library
    self.imports = imports
    self.declarations = declarations
    self.warnings = warnings
  }
}
