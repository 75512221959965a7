internal import ArgumentParser
internal import Notebooks

/// The values that a call gives to the parameters of notebooks.
struct ParameterOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "Another value for a constant below 'params:' in the front matter, such as 'epochs=20'.")
  var parameter: [String] = []

  @Option(help: "A YAML file of such values; those of '-p' come after it.", completion: .file())
  var params: [String] = []

  /// The options as they are written.
  var arguments: [String] {
    params.flatMap { ["--params", $0] } + parameter.flatMap { ["--parameter", $0] }
  }

  /// The values in the order in which they count.
  func overrides() throws(NotebookError) -> [ParameterOverride] {
    var overrides: [ParameterOverride] = []
    for path in params { overrides += try ParameterOverride.read(path: path) }
    for assignment in parameter { overrides.append(try ParameterOverride(assignment: assignment)) }
    return overrides
  }
}
