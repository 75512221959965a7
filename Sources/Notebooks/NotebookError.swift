/// Why a notebook could not be run at all, as facts; `NotebookError+Message.swift` has the prose.
public enum NotebookError: Error, Equatable {
  /// There is no file at `path`.
  case missing(path: String)
  /// The file could not be read; `reason` is the system's word.
  case unreadable(path: String, reason: String)
  /// The file is not UTF-8; `line` is the first line that is not.
  case notUTF8(path: String, line: Int)
  /// The output could not be written.
  case unwritable(path: String, reason: String)
  /// `writer` would write to `path`, which is the notebook at `input` that the call reads.
  case overwritesInput(path: String, input: String, writer: OutputWriter)
  /// There is a file at `path` that is not known to be an output: not one of `writer`.
  case occupied(path: String, writer: OutputWriter)
  /// Two things would be written to `path`.
  case writtenTwice(path: String, writers: [OutputWriter])
  /// The file at `path` is none that can be run.
  case noNotebook(path: String)
  /// A word of the command line is neither a file nor a command; `meant` is what comes nearest.
  case unknownWord(String, meant: String)
  /// There is nothing of that name to help with; `known` are the commands, topics and parts of the library.
  case unknownTopic(String, known: [String])
  /// A module cannot be read for help; `reason` is the toolchain's word.
  case unreadableReference(module: String, reason: String)
  /// What is read from `path` is a stream, and `reason` says what takes a file.
  case stream(path: String, reason: String)
  /// The handouts of two notebooks would have the same name.
  case ambiguous(path: String, other: String)
  /// The notebook is not below `root`, the folder that the output folder mirrors.
  case outsideRoot(path: String, root: String)
  /// The handout of the notebook would be where those of a variant are, in its `folder` of the output folder.
  case amongVariant(path: String, folder: String)
  /// There is nothing in `folder` to compare the notebook with.
  case nothingStored(path: String, folder: String)
  /// The outputs of some cells cannot be stored alone, because of `reason`.
  case notAcceptable(path: String, reason: String)
  /// A tool of the Swift toolchain is missing.
  case toolMissing(name: String)
  /// The modules that cells import were not found beside the program.
  case modulesMissing(searched: String)
  /// The toolchain in `root` is not the one that wrote the modules for cells.
  case otherToolchain(root: String, version: String, needed: String, moduleFolder: String)
  /// The cells cannot be one Swift file: the one in `line` declares `name` again, which stands in line `earlier`.
  case notAScript(path: String, line: Int, name: String, earlier: Int)
  /// No browser was found to print with.
  case browserMissing
  /// A parameter was given a wrong value, or there is none of that name; `origin` is where that was written.
  case parameter(origin: String, reason: String)
  /// This machine cannot keep cells in a sandbox.
  case noSandbox(reason: String)
  /// This machine cannot run notebooks in containers.
  case noContainer(reason: String)
  /// A notebook cannot run in a container.
  case notContainable(path: String, reason: String)
  /// The notebook cannot run on several ranks here.
  case noRanks(reason: String)
  /// The worker could not be started.
  case workerFailed(reason: String)
}
