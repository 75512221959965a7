internal import Notebooks

/// A cell that asks for help, as IPython has it: `Conv2D?` or `?Conv2D`.
enum HelpQuestion {
  /// Returns the name that `code` asks about; nil for Swift.
  static func name(in code: String) -> String? {
    let question = /\s*(?:\?+\s*(?<after>[\w.]+)|(?<before>[\w.]+)\s*\?+)\s*/
    guard let match = code.wholeMatch(of: question) else { return nil }
    return (match.after ?? match.before).map(String.init)
  }
}

/// A line that other kernels take as a command, such as `%time` or `!ls`, and that is no Swift.
enum ForeignCommand {
  /// Returns what is said of `code` if it begins with such a line; nil for Swift.
  static func failure(of code: String) -> InteractiveSession.Failure? {
    guard
      let line = code.split(separator: "\n").first(where: { !$0.allSatisfy(\.isWhitespace) })?
        .drop(while: \.isWhitespace)
    else { return nil }
    let command: Substring
    if line.hasPrefix("%") {
      command = line.drop { $0 == "%" }.prefix { $0.isLetter || $0 == "_" }
    } else if let match = line.prefixMatch(
      of: /!\s*((?:ls|cd|pwd|cat|pip3?|apt(?:-get)?|curl|wget|git|echo|mkdir|rm)\b|\w+ +[-\/.\w])/)
    {
      command = match.1.prefix { $0.isLetter }
    } else {
      return nil
    }
    let message = "'\(line.prefix(40))' is a command of IPython, and cells are Swift; \(remedy(command))"
    return .init(name: "UnknownCommand", message: message, traceback: [message])
  }

  private static func remedy(_ command: Substring) -> String {
    switch command {
    case "time", "timeit": "'ContinuousClock().measure { … }' returns how long something takes"
    case "matplotlib": "figures are shown without it"
    case "html", "HTML", "markdown", "latex": "write it into a markdown cell"
    case "pip", "conda", "apt", "install":
      "they can import CNN, ONNXFiles, Plotting and Foundation, and what is installed beside a kernel cannot be changed"
    case "bash", "sh", "script", "ls", "cd", "pwd", "cat", "git", "curl", "wget", "echo", "mkdir", "rm":
      "Foundation's 'Process' and 'FileManager' do what a shell does, and JupyterLab has a terminal"
    case "env", "set": "'ProcessInfo.processInfo.environment' has the variables"
    default: "'nbrun help' lists what the library has"
    }
  }
}
