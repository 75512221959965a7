extension NotebookError {
  /// The message as the text of a diagnostic, whose severity is shown beside it.
  package var diagnosticText: String { message.replacing(": error: ", with: ": ", maxReplacements: 1) }

  /// What went wrong, where, and what helps.
  public var message: String {
    switch self {
    case .missing(let path):
      "\(path): error: there is no such file"
    case .unreadable(let path, let reason):
      "\(path): error: cannot be read: \(reason)"
    case .notUTF8(let path, let line):
      "\(path):\(line):1: error: this line is not UTF-8 text; save the file as UTF-8"
    case .unwritable(let path, let reason):
      "\(path): error: cannot be written: \(reason)"
    case .overwritesInput(let path, let input, let writer):
      "\(path): error: this output would overwrite the notebook \(input), which the call reads; "
        + "write elsewhere with '\(writer.option ?? "--output")'"
    case .occupied(let path, let writer):
      if let option = writer.option {
        "\(path): error: this file already exists\(writer.denial); move it, write elsewhere with '\(option)', "
          + "or replace it with '--force'"
      } else {
        "\(path): error: this file already exists; choose another name"
      }
    case .writtenTwice(let path, let writers):
      "\(path): error: \(writers.map(\.name).joined(separator: " and ")) would both write this file; rename one of them"
    case .noNotebook(let path):
      "\(path): error: \(NotebookError.advice(forFileAt: path))"
    case .unknownWord(let word, let meant):
      "\(word): error: there is no such command or file; did you mean '\(meant)'?"
    case .unknownTopic(let word, let known):
      "\(word): error: there is no such command, topic or part of the library; "
        + (Spelling.nearest(to: word, among: known).map { "did you mean '\($0)'?" }
          ?? "'nbrun help' lists the commands and topics")
    case .unreadableReference(let module, let reason):
      "error: what module '\(module)' declares cannot be read: \(reason)"
    case .stream(let path, let reason):
      "\(path): error: this is a stream, not a file, and \(reason); save it to a file first"
    case .ambiguous(let path, let other):
      "\(path): error: its handout would overwrite that of \(other), which has the same name; "
        + "run them with different '--output' folders"
    case .outsideRoot(let path, let root):
      "\(path): error: it is not below \(root), the root of the outputs"
    case .amongVariant(let path, let folder):
      "\(path): error: its handout would be in the folder '\(folder)' of the output folder, which is that of "
        + "'--variant \(folder)'; rename the notebook or its folder"
    case .nothingStored(let path, let folder):
      "\(path): error: no results of it are stored in \(folder); run 'nbrun \(path)' to store them"
    case .notAcceptable(let path, let reason):
      "\(path): error: \(reason)"
    case .toolMissing(let name):
      "error: '\(name)' of the Swift toolchain was not found; put the toolchain's 'usr/bin' on the PATH"
    case .modulesMissing(let searched):
      "error: no modules for cells in \(searched); \(CellLibraries.remedy(forModulesIn: searched))"
    case .otherToolchain(let root, let version, let needed, let folder):
      "error: nbrun was built with \(needed), but the toolchain in \(root) is \(version), which cannot read the modules "
        + "for cells; put the toolchain that built nbrun on the PATH, or \(CellLibraries.remedy(forModulesIn: folder))"
    case .notAScript(let path, let line, let name, let earlier):
      "\(path):\(line):1: error: this cell redeclares '\(name)' (line \(earlier)), which a single Swift file cannot; "
        + "rename it, or leave out '--to swift'"
    case .browserMissing:
      "error: no Chromium was found to print PDFs; install the Debian package 'chromium'"
    case .parameter(let origin, let reason):
      "\(origin): error: \(reason)"
    case .noSandbox(let reason):
      "error: no cell was run, because this machine has no sandbox: \(reason); without '--sandbox' cells can write and "
        + "connect wherever you can"
    case .noContainer(let reason):
      "error: no cell was run, because this machine has no container for it: \(reason). '--sandbox=syscalls' needs none, "
        + "but then cells can read every file and environment variable that you can"
    case .notContainable(let path, let reason):
      "\(path): error: not run in a container, since \(reason)"
    case .noRanks(let reason):
      "error: the notebook cannot run on several ranks: \(reason)"
    case .workerFailed(let reason):
      "error: the worker could not be started: \(reason)"
    }
  }

  /// How to get a notebook in place of the file at `path`.
  private static func advice(forFileAt path: String) -> String {
    let dot = path.lastIndex(of: ".").flatMap { path[$0...].contains("/") ? nil : $0 } ?? path.endIndex
    let kind =
      switch path[dot...].lowercased() {
      case ".ipynb": "a Jupyter notebook"
      case ".qmd": "a Quarto document"
      case ".rmd": "an R Markdown document"
      case ".myst", ".txt": "not named as a markdown file"
      default: ""
      }
    let file = { (path: String) in path.contains(/[^\w.\/+@%-]/) ? "\"\(path)\"" : path }
    if kind.isEmpty {
      return "this is not a notebook; notebooks are markdown files ('.md'), and 'nbrun new "
        + "\(file(path[..<dot] + ".md"))' creates one"
    }
    return
      "this is \(kind); 'nbrun convert \(file(path)) -o \(file(path[..<dot] + ".md"))' converts it"
  }
}

extension OutputWriter {
  /// How messages call it.
  fileprivate var name: String {
    switch self {
    case .notebook(let path), .copy(let path): path
    case .index: "the index of the course"
    case .review: "the review"
    case .grades: "the table of grades"
    case .sweep: "the table of a sweep"
    case .package: "the archive"
    case .user: "the call"
    }
  }

  /// The option that says where it writes; nil if that is an argument.
  fileprivate var option: String? {
    switch self {
    case .notebook, .index, .grades, .sweep, .package, .copy: "--output"
    case .review: "--review"
    case .user(let option): option
    }
  }

  /// Why a file is not one of its outputs.
  fileprivate var denial: String {
    switch self {
    case .notebook(let path): ", and no earlier run of \(path) wrote it"
    case .index: " and is not the index of a course"
    case .review: " and is not a review page"
    case .sweep: " and is not a table of a sweep that nbrun has written"
    case .grades: " and is not a table of grades that nbrun has written"
    case .package: " and is not an archive that nbrun has packed"
    case .copy(let origin): " and is not a copy of \(origin)"
    case .user: ""
    }
  }
}
