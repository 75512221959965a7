internal import Foundation
internal import Notebooks

/// One notebook on its way from markdown to handout.
struct NotebookRun {
  /// The path of the markdown file.
  var path: String
  /// The folder for the handout.
  var output: String

  /// Runs the notebook and writes its handout; returns how the run ended.
  func perform() throws(NotebookError) -> RunStatus {
    let notebook = try MarkdownReader.read(path: path)
    var recorder = ConsoleRecorder(destination: Console.destination, style: Console.style)
    let runner = Runner(configuration: try configuration()) { recorder.record($0) }
    let result = try runner.run(notebook)
    return result.status
  }

  private func configuration() throws(NotebookError) -> RunConfiguration {
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return RunConfiguration(
      toolchain: try .current(),
      libraries: try .besideProgram(at: executable, implicitImports: ["CNN"], hiddenModules: ["CPNG", "CFreeType", "CKernels"]),
      worker: (executable, [WorkerCommand.name]),
      folder: folder)
  }
}
