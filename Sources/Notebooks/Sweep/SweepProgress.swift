/// Which settings of a sweep need not run again.
public struct SweepProgress {
  private let notebook: Notebook
  private let environment: RunEnvironment
  /// The digests of files that cells have read: those of one sweep mostly read the same ones.
  private var digests: [String: String] = [:]

  /// Creates the progress of a sweep of `notebook`, with the values that all settings have in common.
  public init(of notebook: Notebook, in environment: RunEnvironment) {
    (self.notebook, self.environment) = (notebook, environment)
  }

  /// Whether the handout in `files` is that of `setting`, which succeeded, and would be the same today.
  public mutating func isDone(_ setting: SweepSetting, _ files: HandoutFiles) -> Bool {
    var notebook = notebook
    guard (try? notebook.apply(setting.overrides)) != nil, FileState.isThere(files.results) else {
      return false
    }
    return RunRecorder.stillHolds(recordAt: files.run, of: notebook, in: environment) { path in
      if let digest = digests[path] { return digest }
      let digest = FileState.digest(of: path)
      digests[path] = digest
      return digest
    }
  }
}

extension SweepSetting {
  /// The options of a call that gives the parameters these values.
  public var arguments: [String] { assignments.flatMap { ["-p", "\($0.name)=\($0.text)"] } }

  fileprivate var overrides: [ParameterOverride] {
    get throws(NotebookError) {
      var overrides: [ParameterOverride] = []
      for assignment in assignments {
        overrides.append(try ParameterOverride(assignment: "\(assignment.name)=\(assignment.text)"))
      }
      return overrides
    }
  }
}
