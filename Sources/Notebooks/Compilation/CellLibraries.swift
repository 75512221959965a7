internal import Foundation

/// What cells can import: the modules that were built with the program.
public struct CellLibraries: Sendable, Equatable {
  /// The modules that every cell imports without saying so.
  public var implicitImports: [String]
  /// The folder with the `.swiftmodule` files.
  public var moduleFolder: String
  /// The module maps of the C libraries that those modules use.
  public var moduleMaps: [String]

  /// Creates a description from its parts.
  public init(implicitImports: [String], moduleFolder: String, moduleMaps: [String]) {
    self.implicitImports = implicitImports
    self.moduleFolder = moduleFolder
    self.moduleMaps = moduleMaps
  }

  /// Returns what lies beside the program at `executable`, as the package manager builds it: the modules in
  /// the same folder, the C libraries' module maps in the `Sources` of the package around it.
  public static func besideProgram(
    at executable: String, implicitImports: [String]
  ) throws(NotebookError) -> CellLibraries {
    let folder = (executable as NSString).deletingLastPathComponent
    let modules = folder + "/Modules"
    let files = FileManager.default
    guard implicitImports.allSatisfy({ files.fileExists(atPath: "\(modules)/\($0).swiftmodule") }) else {
      throw .modulesMissing(searched: modules)
    }
    var package = folder
    while package != "/" && !files.fileExists(atPath: package + "/Package.swift") {
      package = (package as NSString).deletingLastPathComponent
    }
    let sources = package + "/Sources"
    let targets = ((try? files.contentsOfDirectory(atPath: sources)) ?? []).sorted()
    let maps = targets.map { "\(sources)/\($0)/module.modulemap" }.filter(files.fileExists)
    return CellLibraries(implicitImports: implicitImports, moduleFolder: modules, moduleMaps: maps)
  }
}
