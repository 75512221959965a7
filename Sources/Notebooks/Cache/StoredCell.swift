internal import Display

/// The result of a cell with what it depends on, as it is cached.
struct StoredCell {
  /// What the cell gave.
  var result: CellResult
  /// What it asked for, and what it found.
  var observations: [Observation]

  /// The parts of a cache entry: a record, and the pictures by the names in it.
  ///
  /// The record keeps where all cells were, since places in outputs move with them.
  func parts(_ places: CellPlaces) -> [String: [UInt8]] {
    let single = NotebookResult(cells: [result])
    var (names, files) = (FigureFiles(single), FigureFiles(single))
    var parts: [String: [UInt8]] = [:]
    for case .figure(let figure) in result.outputs {
      let name = names.take()
      parts[name.light] = figure.lightPNG
      if let dark = name.dark { parts[dark] = figure.darkPNG }
    }
    let record = JSON.record([
      "cell": result.record(&files), "observations": .array(observations.map(\.record)),
      "places": places.record,
    ])
    parts["record"] = Array(record.text.utf8)
    return parts
  }

  /// Reads the parts of an entry, and moves places to `new`, where the cells of the notebook are now.
  init(_ parts: [String: [UInt8]], _ new: CellPlaces, fileName: String) throws {
    let record = RecordReader(try JSONParser.parse(parts["record"] ?? []), path: "")
    guard let cell = record.object("cell") else { throw record.failure("cell", "an object") }
    result = try CellResult(cell) { name throws(NotebookError) in
      guard let picture = parts[name] else { throw .missing(path: name) }
      return picture
    }
    observations = try record.list("observations").map { try Observation($0) }
    if record.value("places") == new.record { return }
    let old = try record.list("places").map { try CellPlace($0) }
    if result.tellsLines(of: fileName) || old.contains(where: \.isInline) && result.hasPlaces {
      throw record.failure("places", "those of now")
    }
    result.outputs = result.outputs.map { $0.moved { CellPlace.move($0, from: old, to: new.list) } }
  }
}

/// Where the cells of a notebook stand.
struct CellPlaces {
  /// The places, in order.
  let list: [CellPlace]
  /// The places as a record.
  let record: JSON

  /// Finds the cells of `notebook`.
  init(of notebook: Notebook) {
    list = CellPlace.all(in: notebook)
    record = .array(list.map(\.record))
  }
}

/// Where the code of a cell stands in a notebook.
struct CellPlace: Equatable {
  var number: Int
  var firstLine: Int
  var indentation: Int
  /// The lines of code, counted from the first one, or the places of inline values.
  var lines: [Int]
  var isInline = false

  /// The places of the code below the options, which come and go without any consequence.
  static func all(in notebook: Notebook) -> [CellPlace] {
    notebook.cells.map { cell in
      let first = cell.start.line
      return CellPlace(
        number: cell.number, firstLine: first, indentation: cell.indentation,
        lines: cell.isInline
          ? cell.inlineValues.flatMap { [$0.location.line - first, $0.location.column] }
          : CodeLines(cell.visibleCode).positions,
        isInline: cell.isInline)
    }
  }

  /// Returns where what was at `location` is now.
  static func move(_ location: SourceLocation, from old: [CellPlace], to new: [CellPlace]) -> SourceLocation {
    guard let before = old.last(where: { $0.firstLine <= location.line }),
      let after = new.first(where: { $0.number == before.number }), !before.isInline,
      let index = before.lines.lastIndex(where: { $0 <= location.line - before.firstLine }),
      after.lines.indices.contains(index)
    else { return location }
    return SourceLocation(
      line: location.line - before.firstLine - before.lines[index] + after.firstLine + after.lines[index],
      column: location.column - before.indentation + after.indentation)
  }

  /// The place as a record.
  var record: JSON {
    .record([
      "number": .int(number), "line": .int(firstLine), "indentation": .int(indentation),
      "lines": .string(lines.map(String.init).joined(separator: " ")), "inline": .bool(isInline),
    ])
  }
}

extension CellPlace {
  /// Reads a record.
  init(_ record: RecordReader) throws {
    self.init(
      number: try record.integer("number"), firstLine: try record.integer("line"),
      indentation: try record.integer("indentation"),
      lines: try record.text("lines").split(separator: " ").compactMap { Int($0) },
      isInline: try record.bool("inline"))
  }
}

extension CellResult {
  /// Whether outputs say where they come from.
  fileprivate var hasPlaces: Bool {
    outputs.contains { output in
      switch output {
      case .expectation, .diagnostic: true
      case .standardOutput, .standardError, .text, .recorded, .table, .figure: false
      }
    }
  }
}

extension Output {
  /// Returns the output with every place changed by `move`.
  fileprivate func moved(_ move: (SourceLocation) -> SourceLocation) -> Output {
    switch self {
    case .expectation(var expectation):
      expectation.location = move(expectation.location)
      return .expectation(expectation)
    case .diagnostic(let problem): return .diagnostic(problem.moved(move))
    case .standardOutput, .standardError, .text, .recorded, .table, .figure: return self
    }
  }
}

extension Diagnostic {
  /// Returns the diagnostic with every place changed by `move`.
  func moved(_ move: (SourceLocation) -> SourceLocation) -> Diagnostic {
    Diagnostic(severity, message, at: location.map(move), notes: notes.map { $0.moved(move) })
  }
}
