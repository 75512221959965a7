/// The grades of all submissions, as a table for programs and one for the lecturer.
package struct GradesTable: Sendable {
  /// What became of one submission.
  package struct Row: Sendable {
    /// The folder of the submission, in that of all of them.
    package var folder: String
    /// The file in it; empty if there is none.
    package var file: String
    /// What it has reached.
    package var grade: Grade
    /// Whether it came after it was due.
    package var isLate: Bool
    /// How long grading it took, in seconds.
    package var seconds: Double
    /// The path of its handout as seen from the tables; nil if there is none.
    package var page: String?
    /// What else there is to say.
    package var note: String

    /// Creates a row.
    package init(
      folder: String, file: String, grade: Grade, isLate: Bool, seconds: Double, page: String?,
      note: String = ""
    ) {
      (self.folder, self.file, self.grade, self.isLate) = (folder, file, grade, isLate)
      (self.seconds, self.page, self.note) = (seconds, page, note)
    }

    /// How it went, in words that programs can look for.
    package var status: String {
      let words = (isLate ? ["late"] : []) + grade.endings.map(\.rawValue)
      return words.isEmpty ? "ok" : words.joined(separator: "; ")
    }
  }

  /// The name of the notebook that asks the questions.
  private let title: String
  private let plan: GradingPlan
  private let rows: [Row]

  /// Creates the tables of `rows` for the notebook called `title`.
  package init(title: String, _ plan: GradingPlan, _ rows: [Row]) {
    (self.title, self.plan, self.rows) = (title, plan, rows)
  }

  // MARK: For programs

  private static let (firstColumns, lastColumns) = (["folder", "file"], ["total", "status", "seconds"])

  /// The table as RFC 4180 has it: a line for each submission, and one above with the names of the columns.
  package var csv: String {
    let head = GradesTable.firstColumns + plan.items.map(\.label) + GradesTable.lastColumns
    let lines = rows.map { row in
      [row.folder, row.file] + row.grade.items.map(\.points.decimal)
        + [row.grade.points.decimal, row.status, GradesTable.text(row.seconds)]
    }
    return ([head] + lines).map { $0.map(GradesTable.field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// Whether `text` is a table that this program has written.
  package static func isOne(_ text: String) -> Bool {
    let head = text.utf8.prefix { $0 != UInt8(ascii: "\r") }.split(separator: UInt8(ascii: ",")).map {
      String($0)
    }
    return head.count > 5 && head.starts(with: firstColumns) && head.suffix(3).elementsEqual(lastColumns)
  }

  /// Returns `text` as a field that no spreadsheet takes for a formula.
  private static func field(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let safe = (isFormula ? "'" : "") + text
    let needsQuotes = safe.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
  }

  private static func text(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }

  // MARK: For the lecturer

  /// The page, which leads to the handouts.
  package var html: String {
    let count = "\(rows.count) \(rows.count == 1 ? "submission" : "submissions")"
    let frame = PageFrame(title: "\(title): grades", language: "en")
    let table = HTML.element(
      "table", [:], .element("thead", [:], .element("tr", [:], heads.joined())),
      .element("tbody", [:], rows.map(html).joined(by: "\n")))
    return frame.page(
      "grades", heading: title, subtitle: count,
      .element("div", ["class": "table", "tabindex": "0", "role": "group", "aria-label": "Grades"], table))
  }

  private var heads: [HTML] {
    let exercises = plan.items.map { "\($0.label) (\($0.points.text))" }
    let names = ["Submission"] + exercises + ["Total (\(plan.points.text))", "Status", "Seconds"]
    return names.map { .element("th", ["scope": "col"], HTML($0)) }
  }

  private func html(_ row: Row) -> HTML {
    let name = row.file.isEmpty ? row.folder : "\(row.folder)/\(row.file)"
    let shown = HTML(name.escapedForLine)
    let link =
      row.page.map {
        HTML.element(
          "a", ["href": $0.split(separator: "/").map { String($0).asAddress }.joined(separator: "/")], shown)
      } ?? shown
    let points = (row.grade.items.map(\.points) + [row.grade.points]).map {
      HTML.element("td", ["class": "align-right"], HTML($0.text))
    }
    let status = row.note.isEmpty ? row.status : "\(row.status): \(row.note)"
    return .element(
      "tr", [:], .element("td", [:], link), points.joined(), .element("td", [:], HTML(status.escapedForLine)),
      .element("td", ["class": "align-right"], HTML(GradesTable.text(row.seconds))))
  }
}
