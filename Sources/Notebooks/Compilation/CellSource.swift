/// The Swift file that cells become: imports, then the cells' own lines at their own places.
package struct CellSource: Equatable {
  /// The file's text.
  package var text: String
  /// For each cell, where the line stands that was put before its last expression, and where the expression does.
  package var wrappers: [Wrapper?] = []

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

  /// Writes the file for `cells` of the markdown file `fileName`, a name that can stand in a line directive.
  ///
  /// - Parameters:
  ///   - cells: The cells, each with what the parser saw in it; without that the last expression is not shown.
  ///   - implicitImports: The modules that every cell imports.
  ///   - earlier: The cells that ran before, with what they declare.
  ///   - marksResult: Whether the value of a last expression is marked among what is shown.
  package init(
    of cells: [(cell: Cell, outline: CellOutline?)], fileName: String, implicitImports: [String],
    after earlier: [CompiledCell], marksResult: Bool = false
  ) {
    var lines = CellSource.header(of: cells[0].cell, implicitImports, after: earlier)
    if cells.count > 1 { lines.append(CellSource.endDeclaration) }
    if marksResult { lines.append(CellSource.resultCall) }
    if cells[0].cell.isSubmitted { lines += CellSource.ownExpectations(of: cells[0].cell) }
    for (index, (cell, outline)) in cells.enumerated() {
      if index > 0 { lines += CellSource.endCall }
      let (body, wrapper) = CellSource.body(of: cell, outline, fileName, marksResult)
      lines += body
      wrappers.append(wrapper)
    }
    lines += CellSource.exports(cells.flatMap { $0.outline?.imports ?? [] })
    text = lines.joined(separator: "\n") + "\n"
  }

  /// Writes the file for one cell.
  package init(
    of cell: Cell, fileName: String, outline: CellOutline?, implicitImports: [String],
    after earlier: [CompiledCell]
  ) {
    self.init(
      of: [(cell, outline)], fileName: fileName, implicitImports: implicitImports, after: earlier)
  }

  /// The function of the worker that ends a cell and waits for the next one's turn.
  private static let endDeclaration = #"@_silgen_name("cwh_end_cell") private func __endCell()"#
  private static let endCall = ["#sourceLocation()", "__endCell()"]

  /// A function that takes nothing but the value, behind which nothing is evaluated.
  private static let resultCall =
    "private func _result<Value>(_ value: Value) { display(value, as: .result) }"

  /// Returns declarations of `expect` in place of the library's, whose lines are those of `cell` whatever a call says: a
  /// submission has expectations of its own, and none in the name of others.
  private static func ownExpectations(of cell: Cell) -> [String] {
    let lines = "min(max(line, \(cell.firstLine)), \(cell.firstLine + cell.lines.count))"
    let ending =
      #"when isExample: Bool = true, _ comment: String = "", line: Int = #line, column: Int = #column"#
    func declaration(_ generics: String, _ parameters: String, _ arguments: String) -> String {
      "private func expect\(generics)(\(parameters), \(ending)) { "
        + "Display.expect(\(arguments), when: isExample, comment, line: \(lines), column: column) }"
    }
    let comparisons = ["isLessThan", "isAtMost", "isGreaterThan", "isAtLeast"].map { label in
      declaration("<Value: Comparable>", "_ value: Value, \(label) bound: Value", "value, \(label): bound")
    }
    return ["import Display", declaration("", "_ condition: Bool", "condition")]
      + [
        declaration(
          "<Value: Equatable>", "_ value: Value, equals expected: Value", "value, equals: expected"),
        declaration(
          "<Value: ApproximatelyComparable>",
          "_ value: Value, equals expected: Value, within tolerance: Double",
          "value, equals: expected, within: tolerance"),
      ] + comparisons + [
        "private func expect<Failure: Error>(throws type: Failure.Type, \(ending), _ body: () throws -> Void) { "
          + "Display.expect(throws: type, when: isExample, comment, line: \(lines), column: column, body) }"
      ]
  }

  /// Returns the lines of `cell` itself, with the directives that tell where they stand.
  private static func body(
    of cell: Cell, _ outline: CellOutline?, _ fileName: String, _ marksResult: Bool
  ) -> (lines: [String], wrapper: Wrapper?) {
    if cell.isInline { return (statements(of: cell.inlineValues, fileName), nil) }
    guard let last = outline?.lastExpression, let (before, expression, behind) = cell.code.split(at: last)
    else {
      return ([directive(fileName, cell.firstLine), cell.code], nil)
    }
    // A line directive may not stand inside a call, so `display(` takes the number of the line before the
    // expression, and the expression begins at its own line and column.
    var lines: [String] = []
    if before.contains(where: { !$0.isWhitespace }) {
      lines += [directive(fileName, cell.firstLine), before]
    }
    let first = cell.firstLine + before.utf8.count { $0 == UInt8(ascii: "\n") }
    let column = before.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
    let padding = String(repeating: " ", count: column)
    // Messages about the line before the expression must not be taken for some about the wrapper.
    let above = before.split(separator: "\n", omittingEmptySubsequences: false).dropLast().last ?? ""
    let margin = String(repeating: " ", count: above.utf8.count + 1)
    lines.append(directive(fileName, first - 1))
    lines +=
      last.isShown
      ? [margin + (marksResult ? "_result(" : "display("), padding + expression, ")"]
      : [margin + "_ =", padding + expression]
    if !behind.isEmpty {
      lines += [directive(fileName, first + expression.utf8.count { $0 == UInt8(ascii: "\n") }), behind]
    }
    let wrapper = Wrapper(
      line: max(first - 1, 1), column: margin.utf8.count + 1,
      expression: SourceLocation(line: first, column: column + 1))
    return (lines, wrapper)
  }

  /// Returns the lines by which `cell` sees what `earlier` ones declare and import.
  ///
  /// Each cell exports the one before it, and the first one the `implicitImports`. That makes what a cell declares win
  /// over the same in all that it exports: variables, types, functions and operators of one type, and members of
  /// extensions. Internal names can only be seen through an import of the cell itself; the one of its empty enum brings
  /// nothing else in by another way.
  static func header(of cell: Cell, _ implicitImports: [String], after earlier: [CompiledCell]) -> [String] {
    let exports =
      earlier.last.map { ["@_exported @testable import \($0.moduleName)"] }
      ?? implicitImports.map { "@_exported import \($0)" }
    return exports
      + earlier.dropLast().map { "@testable import enum \($0.moduleName).\(emptyEnum(of: $0.moduleName))" }
      + importsOfNames(of: earlier)
      + scopedImports(of: earlier, upTo: lastImport(in: cell, after: earlier)) + [
        emptyEnumDeclaration(of: cell.moduleName)
      ]
  }

  /// Returns the lines that let later cells see what a cell imports.
  ///
  /// They stand behind its code, so that an import that fails is told where the author wrote it.
  static func exports(_ imports: [String]) -> [String] {
    let imports = imports.filter { !$0.contains(" ") }
    // Explicitly public, since the author may have said 'internal import' of the same module.
    return imports.isEmpty ? [] : ["#sourceLocation()"] + imports.map { "@_exported public import \($0)" }
  }

  /// Returns the line that ends the header.
  static func emptyEnumDeclaration(of module: String) -> String { "enum \(emptyEnum(of: module)) {}" }

  private static func emptyEnum(of module: String) -> String { "__" + module }

  /// Returns the lines by which a language server sees what `earlier` cells declare and import.
  ///
  /// It proposes internal names only of modules that are imported as a whole. Names that are declared again are told
  /// apart as far as imports of single names can.
  static func serverHeader(_ implicitImports: [String], after earlier: [CompiledCell]) -> [String] {
    (implicitImports + earlier.flatMap(\.imports)).map { "import \($0)" }
      + earlier.map { "@testable import \($0.moduleName)" } + scopedImports(of: earlier, upTo: earlier.count)
  }

  /// Returns the imports of single names that `earlier` cells have, unless a later cell declares the name.
  ///
  /// What is imported so is exported to nobody.
  private static func importsOfNames(of earlier: [CompiledCell]) -> [String] {
    var seen: Set<Substring> = []
    var imports: Set<String> = []
    for cell in earlier.reversed() {
      seen.formUnion(cell.declarations.filter { $0.owner.isEmpty }.map { $0.name[...] })
      imports.formUnion(cell.imports.filter { $0.contains(" ") && !seen.contains($0.importedName) })
    }
    return imports.sorted().map { "import \($0)" }
  }

  /// The number of `earlier` cells above the last one that imports something, `cell` among them.
  private static func lastImport(in cell: Cell, after earlier: [CompiledCell]) -> Int {
    cell.code.contains("import ") ? earlier.count : earlier.lastIndex { !$0.imports.isEmpty } ?? 0
  }

  /// Returns imports of the names that the first cells declare, as far as no later one of `earlier` does.
  ///
  /// What is declared before another module is imported would stand beside what that has. A name that is a member of a
  /// later extension too is left out, since the import would let an earlier member in.
  private static func scopedImports(of earlier: [CompiledCell], upTo end: Int) -> [String] {
    var seen: Set<String> = []
    var imports: [String] = []
    // The compiler finds a name that is of two kinds ambiguous in its module.
    let kinds = Dictionary(
      earlier.flatMap(\.declarations).filter(\.isImportable).map { ($0.name, [$0.kind]) },
      uniquingKeysWith: { $0.union($1) } as (Set<String>, Set<String>) -> Set<String>)
    for (index, cell) in earlier.enumerated().reversed() {
      // An import of a single name stands in the file itself.
      seen.formUnion(cell.imports.filter { $0.contains(" ") }.map { String($0.importedName) })
      let latest = cell.declarations.filter {
        $0.isImportable && !seen.contains($0.name) && kinds[$0.name]?.count == 1
      }
      if index < end {
        imports += latest.map { "@testable import \($0.kind) \(cell.moduleName).`\($0.name)`" }
      }
      seen.formUnion(cell.declarations.filter { !$0.isRequirement }.map(\.name))
    }
    return Set(imports).sorted()
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
  /// In the file the mark `` `{swift} `` stands before the expression, and leaves more than enough space for `display(`.
  private static func statement(of value: InlineValue, _ fileName: String) -> [String] {
    let location = value.location
    if value.isExpectation {
      // `expect: ` is longer than `expect(`, so there is space, too.
      let padding = String(repeating: " ", count: max(location.column - 1 - "expect(".count, 0))
      return [directive(fileName, location.line), padding + "expect(" + value.expression, ")"]
    }
    let end = ", as: .inline)"
    guard location.column > callWidth else {
      // The expression begins a line of its own, below the mark.
      let padding = String(repeating: " ", count: location.column - 1)
      return [directive(fileName, location.line - 1), "display(", padding + value.expression, end]
    }
    let padding = String(repeating: " ", count: location.column - 1 - callWidth)
    return [directive(fileName, location.line), padding + "display(" + value.expression, end]
  }

  /// The width of `display(`.
  package static let callWidth = 8

  private static func directive(_ fileName: String, _ line: Int) -> String {
    #"#sourceLocation(file: "\#(fileName)", line: \#(max(line, 1)))"#
  }
}

extension InlineValue {
  /// Whether the value stands far to the right, and its expression ends where its line may go on.
  var sharesLine: Bool {
    location.column > 400 && !isExpectation
      && !["\n", "//", "/*", "\"\"\"", "#"].contains(where: expression.contains)
  }
}

extension String {
  /// The name in `struct Foundation.Date`.
  fileprivate var importedName: Substring { self[...].split(separator: ".").last ?? "" }

  /// Returns the text before, of and behind `expression`; nil if it does not lie between characters.
  fileprivate func split(at expression: CellOutline.LastExpression) -> (String, String, String)? {
    let (start, end) = (expression.offset, expression.end ?? utf8.count)
    guard 0 <= start, start <= end, end <= utf8.count else { return nil }
    let (first, last) = (utf8.index(startIndex, offsetBy: start), utf8.index(startIndex, offsetBy: end))
    guard first.samePosition(in: unicodeScalars) != nil, last.samePosition(in: unicodeScalars) != nil else {
      return nil
    }
    return (String(self[..<first]), String(self[first..<last]), String(self[last...]))
  }
}
