internal import Foundation

/// The run's durations, which no handout shows: `run.json`.
public struct TimingRecorder {
  private var record = Record()
  private var start = ContinuousClock.now

  /// Creates a recorder.
  public init() {}

  /// Takes in what happened.
  public mutating func record(_ event: RunEvent) {
    switch event {
    case .runStarted: start = .now
    case .cellFinished(let cell, let result, let timing):
      record.cells.append(.init(name: cell.name, outcome: result.outcome, seconds: timing))
    case .runFinished: record.seconds = (ContinuousClock.now - start).seconds
    case .cellCompiling, .cellStarted, .progress, .expectation, .cacheProblem: break
    }
  }

  /// Writes what was recorded to the file at `path`.
  public func write(to path: String) throws(NotebookError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(record).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .unwritable(path: path, reason: error.localizedDescription)
    }
  }

  /// How long the run took, in seconds.
  var seconds: Double { record.seconds }

  /// Returns how long the cell called `name` ran, in seconds.
  func seconds(of name: String) -> Double { record.cells.first { $0.name == name }?.seconds.run ?? 0 }

  /// Returns how long the run took that wrote the file at `path`; nil if that cannot be told.
  public static func seconds(inFileAt path: String) -> Double? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return (try? JSONDecoder().decode(Record.self, from: data))?.seconds
  }

  private struct Record: Codable {
    var seconds = 0.0
    var cells: [Cell] = []

    struct Cell: Codable {
      var name: String
      var outcome: CellOutcome
      var seconds: CellTiming
    }
  }
}
