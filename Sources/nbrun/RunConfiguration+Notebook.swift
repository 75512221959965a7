internal import Foundation
internal import Notebooks

extension RunConfiguration {
  /// The configuration for the notebook at `path`, whose cells run in this very program.
  static func forNotebook(at path: String, cache: CacheUse) throws(NotebookError) -> RunConfiguration {
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return RunConfiguration(
      toolchain: try .current(),
      libraries: try .besideProgram(
        at: executable, implicitImports: ["CNN"], hiddenModules: ["CPNG", "CFreeType", "CKernels"]),
      worker: (executable, [WorkerCommand.name]), folder: folder,
      cacheFolder: cache.isAllowed ? CacheUse.folder : nil, reusesResults: cache.reusesResults)
  }
}
