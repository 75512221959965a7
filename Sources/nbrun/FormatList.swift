internal import ArgumentParser
internal import Notebooks

/// The formats that a call names, such as `html,ipynb`.
struct FormatList: ExpressibleByArgument {
  /// The formats.
  let formats: Set<HandoutFormat>
  /// How they are written.
  let argument: String

  /// What the option says that takes one.
  static let help: ArgumentHelp =
    "The formats to write, such as 'html,ipynb': \(HandoutFormat.all.map(\.name).joined(separator: ", "))."

  /// The handout alone.
  static let handout = FormatList(formats: [.html], argument: "html")

  var defaultValueDescription: String { argument }

  static var defaultCompletionKind: CompletionKind { .list(HandoutFormat.all.map(\.name)) }

  private init(formats: Set<HandoutFormat>, argument: String) {
    self.formats = formats
    self.argument = argument
  }

  /// Reads names with commas between them; nil if one is unknown.
  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let formats = names.compactMap { HandoutFormat.named(String($0)) }
    guard formats.count == names.count else { return nil }
    self.init(formats: Set(formats), argument: argument)
  }
}
