internal import Digest
internal import Foundation

/// What libraries declare for their users, with the comments that document it.
///
/// All of it is in the `.swiftmodule` and `.swiftdoc` files beside the program, so no source is needed.
public struct LibraryReference: Codable, Sendable, Equatable {
  /// A public declaration.
  public struct Entry: Codable, Sendable, Equatable {
    /// The module that declares it.
    public var module: String
    /// The kind in the compiler's words: `struct`, `func`, `type.method`, `enum.case`.
    public var kind: String
    /// The names of the types around it, and its own with labels: `["Tensor", "sum(along:)"]`.
    public var path: [String]
    /// The declaration as it is written, without its body.
    public var declaration: String
    /// The comment in markdown; empty if there is none.
    public var documentation: String
    /// The names of the protocols that a type conforms to.
    public var conformances: [String]
    /// The protocol whose extension a type has it from; nil if the type itself declares it.
    public var origin: String?

    /// The name without labels.
    public var baseName: Substring { (path.last ?? "").prefix { $0 != "(" } }

    /// The first paragraph of the comment, on one line.
    public var summary: String {
      documentation.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
        .joined(separator: " ")
    }
  }

  /// The declarations, sorted by their paths.
  public var entries: [Entry]

  /// Reads those modules of `libraries` called `names` that are there; what an earlier call has read is taken from
  /// `cacheFolder`.
  ///
  /// - Throws: `NotebookError.unreadableReference` when the toolchain cannot read a module.
  public static func read(
    _ names: [String], of libraries: CellLibraries, with toolchain: Toolchain, cacheFolder: String?
  ) throws(NotebookError) -> LibraryReference {
    let names = names.filter {
      FileManager.default.fileExists(atPath: "\(libraries.moduleFolder)/\($0).swiftmodule")
    }
    var hash = SHA256()
    hash.update("library reference 1")
    for name in names {
      for ending in ["swiftmodule", "swiftdoc"] {
        hash.update(try TextFile.bytes("\(libraries.moduleFolder)/\(name).\(ending)"))
      }
    }
    let key = hash.finishedText()
    let store = cacheFolder.map(CacheStore.init)
    if let bytes = store?.entry(key)?["reference"],
      let reference = try? JSONDecoder().decode(LibraryReference.self, from: Data(bytes))
    {
      return reference
    }
    let reference = try LibraryReference(reading: names, of: libraries, with: toolchain)
    if let data = try? JSONEncoder().encode(reference) { store?.store(["reference": Array(data)], as: key) }
    return reference
  }

  private init(
    reading names: [String], of libraries: CellLibraries, with toolchain: Toolchain
  ) throws(NotebookError) {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let cache = ModuleCache(ofRunIn: folder.path)
    var entries: [Entry] = []
    do {
      // The files with positions in the sources stay behind: a source that has changed since would be read for comments.
      for file in try FileManager.default.contentsOfDirectory(atPath: libraries.moduleFolder)
      where file.hasSuffix(".swiftmodule") || file.hasSuffix(".swiftdoc") {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder.path)/\(file)", withDestinationPath: "\(libraries.moduleFolder)/\(file)")
      }
      let moduleMap = "\(folder.path)/module.modulemap"
      try Data(libraries.moduleMap.utf8).write(to: URL(fileURLWithPath: moduleMap))
      for name in names {
        let run = try Tool.run(
          toolchain.symbolExtractor,
          [
            "-module-name", name, "-I", folder.path, "-output-dir", folder.path, "-target", Toolchain.target,
            "-minimum-access-level", "public", "-Xcc", "-fmodule-map-file=" + moduleMap,
            "-module-cache-path", cache.folder,
          ], in: folder.path, timeout: 60)
        guard run.succeeded else {
          throw NotebookError.unreadableReference(module: name, reason: run.standardError)
        }
        // A file for its own types, and one for each module whose types it extends.
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file == "\(name).symbols.json" || file.hasPrefix("\(name)@") {
          let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(file)"))
          entries += try JSONDecoder().decode(SymbolGraph.self, from: data).entries(of: name, among: names)
        }
      }
    } catch let error as NotebookError {
      throw error
    } catch {
      throw .unreadableReference(module: names.joined(separator: ", "), reason: error.localizedDescription)
    }
    self.entries = entries.sorted {
      ($0.path.joined(separator: "."), $0.declaration) < ($1.path.joined(separator: "."), $1.declaration)
    }
  }
}

extension SymbolGraph {
  /// Returns the declarations of `module`, without those that a type has from protocols of modules other than `own`.
  fileprivate func entries(of module: String, among own: [String]) -> [LibraryReference.Entry] {
    let prefixes = own.map { "s:\($0.utf8.count)\($0)" }
    let names = Dictionary(
      symbols.map { ($0.identifier.precise, $0.pathComponents.joined(separator: ".")) },
      uniquingKeysWith: { $1 })
    var (conformances, origins): ([String: [String]], [String: Origin]) = ([:], [:])
    for relation in relationships {
      switch relation.kind {
      case "conformsTo":
        let name =
          names[relation.target] ?? relation.targetFallback?.split(separator: ".").last.map(String.init)
        if let name { conformances[relation.source, default: []].append(name) }
      case "memberOf": origins[relation.source] = relation.sourceOrigin
      default: break
      }
    }
    return symbols.compactMap { symbol in
      let origin = symbol.isSynthesized ? origins[symbol.identifier.precise] : nil
      if symbol.isSynthesized {
        guard let origin, prefixes.contains(where: origin.identifier.hasPrefix) else { return nil }
      }
      return LibraryReference.Entry(
        module: module, kind: symbol.kindWord, path: symbol.pathComponents,
        declaration: (symbol.declarationFragments ?? []).map(\.spelling).joined(),
        documentation: (symbol.docComment?.lines ?? []).map(\.text).joined(separator: "\n"),
        conformances: (conformances[symbol.identifier.precise] ?? []).sorted(),
        origin: origin?.displayName.split(separator: ".").first.map(String.init))
    }
  }
}
