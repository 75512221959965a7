internal import ArgumentParser
internal import Notebooks

/// The values that a call gives to the parameters of notebooks.
struct ParameterOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "Set a parameter that is declared under 'params:' in the front matter, such as 'epochs=20'.")
  var parameter: [String] = []

  @Option(
    help: "Read parameters from a YAML file, or with '-' from standard input; '-p' overrides them.",
    completion: .file())
  var params: [String] = []

  /// The options as they are written.
  var arguments: [String] {
    params.flatMap { ["--params", $0] } + parameter.flatMap { ["--parameter", $0] }
  }

  /// Throws `NotebookError.stream` for a file that can be read only once, where several processes read it.
  func checkFiles() throws(NotebookError) {
    if let stream = params.first(where: NotebookPath.isStream) {
      throw .stream(path: stream, reason: "several processes would read it")
    }
  }

  /// The values in the order in which they count.
  func overrides() throws(NotebookError) -> [ParameterOverride] {
    var overrides: [ParameterOverride] = []
    for path in params { overrides += try ParameterOverride.read(path: path) }
    for assignment in parameter { overrides.append(try ParameterOverride(assignment: assignment)) }
    return overrides
  }
}
