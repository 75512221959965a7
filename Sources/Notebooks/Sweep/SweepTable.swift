internal import Display
internal import Foundation

/// What the settings of a sweep gave: a row for each, with its parameters, how it ended and its last numbers.
public struct SweepTable: Sendable {
  /// A parameter, with its value in each row; nil where the setting is not known to have one.
  public struct Parameter: Sendable {
    /// The name.
    public let name: String
    /// The values, as Swift writes them.
    public let values: [String?]
    /// The values as numbers; nil where one is none.
    public let numbers: [Double?]

    init(name: String, values: [String?]) {
      (self.name, self.values) = (name, values)
      numbers = values.map { $0.flatMap(SweepTable.number) }
    }
  }

  /// A number that the settings give.
  public struct Column: Sendable {
    /// What it is called: by `record`, or by the heading of a table's column.
    public let name: String
    /// Whether cells record it; otherwise it stands in the last row of a table.
    public let isRecorded: Bool
    /// The number in each row, with all its digits; nil where there is none.
    public let spellings: [String?]
    /// The numbers.
    public let numbers: [Double?]

    init(name: String, isRecorded: Bool, spellings: [String?]) {
      (self.name, self.isRecorded, self.spellings) = (name, isRecorded, spellings)
      numbers = spellings.map { $0.flatMap(Double.init) }
    }
  }

  /// A setting.
  public struct Row: Sendable {
    /// Its folder, in that of the sweep.
    public var folder: String
    /// How it ended; nil if it has not run.
    public var status: RunStatus?
    /// Whether it has run with another text of the notebook than the latest one.
    public var isOutdated: Bool
    /// How long it took, in seconds.
    public var seconds: Double?
    /// The path of its page, from the folder of the sweep on; nil if there is none.
    public var page: String?
  }

  /// The name of the notebook's file.
  public let notebook: String
  /// The settings, in order.
  public let rows: [Row]
  /// The parameters that a sweep has varied.
  public let parameters: [Parameter]
  /// The numbers that settings gave, those that are recorded first.
  public let columns: [Column]

  /// How many settings have not run, or not to their end.
  public var missing: Int { rows.count { $0.status == nil || $0.status == .interrupted } }
  /// How many settings have failed.
  public var failed: Int {
    rows.count { row in row.status.map { $0 != .succeeded && $0 != .interrupted } ?? false }
  }
  /// How many settings have run with another text of the notebook than the latest one.
  public var outdated: Int { rows.count(where: \.isOutdated) }

  /// Returns `text` as a number, if it is one as Swift writes it.
  static func number(_ text: String) -> Double? {
    text.first.map { $0.isNumber || "+-.".contains($0) } == true ? Double(text) : nil
  }
}

// MARK: - Collecting

extension SweepTable {
  /// Collects what is in the folders of the sweep at `folder`.
  ///
  /// One result after the other is read, and only its numbers are kept.
  ///
  /// - Throws: `NotebookError.unreadable` if there is no sweep, or two notebooks' results, or a record that is damaged.
  public init(collecting folder: String) throws(NotebookError) {
    let record = try SweepRecord.read(in: folder)
    let listed = record?.settings.map(\.folder) ?? []
    let others = try Self.folders(in: folder).filter { !listed.contains($0) }
    var runs: [(folder: String, planned: [String: String], run: CollectedRun?)] = []
    for setting in record?.settings ?? [] {
      runs.append((setting.folder, setting.values, try CollectedRun(in: "\(folder)/\(setting.folder)")))
    }
    for other in others {
      if let run = try CollectedRun(in: "\(folder)/\(other)") { runs.append((other, [:], run)) }
    }
    guard !runs.isEmpty else {
      throw .unreadable(path: folder, reason: "it contains neither 'sweep.json' nor results of a notebook")
    }
    let notebooks = ([record?.notebook] + runs.map { $0.run?.notebook }).compactMap(\.self)
    if let other = notebooks.first(where: { $0 != notebooks[0] }) {
      throw .unreadable(path: folder, reason: "it contains results of '\(notebooks[0])' and of '\(other)'")
    }
    notebook = notebooks.first ?? ""
    let latest = runs.compactMap(\.run).max { ($0.started, $0.digest) < ($1.started, $1.digest) }?.digest
    rows = runs.map { folder, _, run in
      Row(
        folder: folder, status: run?.status, isOutdated: run.map { $0.digest != latest } ?? false,
        seconds: run?.seconds, page: run?.page.map { "\(folder)/\($0)" })
    }
    let values = runs.map { _, planned, run in planned.merging(run?.parameters ?? [:]) { $1 } }
    parameters = Self.parameters(values, swept: record?.parameters ?? [])
    columns = Self.columns(runs.map { $0.run?.numbers ?? [] }, besides: parameters.map(\.name))
  }

  private static func folders(in folder: String) throws(NotebookError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw .unreadable(path: folder, reason: "it cannot be listed")
    }
    return names.filter { FileState.kind(of: "\(folder)/\($0)") == "folder" }.sorted {
      $0.compare($1, options: .numeric) == .orderedAscending
    }
  }

  /// Returns the parameters that a sweep names, and those that are not the same in all settings.
  private static func parameters(_ values: [[String: String]], swept: [String]) -> [Parameter] {
    let others = Set(values.flatMap(\.keys)).subtracting(swept).sorted().filter { name in
      Set(values.map { $0[name] }).count > 1
    }
    return (swept + others).map { name in Parameter(name: name, values: values.map { $0[name] }) }
  }

  /// Returns the numbers of all runs in columns.
  ///
  /// A column of tables that is the same in every setting says nothing about them, and is left out.
  private static func columns(
    _ runs: [[CollectedRun.Number]], besides parameters: [String]
  ) -> [Column] {
    var order: [CollectedRun.Source] = []
    var found: [CollectedRun.Source: [String?]] = [:]
    for (row, numbers) in runs.enumerated() {
      for number in numbers {
        if found[number.source] == nil {
          order.append(number.source)
          found[number.source] = Array(repeating: nil, count: runs.count)
        }
        found[number.source]?[row] = number.spelling
      }
    }
    let names = Dictionary(grouping: order, by: \.name)
    let columns = order.map { source in
      let name = names[source.name]?.count == 1 ? source.name : source.longName
      let remark = parameters.contains(name) ? " (\(source.cell == nil ? "recorded" : "table"))" : ""
      return Column(
        name: name + remark, isRecorded: source.cell == nil, spellings: found[source] ?? [])
    }
    let telling = columns.filter { column in
      column.isRecorded || runs.count < 2 || Set(column.spellings.compactMap(\.self)).count > 1
    }
    return telling.filter(\.isRecorded) + telling.filter { !$0.isRecorded }
  }
}

/// What of one setting's records a table needs.
private struct CollectedRun {
  /// Where a number comes from.
  struct Source: Hashable {
    /// The cell of the table; nil for a number that is recorded.
    var cell: String?
    /// Which of the cell's tables it is, from 0.
    var table = 0
    var name: String

    /// The name with that of the cell, for two columns of one name.
    var longName: String {
      cell.map { "\($0)\(table == 0 ? "" : "-\(table + 1)") \(name)" } ?? name
    }
  }

  struct Number {
    var source: Source
    var spelling: String
  }

  var notebook: String
  var status: RunStatus
  var parameters: [String: String]
  var numbers: [Number] = []
  var seconds: Double?
  var started = ""
  /// The digest of the notebook's text.
  var digest = ""
  /// The name of the page.
  var page: String?

  /// Reads the records in `folder`; nil if there are none.
  init?(in folder: String) throws(NotebookError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let parts = names.sorted().filter { FileState.isThere("\(folder)/\($0)/results.json") }
    guard let name = parts.first else { return nil }
    let path = "\(folder)/\(name)/results.json"
    if parts.count > 1 {
      throw .unreadable(path: folder, reason: "it contains results of '\(name)' and of '\(parts[1])'")
    }
    let text = try TextFile.read(path)
    do {
      let record = RecordReader(try JSONParser.parse(text), path: "")
      notebook = try record.text("notebook")
      let word = try record.text("status")
      guard let status = RunStatus.allCases.first(where: { $0.name == word }) else {
        throw record.failure("status", "how a run ends")
      }
      self.status = status
      parameters = record.value("parameters") == nil ? [:] : try record.dictionary("parameters")
      for cell in try record.list("cells") { try add(cell) }
    } catch {
      let reason = (error as? RecordReader.Failure)?.reason ?? "it is not JSON"
      throw .unreadable(path: path, reason: reason)
    }
    if let run = RunRecorder.summary(ofRecordAt: "\(folder)/\(name)/run.json") {
      (seconds, started, digest) = (run.seconds, run.started, run.digest)
    }
    if FileState.isThere("\(folder)/\(name).html") { page = "\(name).html" }
  }

  private mutating func add(_ cell: RecordReader) throws {
    let name = try cell.text("name")
    var table = 0
    for output in try cell.list("outputs") {
      switch try output.text("kind") {
      case "recorded":
        let value = try RecordedValue(output)
        add(Number(source: Source(name: value.name), spelling: value.spelling))
      case "table":
        let last = try output.rows("rows").last ?? []
        for (column, text) in zip(try output.texts("columns"), last) {
          guard let number = CollectedRun.number(text) else { continue }
          add(Number(source: Source(cell: name, table: table, name: column), spelling: number))
        }
        table += 1
      default: break
      }
    }
  }

  /// Adds `number`, which takes the place of an earlier one of the same name.
  private mutating func add(_ number: Number) {
    if let index = numbers.firstIndex(where: { $0.source == number.source }) {
      numbers[index] = number
    } else {
      numbers.append(number)
    }
  }

  /// Returns the number that a table's cell begins with, such as `99.8 %` or `0.46 ± 0.02`.
  static func number(_ text: String) -> String? {
    let plain = text.replacing("−", with: "-").filter { !", \u{202F}\u{2009}".contains($0) }
    guard
      let match = plain.prefixMatch(
        of: /([-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(\u{A0}?%)?(?:\u{A0}?±.*)?/),
      match.range.upperBound == plain.endIndex || match.0.contains("±"), let number = Double(match.1)
    else { return nil }
    if match.2 != nil || plain.hasSuffix("%") { return "\(number / 100)" }
    return Int(match.1).map { "\($0)" } ?? "\(number)"
  }
}
