/// The Swift file that a cell becomes: imports, then the cell's own lines at their own places.
package struct CellSource: Equatable {
  /// The file's text.
  package var text: String
  /// Where the line stands that was put before the last expression, and where the expression does.
  package var wrapper: Wrapper?

  /// The places of a wrapped expression, as lines and columns of the markdown file without indentation.
  package struct Wrapper: Equatable {
    /// The line number that `display(` or `_ =` was given: that of the line before the expression.
    package var line: Int
    /// Where it begins there: behind everything that the author wrote in the line.
    package var column: Int
    /// The first character of the expression.
    package var expression: SourceLocation

    /// Creates a description.
    package init(line: Int, column: Int, expression: SourceLocation) {
      self.line = line
      self.column = column
      self.expression = expression
    }
  }

  /// Writes the file for `cell` of the markdown file `fileName`, a name that can stand in a line directive.
  ///
  /// - Parameters:
  ///   - outline: What the parser saw in the cell; without it the last expression is not shown.
  ///   - implicitImports: The modules that every cell imports.
  ///   - earlier: The cells that ran before, with what they declare.
  package init(
    of cell: Cell, fileName: String, outline: CellOutline?, implicitImports: [String],
    after earlier: [CompiledCell]
  ) {
    var lines = CellSource.imports(implicitImports, after: earlier)
    var first = cell.firstLine
    if cell.isInline {
      lines += CellSource.statements(of: cell.inlineValues, fileName)
    } else if let last = outline?.lastExpression,
      let (before, expression) = cell.code.split(atUTF8: last.offset)
    {
      // A line directive may not stand inside a call, so `display(` takes the number of the line before the
      // expression, and the expression begins at its own line and column.
      if before.contains(where: { !$0.isWhitespace }) {
        lines += [CellSource.directive(fileName, first), before]
      }
      first += before.utf8.count { $0 == UInt8(ascii: "\n") }
      let column = before.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
      let padding = String(repeating: " ", count: column)
      // Messages about the line before the expression must not be taken for some about the wrapper.
      let above = before.split(separator: "\n", omittingEmptySubsequences: false).dropLast().last ?? ""
      let margin = String(repeating: " ", count: above.utf8.count + 1)
      wrapper = Wrapper(
        line: max(first - 1, 1), column: margin.utf8.count + 1,
        expression: SourceLocation(line: first, column: column + 1))
      lines.append(CellSource.directive(fileName, first - 1))
      lines +=
        last.isShown
        ? [margin + "display(", padding + expression, ")"] : [margin + "_ =", padding + expression]
    } else {
      lines += [CellSource.directive(fileName, first), cell.code]
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// Returns the imports by which a cell sees what `earlier` ones declare and import.
  static func imports(_ implicitImports: [String], after earlier: [CompiledCell]) -> [String] {
    var modules = implicitImports
    for module in earlier.flatMap(\.imports) where !modules.contains(module) { modules.append(module) }
    return modules.map { "import \($0)" } + earlier.map { "@testable import \($0.moduleName)" }
      + latestDeclarations(of: earlier)
  }

  /// The calls that show `values` in their sentences.
  ///
  /// One has a line of its own, filled with blanks up to its column. Far to the right those of one line share it: the
  /// file would grow with the square of the line's length otherwise.
  private static func statements(of values: [InlineValue], _ fileName: String) -> [String] {
    var lines: [String] = []
    var rest = values[...]
    while let first = rest.popFirst() {
      guard first.sharesLine else {
        lines += statement(of: first, fileName)
        continue
      }
      if lines.first != sharedCall { lines.insert(sharedCall, at: 0) }
      var line = call(first, behind: "", by: "_inline(")
      while let next = rest.first, next.sharesLine, next.location.line == first.location.line,
        line.utf8.count + callWidth < next.location.column
      {
        line += call(next, behind: line, by: "_inline(")
        rest.removeFirst()
      }
      lines += [directive(fileName, first.location.line), line]
    }
    return lines
  }

  /// A shorter name, so that a call fits between an expression and the next one's mark.
  private static let sharedCall =
    "private func _inline<Value>(_ value: Value) { display(value, as: .inline) }"

  private static func call(_ value: InlineValue, behind line: String, by name: String) -> String {
    let space = value.location.column - 1 - name.utf8.count - line.utf8.count
    return String(repeating: " ", count: space) + name + value.expression + ");"
  }

  /// The call that shows `value` in its sentence.
  ///
  /// In the file the mark `` `{swift} `` stands before the expression, and leaves more than enough room for `display(`.
  private static func statement(of value: InlineValue, _ fileName: String) -> [String] {
    let place = value.location
    if value.isClaim {
      // `expect: ` is longer than `expect(`, so there is room too.
      let padding = String(repeating: " ", count: max(place.column - 1 - "expect(".count, 0))
      return [directive(fileName, place.line), padding + "expect(" + value.expression, ")"]
    }
    let end = ", as: .inline)"
    guard place.column > callWidth else {
      // The expression begins a line of its own, below the mark.
      let padding = String(repeating: " ", count: place.column - 1)
      return [directive(fileName, place.line - 1), "display(", padding + value.expression, end]
    }
    let padding = String(repeating: " ", count: place.column - 1 - callWidth)
    return [directive(fileName, place.line), padding + "display(" + value.expression, end]
  }

  /// The width of `display(`.
  package static let callWidth = 8

  private static func directive(_ fileName: String, _ line: Int) -> String {
    #"#sourceLocation(file: "\#(fileName)", line: \#(max(line, 1)))"#
  }

  /// A scoped import for each declared name, from the latest cell that declares it: it then wins over the
  /// earlier cells' and the libraries' own.
  private static func latestDeclarations(of earlier: [CompiledCell]) -> [String] {
    var seen: Set<String> = []
    var imports: [String] = []
    for cell in earlier.reversed() {
      for declaration in cell.declarations where !seen.contains(declaration.name) {
        imports.append("@testable import \(declaration.kind) \(cell.moduleName).`\(declaration.name)`")
      }
      seen.formUnion(cell.declarations.map(\.name))
    }
    return imports.reversed()
  }
}

extension InlineValue {
  /// Whether the value stands far to the right, and its expression ends where its line may go on.
  fileprivate var sharesLine: Bool {
    location.column > 400 && !isClaim
      && !["\n", "//", "/*", "\"\"\"", "#"].contains(where: expression.contains)
  }
}

extension String {
  /// Returns the text before and from `offset`, in UTF-8 bytes; nil if that is not between two characters.
  fileprivate func split(atUTF8 offset: Int) -> (String, String)? {
    guard (0...utf8.count).contains(offset) else { return nil }
    let index = utf8.index(utf8.startIndex, offsetBy: offset)
    guard index.samePosition(in: unicodeScalars) != nil else { return nil }
    return (String(self[..<index]), String(self[index...]))
  }
}
