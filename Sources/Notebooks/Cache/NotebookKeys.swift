internal import Digest
internal import Foundation

/// The keys of a notebook's cells: each says all that is known beforehand of what its result depends on.
///
/// The key of a cell follows from the key of the one before it, its code, and what of its options changes what it
/// gives. Prose, captions and the like are in no key, nor are line numbers, unless a cell asks for them.
struct NotebookKeys: Equatable {
  /// What all cells depend on, by what it is called.
  var common: [String: String]
  /// What each cell that runs adds.
  var cells: [Part]

  /// What one cell adds to the key of the one before.
  struct Part: Equatable {
    var number: Int
    var name: String
    /// A digest of the code and of the options that matter.
    var code: String
    /// A digest of the environment, if the cell may take all variables at once; empty elsewhere.
    var environment: String
    /// The whole key.
    var key: String
  }

  /// Computes the keys of `notebook`.
  init(
    _ notebook: Notebook, program: String, folder: String, confinement: Confinement = Confinement(),
    environment: [String: String]
  ) {
    let matter = notebook.frontMatter
    common = [
      "program": program, "seed": "\(matter.seed)", "folder": folder, "file": notebook.fileName,
      "parameters": matter.parameters.map(\.literalDeclaration).joined(separator: "\n"),
      "confinement": "\(confinement.limits.replaced(by: matter.limits)) \(confinement.sandbox)",
    ]
    var key = NotebookKeys.digest(common.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
    var countsLines = false
    cells = []
    for cell in notebook.cells where cell.options.runs {
      let code = cell.isInline ? cell.code : cell.visibleCode
      // From here on lines may be among the values.
      countsLines =
        countsLines || code.holds("#line") || code.holds("#column") || code.holds("#sourceLocation")
      let expected = cell.options.expectedFailure.map {
        "\($0.words) \(cell.options.timeout ?? matter.timeout)"
      }
      let line = countsLines ? "\(cell.firstLine + cell.optionLineCount) \(cell.indentation)" : ""
      let values = cell.inlineValues.map { "\($0.isExpectation) \($0.expression)" }
      // Whoever goes around the C library, or takes all variables at once, is not observed.
      let variables = code.holds("environ") ? environment : [:]
      let digest = NotebookKeys.digest(CodeLines(code).texts + ["options", expected ?? "", line] + values)
      let surroundings =
        variables.isEmpty
        ? "" : NotebookKeys.digest(variables.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
      key = NotebookKeys.digest([key, "\(cell.number)", cell.name, digest, surroundings])
      cells.append(
        Part(number: cell.number, name: cell.name, code: digest, environment: surroundings, key: key))
    }
  }

  /// Returns the digest of `texts`, none of which can pass for two.
  static func digest(_ texts: [String]) -> String {
    var hash = SHA256()
    for text in texts { hash.update(text) }
    return hash.finishedText()
  }
}
