internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// One of several parts of a list of notebooks.
struct Shard: ExpressibleByArgument, Equatable {
  let number: Int
  let count: Int

  /// Creates shard `number` of `count`.
  init(number: Int, of count: Int) { (self.number, self.count) = (number, count) }

  /// Reads `3/8`.
  init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], (1...max(count, 1)) ~= number
    else { return nil }
    self.init(number: number, of: count)
  }

  /// The shard as it is written.
  var argument: String { "\(number)/\(count)" }

  /// Returns the notebooks of the shard among `paths`: the same on every machine, and each notebook in one shard.
  ///
  /// Without times, each shard gets every `count`-th; with them, the longest that is left goes to the shard that has
  /// the least to do.
  func part(of paths: [String], _ times: RunTimes?, _ layout: OutputLayout) -> [String] {
    guard let times else {
      return paths.enumerated().filter { $0.offset % count == number - 1 }.map(\.element)
    }
    var loads = Array(repeating: 0.0, count: count)
    var part: Set<Int> = []
    let seconds = times.seconds(of: paths.map { layout.name(of: $0) })
    for index in paths.indices.sorted(by: { (-seconds[$0], $0) < (-seconds[$1], $1) }) {
      let shard = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[shard] += seconds[index]
      if shard == number - 1 { part.insert(index) }
    }
    return part.sorted().map { paths[$0] }
  }
}

extension OutputLayout {
  /// Returns what the notebook at `path` is called among those of its course, on every machine: its path from the root on.
  func name(of path: String) -> String {
    let (subfolder, name) = (subfolder(of: path) ?? "", FilePath.name(of: path))
    return subfolder.isEmpty ? name : "\(subfolder)/\(name)"
  }
}

/// How long the notebooks of a course took, for shards of equal length.
struct RunTimes: Codable {
  /// The seconds of each notebook, by its path from the root of the course on.
  var seconds: [String: Double]

  /// Reads the times that `nbrun merge --times` has written.
  static func read(_ path: String) throws(NotebookError) -> RunTimes {
    let bytes = try TextFile.bytes(path)
    guard let times = try? JSONDecoder().decode(RunTimes.self, from: Data(bytes)),
      times.seconds.values.allSatisfy({ $0.isFinite && $0 >= 0 })
    else {
      throw .unreadable(path: path, reason: "these are no times that 'nbrun merge --times' has written")
    }
    return times
  }

  /// Writes the times.
  func write(to path: String) throws(NotebookError) {
    try HandoutWriter.write(record: self, to: path)
  }

  /// Returns the seconds of `names`; of one that nobody knows, the mean of the others.
  func seconds(of names: [String]) -> [Double] {
    let known = names.compactMap { seconds[$0] }
    let mean = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
    return names.map { seconds[$0] ?? mean }
  }
}

/// `shard.json` in the output folder of a shard: which notebooks it was given, of which list.
struct ShardRecord: Codable, Equatable {
  /// The shard, such as `3/8`.
  var shard: String
  /// All notebooks of the course, by their paths from its root on.
  var course: [String]
  /// Those of the shard.
  var notebooks: [String]

  /// Creates the record of a shard of `course` that runs `notebooks`.
  init(_ shard: Shard, of course: [String], running notebooks: [String], _ layout: OutputLayout) {
    self.shard = shard.argument
    self.course = course.map(layout.name)
    self.notebooks = notebooks.map(layout.name)
  }

  /// The shard; nil for what is none.
  var part: Shard? { Shard(argument: shard) }

  /// Returns the path of the record in `folder`.
  static func path(in folder: String) -> String { "\(folder)/shard.json" }

  /// Returns the record in `folder`; nil if there is none.
  static func read(in folder: String) throws(NotebookError) -> ShardRecord? {
    let path = path(in: folder)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let bytes = try TextFile.bytes(path)
    guard let record = try? JSONDecoder().decode(ShardRecord.self, from: Data(bytes)), record.part != nil
    else {
      throw .unreadable(path: path, reason: "it is no record of a shard")
    }
    return record
  }

  /// Writes the record into `folder`, which is there for a shard without notebooks, too.
  func write(in folder: String) throws(NotebookError) {
    try HandoutWriter.write(record: self, to: ShardRecord.path(in: folder))
  }
}
