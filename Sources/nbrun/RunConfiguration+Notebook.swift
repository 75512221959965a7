internal import Foundation
internal import Notebooks

extension RunConfiguration {
  /// Returns what runs the notebook at `path`: the toolchain there is, and this program as the worker.
  static func beside(
    notebook path: String, cache: CacheUse = .none, confinement: Confinement,
    compilersAtOnce: Int = RunConfiguration.compilersAtOnce(), compilation: CompilationChoices = .init()
  ) throws(NotebookError) -> RunConfiguration {
    let executable = NBRun.executable
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return RunConfiguration(
      toolchain: try .current(),
      libraries: try .besideProgram(
        at: executable, implicitImports: ["CNN"],
        hiddenModules: ["CPNG", "CJPEG", "CZlib", "CRaqm", "CKernels", "CDigest"]),
      worker: (executable, [WorkerCommand.name]), folder: folder,
      cacheFolder: cache.isAllowed ? CacheUse.folder : nil, reusesResults: cache.reusesResults,
      confinement: confinement, compilersAtOnce: compilersAtOnce, compilation: compilation)
  }
}
