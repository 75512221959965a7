/// The names of the files that hold the figures of a result, in order.
struct FigureFiles {
  /// The files of one figure.
  struct Names: Equatable {
    /// The picture for light pages.
    var light: String
    /// The picture for dark pages; nil if there is none.
    var dark: String?
  }

  private var rest: ArraySlice<Names>

  /// Names the figures of `result` so that no two share a file.
  init(_ result: NotebookResult) {
    var taken: Set<String> = []
    var names: [Names] = []
    for case .figure(let figure) in result.cells.flatMap(\.outputs) {
      let base = FigureFiles.fileName(figure.name)
      var unique = base
      var count = 1
      while taken.contains(unique + ".png") || taken.contains(unique + "-dark.png") {
        count += 1
        unique = "\(base)-\(count)"
      }
      taken.formUnion([unique + ".png", unique + "-dark.png"])
      names.append(Names(light: unique + ".png", dark: figure.darkPNG == nil ? nil : unique + "-dark.png"))
    }
    rest = names[...]
  }

  /// Returns the names of the next figure.
  mutating func take() -> Names { rest.popFirst() ?? Names(light: "figure.png", dark: nil) }

  /// Returns `name` without what could lead out of the folder.
  private static func fileName(_ name: String) -> String {
    let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-" }
    return safe.isEmpty ? "figure" : String(safe)
  }
}
