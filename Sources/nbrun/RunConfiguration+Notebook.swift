internal import Foundation
internal import Notebooks

extension RunConfiguration {
  /// Returns what runs the notebook at `path`: the toolchain there is, and this program as the worker.
  static func beside(
    notebook path: String, cache: CacheUse = .none, confinement: Confinement,
    compilersAtOnce: Int = RunConfiguration.compilersAtOnce(), compilation: CompilationChoices = .init()
  ) throws(NotebookError) -> RunConfiguration {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let toolchain = try Toolchain.current()
    let libraries = try libraries()
    try libraries.check(toolchain)
    var configuration = RunConfiguration(
      toolchain: toolchain, libraries: libraries,
      worker: (NBRun.executable, [WorkerCommand.name]), folder: folder,
      cacheFolder: cache.isAllowed ? CacheUse.folder : nil, reusesResults: cache.reusesResults,
      confinement: confinement, compilersAtOnce: compilersAtOnce, compilation: compilation)
    configuration.cachesResults = cache.cachesResults
    return configuration
  }

  /// Returns what cells can import: the modules that were built with this program.
  static func libraries() throws(NotebookError) -> CellLibraries {
    try .besideProgram(
      at: NBRun.executable, implicitImports: ["CNN"],
      hiddenModules: ["CPNG", "CJPEG", "CZlib", "CRaqm", "CKernels", "CRanks", "CDigest"])
  }
}
