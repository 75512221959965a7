internal import Foundation

/// What cells can import: the modules that were built with the program.
public struct CellLibraries: Sendable, Equatable {
  /// The modules that every cell imports without saying so.
  public var implicitImports: [String]
  /// The C modules that those modules use inside and show to nobody.
  public var hiddenModules: [String]
  /// The folder with the `.swiftmodule` files.
  public var moduleFolder: String

  /// Returns what lies beside the program at `executable`, where it is built and where it is installed.
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

  /// The version of the compiler that wrote the modules, as the first of them records it; nil if it does not.
  var compilerVersion: String? {
    guard let module = implicitImports.first,
      let file = FileHandle(forReadingAtPath: "\(moduleFolder)/\(module).swiftmodule"),
      let head = try? file.read(upToCount: 1 << 17), let start = head.range(of: Data("Swift version ".utf8))
    else { return nil }
    let text = head[start.lowerBound...].prefix { $0 != 0 }
    return String(decoding: text, as: UTF8.self)
  }

  /// Checks that `toolchain` is the one that wrote the modules: no other can read them.
  ///
  /// - Throws: `NotebookError.otherToolchain`.
  public func check(_ toolchain: Toolchain) throws(NotebookError) {
    guard let needed = compilerVersion, needed != toolchain.version else { return }
    throw .otherToolchain(
      root: toolchain.root, version: toolchain.version, needed: needed, moduleFolder: moduleFolder)
  }

  /// Says how to get modules for cells into `folder`.
  static func remedy(forModulesIn folder: String) -> String {
    folder.hasSuffix("/lib/nbrun/Modules")
      ? "install nbrun again, by './install' in its sources or from its package"
      : "run './build' in the sources of nbrun, and start nbrun from its build folder"
  }

  /// A module map in which the hidden modules are empty.
  ///
  /// The compiler looks for every module that an imported one imports, hidden or not. Nothing of a hidden
  /// module can be named in a cell, so an empty one serves, and no C header is needed or read.
  var moduleMap: String { hiddenModules.map { "module \($0) {}\n" }.joined() }
}
