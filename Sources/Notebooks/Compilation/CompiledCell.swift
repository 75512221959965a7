/// A cell that the compiler has accepted.
struct CompiledCell: Sendable, Equatable {
  /// The module that the cell became.
  var moduleName: String
  /// The path of its dynamic library.
  var library: String
  /// What it declares for later cells.
  var declarations: [CellOutline.Declaration]
  /// The compiler's warnings.
  var warnings: [Diagnostic]
}
