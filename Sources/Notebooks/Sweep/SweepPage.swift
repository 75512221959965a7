public import Display

extension SweepTable {
  private static let lastColumns = ["status", "seconds"]

  /// The table with tabs: a line for each setting, and one above with the names of the columns.
  public var tsv: String {
    let head = ["setting"] + parameters.map(\.name) + columns.map(\.name) + SweepTable.lastColumns
    let lines = rows.indices.map { row in
      [rows[row].folder] + parameters.map { Self.plain($0.values[row] ?? "") }
        + columns.map { $0.spellings[row] ?? "" }
        + [Self.words(rows[row]), rows[row].seconds.map(Self.text) ?? ""]
    }
    return ([head] + lines).map { line in
      line.map { $0.replacing("\t", with: " ").replacing("\n", with: " ") }.joined(separator: "\t") + "\n"
    }.joined()
  }

  /// The table as JSON, which `docs/schema/sweep-table.schema.json` describes.
  public var json: String {
    JSON.record([
      "format": .int(1), "notebook": .string(notebook),
      "parameters": .array(parameters.map { .string($0.name) }),
      "numbers": .array(columns.map { .string($0.name) }),
      "settings": .array(rows.indices.map(record)),
    ]).pretty() + "\n"
  }

  /// Whether `text` is a table that this program has written, as JSON.
  static func isOne(_ text: String) -> Bool {
    guard case .object(let members) = try? JSONParser.parse(text) else { return false }
    return members.list.map(\.key) == ["format", "notebook", "numbers", "parameters", "settings"]
  }

  private func record(_ row: Int) -> JSON {
    let values = parameters.compactMap { parameter in
      parameter.values[row].map { (parameter.name, JSON.string($0)) }
    }
    let numbers = columns.compactMap { column in
      column.spellings[row].map { (column.name, RecordedValue.json($0)) }
    }
    return .record([
      "folder": .string(rows[row].folder), "status": rows[row].status.map { .string($0.name) },
      "isOutdated": rows[row].isOutdated ? .bool(true) : nil, "seconds": rows[row].seconds.map(JSON.double),
      "parameters": .record(Dictionary(values) { $1 }), "numbers": .record(Dictionary(numbers) { $1 }),
    ])
  }

  /// Returns the rows with the highest and the lowest number of `column`; nil if it has none.
  public func extremes(of column: Column) -> (highest: Int, lowest: Int)? {
    let known = rows.indices.filter { column.numbers[$0]?.isNaN == false }
    guard let highest = known.max(by: { column.numbers[$0]! < column.numbers[$1]! }),
      let lowest = known.min(by: { column.numbers[$0]! < column.numbers[$1]! })
    else { return nil }
    return (highest, lowest)
  }

  /// Returns how the setting in `row` went, in words.
  private static func words(_ row: Row) -> String {
    let words = row.status?.words ?? "not run"
    return row.isOutdated ? words + ", with an earlier text of the notebook" : words
  }

  /// Returns a Swift literal as readers write it.
  public static func plain(_ literal: String) -> String {
    literal.hasPrefix("\"") && literal.hasSuffix("\"") && literal.count > 1
      ? String(literal.dropFirst().dropLast()) : literal
  }

  private static func text(_ seconds: Double) -> String { "\((seconds * 100).rounded() / 100)" }

  // MARK: The page

  /// A figure of the page, as Plotting shows it.
  public struct SweepFigure {
    /// What it shows.
    var title: String
    /// Its pictures and its description.
    var bundle: MIMEBundle

    /// Creates a figure called `title`.
    public init(_ title: String, _ bundle: MIMEBundle) { (self.title, self.bundle) = (title, bundle) }
  }

  /// Returns the page: the extremes of each number, `figures`, and the table, which leads to the handouts.
  public func html(_ figures: [SweepFigure]) -> String {
    let name = Notebook.name(ofFileAt: notebook)
    let frame = PageFrame(title: "\(name): sweep", language: "en")
    let pictures = figures.enumerated().map { index, figure in
      HTML.element("h2", ["id": "figure-\(index + 1)"], HTML(figure.title)) + picture(figure.bundle)
    }
    return frame.page(
      "sweep", heading: "Sweep of \(name)", subtitle: summary, bestSettings, pictures.joined(by: "\n"),
      .element("h2", ["id": "settings"], HTML("Settings")), scrolling(allSettings, "Settings"))
  }

  /// How many settings there are, and what became of them.
  public var summary: String {
    var text = "\(rows.count) \(rows.count == 1 ? "setting" : "settings")"
    if failed > 0 { text += ", \(failed) failed" }
    if missing > 0 { text += ", \(missing) not run" }
    if outdated > 0 { text += ", \(outdated) with an earlier text of the notebook" }
    return text
  }

  private func scrolling(_ table: HTML, _ label: String) -> HTML {
    .element("div", ["class": "table", "tabindex": "0", "role": "group", "aria-label": label], table)
  }

  private var bestSettings: HTML {
    let lines = columns.flatMap { column -> [HTML] in
      guard let (highest, lowest) = extremes(of: column) else { return [] }
      return [("highest", highest), ("lowest", lowest)].map { word, row in
        let shown = RecordedValue(name: "", spelling: column.spellings[row] ?? "").shown
        return .element(
          "tr", [:], .element("td", [:], HTML(column.name)), .element("td", [:], HTML(word)),
          number(shown), .element("td", [:], link(row)))
      }
    }
    if lines.isEmpty || rows.count < 2 { return .empty }
    let table = HTML.element(
      "table", [:], head(["Number", "", "Value", "Setting"]), .element("tbody", [:], lines.joined(by: "\n")))
    return .element("h2", ["id": "best"], HTML("Highest and lowest")) + scrolling(table, "Highest and lowest")
  }

  private var allSettings: HTML {
    let lines = rows.indices.map { row in
      HTML.element(
        "tr", [:], .element("td", [:], link(row)),
        parameters.map { parameter in
          let text = HTML(Self.plain(parameter.values[row] ?? "").escapedForLine)
          return parameter.numbers[row] == nil
            ? .element("td", [:], text) : .element("td", ["class": "align-right"], text)
        }.joined(),
        columns.map { column in
          number(column.spellings[row].map { RecordedValue(name: "", spelling: $0).shown } ?? "")
        }.joined(), .element("td", [:], HTML(Self.words(rows[row]))),
        number(rows[row].seconds.map(Self.text) ?? ""))
    }
    let names = ["Setting"] + parameters.map(\.name) + columns.map(\.name) + ["Status", "Seconds"]
    return .element("table", [:], head(names), .element("tbody", [:], lines.joined(by: "\n")))
  }

  private func head(_ names: [String]) -> HTML {
    .element(
      "thead", [:],
      .element(
        "tr", [:], names.map { .element("th", ["scope": "col"], HTML($0.escapedForLine)) }.joined()))
  }

  private func number(_ text: String) -> HTML { .element("td", ["class": "align-right"], HTML(text)) }

  private func link(_ row: Int) -> HTML {
    let name = HTML(rows[row].folder.escapedForLine)
    guard let page = rows[row].page else { return name }
    let address = page.split(separator: "/").map { String($0).asAddress }.joined(separator: "/")
    return .element("a", ["href": address], name)
  }

  private func picture(_ bundle: MIMEBundle) -> HTML {
    guard case .figure(let figure) = Output(bundle, figureName: "") else { return .empty }
    return .element("figure", [:], FigureRenderer.picture(figure, alternative: figure.description))
  }
}
