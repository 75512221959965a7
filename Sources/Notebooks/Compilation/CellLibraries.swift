internal import Foundation

/// What cells can import: the modules that were built with the program.
public struct CellLibraries: Sendable, Equatable {
  /// The modules that every cell imports without saying so.
  public var implicitImports: [String]
  /// The C modules that those modules use inside and show to nobody.
  public var hiddenModules: [String]
  /// The folder with the `.swiftmodule` files.
  public var moduleFolder: String

  /// Returns what lies beside the program at `executable`, where the package manager builds it.
  ///
  /// - Throws: `NotebookError.modulesMissing` when a module is not there.
  public static func besideProgram(
    at executable: String, implicitImports: [String], hiddenModules: [String]
  ) throws(NotebookError) -> CellLibraries {
    let folder = (executable as NSString).deletingLastPathComponent + "/Modules"
    for module in implicitImports
    where !FileManager.default.fileExists(atPath: "\(folder)/\(module).swiftmodule") {
      throw .modulesMissing(searched: folder)
    }
    return CellLibraries(
      implicitImports: implicitImports, hiddenModules: hiddenModules, moduleFolder: folder)
  }

  /// A module map in which the hidden modules are empty.
  ///
  /// The compiler looks for every module that an imported one imports, hidden or not. Nothing of a hidden
  /// module can be named in a cell, so an empty one serves, and no C header is needed or read.
  var moduleMap: String { hiddenModules.map { "module \($0) {}\n" }.joined() }
}
