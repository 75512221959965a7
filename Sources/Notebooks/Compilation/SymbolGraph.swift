internal import Digest
internal import Foundation
internal import Glibc

/// The format of `swift-symbolgraph-extract`, as far as it is read.
struct SymbolGraph: Decodable {
  var symbols: [Symbol]
  var relationships: [Relationship]

  struct Symbol: Decodable {
    var kind: Kind
    var identifier: Identifier
    var pathComponents: [String]
    var declarationFragments: [Fragment]?
    var swiftExtension: Extension?
    var docComment: Comment?

    /// The kind in the compiler's words, without the language: `func`, `type.method`, `enum.case`.
    var kindWord: String { String(kind.identifier.drop { $0 != "." }.dropFirst()) }

    /// Whether it is a member that a type has from a protocol's extension.
    var isSynthesized: Bool { identifier.precise.contains("::SYNTHESIZED::") }
  }
  struct Kind: Decodable { var identifier: String }
  struct Identifier: Decodable { var precise: String }
  struct Extension: Decodable {}
  struct Fragment: Decodable { var spelling: String }
  struct Comment: Decodable { var lines: [Line] }
  struct Line: Decodable { var text: String }
  struct Relationship: Decodable {
    var kind: String
    var source: String
    var target: String
    var targetFallback: String?
    var sourceOrigin: Origin?
  }
  struct Origin: Decodable {
    var identifier: String
    var displayName: String
  }
}

extension SwiftCompiler {
  /// Returns what the module at `path` declares; nil if that is not known.
  func symbols(
    of module: String, at path: String, within budget: CompileBudget
  ) throws(NotebookError) -> ModuleSymbols? {
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    // Each module is read once, whichever cells ask.
    let own = folder + "/symbols-" + SHA256.text(of: bytes)
    if access(own, F_OK) != 0, try !describe(module, at: path, to: own, within: budget) { return nil }
    return ModuleSymbols(of: module, in: own)
  }

  /// Has the compiler describe the module at `path` in files of a new `folder`; returns whether it could.
  func describe(
    _ module: String, at path: String, to target: String, within budget: CompileBudget
  ) throws(NotebookError) -> Bool {
    let draft = target + "-" + UUID().uuidString
    let copy = "\(draft)/\(module).swiftmodule"
    do {
      try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: path, toPath: copy)
    } catch { return false }
    let run = try run(
      [
        "-module-name", module, "-I", draft, "-I", libraries.moduleFolder, "-I", folder, "-output-dir", draft,
        "-target", Toolchain.target, "-minimum-access-level", "internal", "-skip-synthesized-members",
        "-Xcc", "-fmodule-map-file=" + moduleMapPath,
      ], by: toolchain.symbolExtractor, within: budget)
    return run.succeeded && rename(draft, target) == 0 || access(target, F_OK) == 0
  }
}
