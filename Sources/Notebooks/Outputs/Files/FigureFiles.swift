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

  /// Returns the pictures of `result` with the names of their files, in order.
  static func pictures(of result: NotebookResult) -> [(name: String, png: [UInt8])] {
    var files = FigureFiles(result)
    var pictures: [(name: String, png: [UInt8])] = []
    for case .figure(let figure) in result.cells.flatMap(\.outputs) {
      let names = files.take()
      pictures.append((names.light, figure.lightPNG))
      if let dark = figure.darkPNG, let name = names.dark { pictures.append((name, dark)) }
    }
    return pictures
  }

  /// Whether a figure of `cell` may get the file `name`: that of the cell, with numbers and what a dark one adds.
  static func mayBe(_ name: String, of cell: Cell) -> Bool {
    let base = fileName(cell.name)
    return name.hasPrefix(base) && name.dropFirst(base.count).wholeMatch(of: /(-[0-9]+|-dark)*\.png/) != nil
  }

  /// Whether a figure may get the file `name`.
  static func mayBe(_ name: String) -> Bool {
    name.hasSuffix(".png") && fileName(String(name.dropLast(4))) == name.dropLast(4)
  }

  /// Returns the names of the next figure.
  mutating func take() -> Names { rest.popFirst() ?? Names(light: "figure.png", dark: nil) }

  /// Returns `name` without what could lead out of the folder.
  private static func fileName(_ name: String) -> String {
    let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-" }
    return safe.isEmpty ? "figure" : String(safe)
  }
}
