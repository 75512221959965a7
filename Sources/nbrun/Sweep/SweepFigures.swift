internal import CNN
internal import Notebooks
internal import Plotting

/// The figures of a sweep: each number over the parameters that were varied.
struct SweepFigures {
  /// The most numbers that have figures, those that are recorded first.
  private static let mostNumbers = 8
  /// The most lines of one plot, and the most names of one axis.
  private static let mostLines = 6
  private static let mostNames = 30

  private let table: SweepTable
  private let parameters: [SweepTable.Parameter]

  /// Creates the figures of `table`.
  init(_ table: SweepTable) {
    self.table = table
    // A parameter that is the same everywhere explains nothing.
    parameters = table.parameters.filter { Set($0.values).count > 1 }
  }

  /// The figures, with their titles.
  var all: [SweepTable.SweepFigure] {
    guard !parameters.isEmpty, table.rows.count > 1 else { return [] }
    let recorded = table.columns.filter(\.isRecorded)
    return (recorded.isEmpty ? table.columns : recorded).prefix(Self.mostNumbers).compactMap { column in
      let known = table.rows.indices.filter { column.numbers[$0] != nil }
      guard known.count > 1 else { return nil }
      return SweepTable.SweepFigure(column.name, figure(column, known).mimeBundle)
    }
  }

  private func figure(_ column: SweepTable.Column, _ rows: [Int]) -> Figure {
    let numbers = rows.map { column.numbers[$0] ?? .nan }
    switch parameters.count {
    case 1: return Figure { line(parameters[0], column.name, rows, numbers) }
    case 2:
      // The one with more values along the axis; a line for each value of the other.
      let byCount = parameters.sorted { $0.distinct > $1.distinct }
      if byCount[1].distinct <= Self.mostLines, byCount[0].isNumeric {
        return Figure { lines(byCount[0], byCount[1], column.name, rows, numbers) }
      }
      return Figure { parallel(column.name, rows, numbers) }
    default: return Figure { parallel(column.name, rows, numbers) }
    }
  }

  /// The number over one parameter.
  private func line(
    _ parameter: SweepTable.Parameter, _ name: String, _ rows: [Int], _ numbers: [Double]
  ) -> Axes {
    guard parameter.isNumeric else {
      return Axes(x: parameter.name, y: name) {
        Bars(labels: rows.map { parameter.text($0) }, values: numbers)
      }
    }
    let points = zip(rows.map { parameter.numbers[$0] ?? .nan }, numbers).sorted { $0.0 < $1.0 }
    return Axes(x: parameter.name, y: name, xScale: parameter.scale) {
      Line(x: points.map(\.0), y: points.map(\.1), marker: points.count <= 60 ? .circle : nil)
    }
  }

  /// The number over one parameter, with a line for each value of another.
  private func lines(
    _ parameter: SweepTable.Parameter, _ other: SweepTable.Parameter, _ name: String, _ rows: [Int],
    _ numbers: [Double]
  ) -> Axes {
    let groups = Dictionary(grouping: zip(rows, numbers), by: { other.text($0.0) })
    let names = groups.keys.sorted { (Double($0) ?? .infinity, $0) < (Double($1) ?? .infinity, $1) }
    return Axes(x: parameter.name, y: name, xScale: parameter.scale) {
      for key in names {
        let points = (groups[key] ?? []).map { (parameter.numbers[$0.0] ?? .nan, $0.1) }.sorted {
          $0.0 < $1.0
        }
        Line(
          x: points.map(\.0), y: points.map(\.1), label: "\(other.name) = \(key)",
          marker: points.count <= 60 ? .circle : nil)
      }
    }
  }

  /// All parameters and the number, with a line for each setting.
  private func parallel(_ name: String, _ rows: [Int], _ numbers: [Double]) -> ParallelCoordinates {
    let axes = parameters.compactMap { parameter -> ParallelCoordinates.ItemAxis? in
      if parameter.isNumeric {
        return .init(
          parameter.name, rows.map { parameter.numbers[$0] ?? .nan }, scale: parameter.scale)
      }
      let names = Set(rows.map { parameter.text($0) }).sorted()
      guard names.count <= Self.mostNames else { return nil }
      let places = Dictionary(names.enumerated().map { ($1, Double($0)) }) { $1 }
      return .init(parameter.name, rows.map { places[parameter.text($0)] ?? .nan }, names: names)
    }
    return ParallelCoordinates(axes: axes + [.init(name, numbers)])
  }
}

extension SweepTable.Parameter {
  fileprivate var distinct: Int { Set(values).count }

  /// Whether every value is a number.
  fileprivate var isNumeric: Bool { numbers.allSatisfy { $0 != nil } }

  /// Values that span some powers of ten are seen on a logarithmic axis.
  fileprivate var scale: AxisScale {
    let numbers = numbers.compactMap(\.self)
    guard let low = numbers.min(), let high = numbers.max(), low > 0, high / low >= 50 else { return .linear }
    return .log10
  }

  fileprivate func text(_ row: Int) -> String { values[row].map(SweepTable.plain) ?? "–" }
}
