internal import Notebooks

/// What `nbrun help` says about anything but commands.
enum Help {
  /// The modules that cells can import, and whose parts help describes.
  private static let modules = ["CNN", "Plotting", "Display", "ONNXFiles"]

  /// What the topics are, for the help about the program.
  static var topics: String {
    let names = (["options"] + HelpTopic.all.map(\.name)).joined(separator: ", ")
    return
      "nbrun help describes a command, a topic or a part of the library: nbrun help layers lists the layers, nbrun "
      + "help Conv2D describes one of them, and nbrun help fit or Sequential.fit a member. The topics are \(names)."
  }

  /// Returns the text about `word`: a topic, or a part of the library.
  ///
  /// - Parameter commands: The commands, one of which may be meant.
  /// - Throws: `NotebookError.unknownTopic` for anything else.
  static func text(about word: String, commands: [String]) throws(NotebookError) -> String {
    if word == "options" { return options }
    let known = commands + ["options"] + HelpTopic.all.map(\.name)
    let (libraries, toolchain, library): (CellLibraries, Toolchain, LibraryHelp)
    do throws(NotebookError) {
      (libraries, toolchain) = (try RunConfiguration.libraries(), try .current())
      library = LibraryHelp(
        reference: try .read(modules, of: libraries, with: toolchain, cacheFolder: CacheUse.folder))
    } catch {
      // What is misspelled has nothing to do with the library.
      throw Spelling.nearest(to: word, among: known) == nil ? error : .unknownTopic(word, known: known)
    }
    if let topic = HelpTopic.all.first(where: { $0.name == word }) {
      return topic.text(in: library.reference)
    }
    let name = library.name(in: word)
    if library.names.contains(name), let text = library.description(of: name) { return text }
    if let other = try OtherName(name, of: libraries, with: toolchain) {
      return [other.answer, library.description(of: library.name(in: other.part))].compactMap(\.self).joined(
        separator: "\n\n")
    }
    if let text = library.description(of: name) { return text }
    throw .unknownTopic(word, known: known + library.names)
  }

  /// What can be written in a notebook, from the tables that read notebooks.
  private static var options: String {
    """
    In the front matter, the YAML between the two '---' at the top of a notebook:

    \(table(FrontMatter.help))

    In the first lines of a cell, each after '//| ':

    \(table(CellOptions.help))
    """
  }

  private static func table(_ rows: [OptionHelp]) -> String {
    HelpText.table(rows.map { ($0.name, [$0.summary, $0.expected]) })
  }
}
