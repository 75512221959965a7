/// A cell that the compiler has accepted.
package struct CompiledCell: Sendable, Equatable {
  /// The module that the cell became.
  package var moduleName: String
  /// The path of its dynamic library.
  package var library: String
  /// What it imports, for itself and for later cells.
  package var imports: [String]
  /// What it declares for later cells.
  package var declarations: [Declaration]
  /// The compiler's warnings.
  package var warnings: [Diagnostic]
  /// How many lines the cell has moved down in the file since it was compiled.
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
