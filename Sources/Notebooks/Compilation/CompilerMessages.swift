/// The diagnostics in what the compiler prints with `-diagnostic-style llvm`.
package enum CompilerMessages {
  /// Returns the errors and warnings in `text`, each with its notes.
  ///
  /// A message at a place in another file keeps its words and loses its place: generated code and library
  /// sources are not what the author wrote. An error is then told at the cell.
  ///
  /// - Parameters:
  ///   - fileName: The name of the markdown file in the line directives.
  ///   - cells: The cells that were compiled; their indentation was removed before and is added to the columns.
  ///   - wrappers: Where the last expressions of the cells were wrapped.
  ///   - earlier: The cells that they see.
  package static func diagnostics(
    in text: String, fileName: String, cells: [Cell], wrappers: [CellSource.Wrapper?] = [],
    after earlier: [CompiledCell] = []
  ) -> [Diagnostic] {
    let protocols = Set(earlier.flatMap(\.declarations).filter { $0.kind == "protocol" }.map(\.name))
    var diagnostics: [Diagnostic] = []
    var isDropped = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let message = Message(line) else { continue }
      let isInNotebook = message.file == fileName[...]
      let position = isInNotebook ? cells.position(atLine: message.location?.line ?? 0) : 0
      let (cell, wrapper) = (cells[position], wrappers.isEmpty ? nil : wrappers[position])
      var location = isInNotebook ? message.location : nil
      let isAboutWrapper =
        isInNotebook && wrapper != nil && message.location?.line == wrapper?.line
        && message.location?.column ?? 0 >= wrapper?.column ?? 0
      if isInNotebook { location = CompilerMessages.expression(at: location, of: cell) }
      if location == nil, message.severity == .error {
        // The end of the code is the compiler's own file, whatever the directives say.
        let isAtEnd = message.file.hasSuffix("\(cell.moduleName).swift")
        location =
          isAtEnd ? SourceLocation(line: cell.firstLine + cell.lines.count, column: 1) : cell.start
      }
      if message.severity != .note {
        // What stands between two cells.
        let isBetweenCells = !isInNotebook && message.words == "will never be executed"
        isDropped =
          message.isOfNoUse || message.importedProtocol.map(protocols.contains) ?? false
          || (isAboutWrapper || isBetweenCells) && message.severity == .warning
      }
      // What follows from a wrong expression for the call around it says nothing new.
      let isAboutCall = cell.isInline && location != message.location
      // The error has said already what to write instead.
      let repeatsError = message.isWhereUnavailable && location == nil
      if isDropped || (isAboutCall || repeatsError) && !diagnostics.isEmpty { continue }
      if isAboutWrapper { location = wrapper?.expression }
      location?.column += cell.indentation
      let diagnostic = Diagnostic(message.severity, message.words, at: location)
      if message.severity == .note, !diagnostics.isEmpty {
        diagnostics[diagnostics.count - 1].notes.append(diagnostic)
      } else {
        diagnostics.append(diagnostic)
      }
    }
    return explainingCommas(diagnostics, in: cells)
  }

  /// Returns the messages with one, in words for those who know lists, where a comma stands between statements.
  private static func explainingCommas(_ messages: [Diagnostic], in cells: [Cell]) -> [Diagnostic] {
    let separation = "consecutive statements on a line must be separated by ';'"
    let commas = Set(
      messages.lazy.filter { $0.message == separation }.compactMap(\.location).filter {
        cells[cells.position(atLine: $0.line)].byte(at: $0) == UInt8(ascii: ",")
      })
    return messages.compactMap { message in
      guard let location = message.location, commas.contains(location) else { return message }
      switch message.message {
      case separation:
        let words = "no ',' between statements: each stands on a line of its own, as do the layers of a model"
        return Diagnostic(message.severity, words, at: location, notes: message.notes)
      case "expected expression": return nil
      default: return message
      }
    }
  }

  /// Returns `place`, or the expression of the inline value if `place` is in the call around it.
  private static func expression(at location: SourceLocation?, of cell: Cell) -> SourceLocation? {
    guard let location else { return nil }
    let value = cell.inlineValues.last { value in
      let (start, width) = (value.location, CellSource.callWidth)
      // The end of the call stands on the line below the expression.
      let end = start.line + 1 + value.expression.utf8.count { $0 == UInt8(ascii: "\n") }
      return start.line == location.line && (start.column - width..<start.column).contains(location.column)
        || start.column <= width && location.line == start.line - 1 && location.column <= width
        || location.line == end && location.column <= ", as: .inline)".count && start.line < location.line
          && !cell.inlineValues.contains { $0.location.line == location.line }
    }
    return value?.location ?? location
  }

  /// One line of the form `file:line:column: severity: words`, or without a place.
  private struct Message {
    var file: Substring = ""
    var location: SourceLocation?
    var severity: Diagnostic.Severity
    var words: String

    init?(_ line: Substring) {
      if let match = line.wholeMatch(of: /(.+?):(\d+):(\d+): (error|warning|note): (.*)/),
        let line = Int(match.2), let column = Int(match.3)
      {
        file = match.1
        location = SourceLocation(line: line, column: column)
        severity = Diagnostic.Severity(rawValue: String(match.4)) ?? .error
        words = String(match.5)
      } else if let match = line.wholeMatch(of: /(?:<unknown>:0: )?(error|warning): (.*)/) {
        severity = Diagnostic.Severity(rawValue: String(match.1)) ?? .error
        words = String(match.2)
      } else {
        return nil
      }
      // Names of warning groups, `[#no-usage]`, are for projects with build settings.
      words = words.replacing(/\s\[#[A-Za-z-]+\]$/, with: "").withoutCellModules
    }

    /// Whether the message is about how cells are built: a later cell may extend an earlier one's type, since
    /// both have the same owner, and what a cell imports later ones see.
    var isOfNoUse: Bool {
      severity == .warning
        && (words.contains("the owners of 'Cell_") || words.hasSuffix("access level will be ignored"))
    }

    /// The name of the protocol that the message warns to have a type of another module conform to: that is well if the
    /// notebook itself declares the protocol.
    var importedProtocol: String? {
      severity == .warning ? words.firstMatch(of: /to imported protocol '(\w+)'/).map { String($0.1) } : nil
    }

    /// Whether the message only shows where a name was made unavailable.
    var isWhereUnavailable: Bool {
      severity == .note && words.hasSuffix("has been explicitly marked unavailable here")
    }
  }
}

extension Cell {
  /// The byte of the code at a place of the file.
  fileprivate func byte(at location: SourceLocation) -> UInt8? {
    let (lines, row, column) = (lines, location.line - firstLine, location.column - 1 - indentation)
    guard lines.indices.contains(row), column >= 0 else { return nil }
    return lines[row].utf8.dropFirst(column).first
  }
}

extension String {
  /// The text without the modules that cells are compiled into, of which their author knows nothing.
  ///
  /// Where it names two types that are called the same, it says of which cells they are.
  package var withoutCellModules: String {
    guard contains("Cell_") else { return self }
    var cells: [Substring: Set<Substring>] = [:]
    for type in matches(of: /\bCell_([0-9]+)\.(\w+)/) { cells[type.2, default: []].insert(type.1) }
    return replacing(/\bCell_([0-9]+)\.(\w+)/) {
      cells[$0.2, default: []].count > 1 ? "\($0.2) of cell \($0.1)" : String($0.2)
    }
    .replacing(/\bCell_[0-9]+\./, with: "").replacing(/module 'Cell_([0-9]+)'/) { "cell \($0.1)" }
  }
}
