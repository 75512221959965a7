extension NotebookError {
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
    case .ambiguous(let path, let other):
      "\(path): error: its handout would overwrite that of \(other), which has the same name; run them with different '--output'"
    case .nothingStored(let path, let folder):
      "\(path): error: nothing is stored of it in \(folder); 'nbrun \(path)' writes what later checks compare with"
    case .notAcceptable(let path, let reason):
      "\(path): error: \(reason)"
    case .toolMissing(let name):
      "error: '\(name)' of the Swift toolchain was not found; put the toolchain's 'usr/bin' on the PATH"
    case .modulesMissing(let searched):
      "error: no modules for cells in \(searched); run 'swift build -c release' and start nbrun from its build folder"
    case .notAScript(let path, let line, let name, let earlier):
      "\(path):\(line):1: error: this cell declares '\(name)' again (line \(earlier)), which one Swift file cannot do; "
        + "rename it, or leave out '--to swift'"
    case .browserMissing:
      "error: no Chromium was found to print the PDF with; install the Debian package 'chromium'"
    case .parameter(let origin, let reason):
      "\(origin): error: \(reason)"
    case .noSandbox(let reason):
      "error: no cell was run, since this machine has no sandbox: \(reason); without '--sandbox' cells may write and "
        + "connect wherever you may"
    case .workerFailed(let reason):
      "error: the worker could not be started: \(reason)"
    }
  }
}
