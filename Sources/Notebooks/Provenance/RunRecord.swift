/// Where the outputs of a run come from, and what it took.
struct RunRecord: Codable {
  /// When it began, as in ISO 8601.
  var started = ""
  /// How it ended.
  var status = ""
  /// What ran it.
  var environment = RunEnvironment()
  /// The root of all randomness.
  var seed: UInt64 = 0
  /// The values of the notebook's parameters, by their names.
  var parameters: [String: String] = [:]
  /// The notebook and the files that its cells have read.
  var inputs: [File] = []
  /// What the run has written.
  var outputs: [File] = []
  /// How long it took.
  var seconds = 0.0
  /// Its cells, in order.
  var cells: [Cell] = []

  /// A file as it was when the run ended.
  struct File: Codable {
    /// Where it is; an output's path begins at the output folder.
    var path: String
    /// The digest of its content.
    var sha256: String

    /// Creates the record of a notebook as it was read: by now it may be another one.
    init(_ notebook: Notebook) { (path, sha256) = (notebook.path, notebook.digest) }

    /// Digests the file at `path`, which is told without `folder`.
    init(at path: String, below folder: String = "") {
      let isBelow = !folder.isEmpty && path.hasPrefix(folder + "/")
      self.path = isBelow ? String(path.dropFirst(folder.count + 1)) : path
      sha256 = FileState.digest(of: path)
    }
  }

  /// What one cell took.
  struct Cell: Codable {
    var name: String
    var outcome: CellOutcome
    var seconds: CellTiming
    /// The most memory in use at a time while it ran, in bytes; nil if it did not run or ended its process.
    var peakMemory: Int?
  }
}
