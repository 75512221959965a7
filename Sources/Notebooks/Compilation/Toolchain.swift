internal import CProcess
internal import Foundation
internal import Glibc

/// The Swift toolchain that compiles cells.
public struct Toolchain: Sendable, Equatable {
  /// The folder `usr` of the toolchain.
  public var root: String

  /// Creates a toolchain from its folder `usr`.
  public init(root: String) { self.root = root }

  /// Returns the toolchain that this program's Swift runtime belongs to, or else the one on the PATH.
  ///
  /// The runtime's own toolchain comes first: a module can only be read by the compiler that wrote it.
  public static func current() throws(NotebookError) -> Toolchain {
    for root in [rootOfRuntime(), rootOnPath()].compactMap(\.self) {
      let toolchain = Toolchain(root: root)
      if isExecutable(toolchain.compiler) && isExecutable(toolchain.linker) { return toolchain }
    }
    throw .toolMissing(name: "swift-frontend")
  }

  /// The options that say which Swift cells are written in: students meet no isolation errors.
  package static let dialect = ["-swift-version", "5", "-enable-bare-slash-regex"]

  /// The compiler proper; the driver before it would cost a process more for each cell.
  var compiler: String { root + "/bin/swift-frontend" }
  /// What tells the declarations of a compiled module.
  var symbolExtractor: String { root + "/bin/swift-symbolgraph-extract" }
  /// The linker's front end.
  var linker: String { root + "/bin/clang" }
  /// What turns addresses into lines.
  var symbolizer: String { root + "/bin/llvm-symbolizer" }
  /// The object that registers a library's types with the Swift runtime.
  var registrationObject: String { root + "/lib/swift/linux/\(Toolchain.architecture)/swiftrt.o" }

  /// The folder of the macros that come with the toolchain, such as those of Foundation and Observation.
  var macroPlugins: String { root + "/lib/swift/host/plugins" }
  /// Returns what links a cell with the toolchain's libraries of the modules that it imports, such as Observation, and
  /// with the one that has the standard library's generic functions for code that is not optimized.
  ///
  /// Those that this program is linked with are in memory already, and only those that the cell needs are loaded.
  func linkerArguments(importing modules: [String], isOptimized: Bool) -> [String] {
    let folder = root + "/lib/swift/linux"
    let names = modules.map { String($0.split(separator: " ").last?.split(separator: ".").first ?? "") }
    let libraries = (names + (isOptimized ? [] : ["SwiftOnoneSupport"])).flatMap { name -> [String] in
      ["\(folder)/libswift\(name).so", "\(folder)/lib\(name).so"]
    }.filter { access($0, R_OK) == 0 }
    return libraries.isEmpty ? [] : ["-Wl,--as-needed", "-Wl,-rpath,\(folder)"] + libraries
  }

  /// What reads Swift for the handout's colors.
  var sourceKit: String { root + "/lib/libsourcekitdInProc.so" }

  /// What completes and explains Swift in editors.
  package var languageServer: String { root + "/bin/sourcekit-lsp" }

  /// The kind of machine that cells are compiled for.
  static var target: String { architecture + "-unknown-linux-gnu" }

  private static var architecture: String {
    #if arch(arm64)
      "aarch64"
    #else
      "x86_64"
    #endif
  }

  private static func rootOfRuntime() -> String? {
    guard let file = cpr_library_of("swift_retain") else { return nil }
    // usr/lib/swift/linux/libswiftCore.so
    return ancestor(of: resolved(String(cString: file)), levels: 4)
  }

  private static func rootOnPath() -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in path.split(separator: ":") where isExecutable("\(folder)/swift-frontend") {
      return ancestor(of: resolved("\(folder)/swift-frontend"), levels: 2)
    }
    return nil
  }

  private static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private static func ancestor(of path: String, levels: Int) -> String {
    (0..<levels).reduce(path) { path, _ in (path as NSString).deletingLastPathComponent }
  }
}
