/// A name of another library, which the compiler answers with what to write instead.
public struct OtherName: Sendable, Equatable {
  /// The compiler's answer: `'Linear' has been renamed to 'Dense'`.
  public var answer: String
  /// The part of the library that the answer is about: `Dense`.
  public var part: String

  /// Asks the compiler of `toolchain` about `name`, such as `Linear`; nil if `libraries` have no answer to it.
  ///
  /// The library's reference does not have such names, as nothing can be made of them.
  public init?(
    _ name: String, of libraries: CellLibraries, with toolchain: Toolchain
  ) throws(NotebookError) {
    guard name.first?.isLetter == true, name.utf8.allSatisfy(SwiftTokens.isPartOfWord) else { return nil }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let compiler = SwiftCompiler(
      toolchain: toolchain, libraries: libraries, folder: folder.path, fileName: name)
    try compiler.prepare()
    try compiler.write("import CNN\n_ = \(name).self\n", to: folder.path + "/asked.swift")
    let run = try compiler.run(
      ["-typecheck", folder.path + "/asked.swift", "-diagnostic-style", "llvm", "-no-color-diagnostics"]
        + compiler.languageArguments, within: CompileBudget(limit: 60))
    let errors = run.standardError.split(separator: "\n").compactMap { $0.firstMatch(of: /: error: (.*)/)?.1 }
    guard let error = errors.first,
      let part = error.firstMatch(of: /renamed to '([\w.]+)/) ?? error.firstMatch(of: /: write ([\w.]+)/)
    else { return nil }
    (answer, self.part) = (String(error), String(part.1))
  }
}
