internal import Notebooks

/// Something that `nbrun help` tells about beside the commands.
struct HelpTopic {
  /// What it is called on the command line.
  let name: String
  /// What it lists.
  let summary: String
  /// Whether it lists a declaration of the library.
  let lists: @Sendable (LibraryReference.Entry) -> Bool

  /// The topics about the library.
  static let all: [HelpTopic] = [
    HelpTopic("layers", "Layers, of which a network is made") { $0.isType(conformingTo: "Layer") },
    HelpTopic("models", "Well-known networks") { $0.isMember(of: "Models") },
    HelpTopic("losses", "Losses, for 'fit'") { $0.isMember(of: "Loss") },
    HelpTopic("optimizers", "Optimizers, for 'fit'") { $0.isType(conformingTo: "Optimizer") },
    HelpTopic("schedules", "Schedules of the learning rate") { $0.isMember(of: "Schedule") },
    HelpTopic("metrics", "Metrics of an evaluation") { $0.isMember(of: "Metric") },
    HelpTopic("datasets", "Data sets, drawn or read from files") { $0.isMember(of: "Datasets") },
    HelpTopic("figures", "Figures of tensors, networks and trainings") {
      $0.isFunction && $0.declaration.hasSuffix("-> Figure")
    },
    HelpTopic("panels", "Panels, of which a figure is made") { $0.isType(conformingTo: "Panel") },
    HelpTopic("marks", "Marks, for 'Axes'") { $0.isType(conformingTo: "Mark") },
    HelpTopic("functions", "Functions of tensors and layers") {
      $0.isFunction && !$0.declaration.hasSuffix("-> Figure")
    },
    HelpTopic("errors", "Errors that the library throws") { $0.isType(conformingTo: "Error") },
  ]

  init(_ name: String, _ summary: String, _ lists: @escaping @Sendable (LibraryReference.Entry) -> Bool) {
    (self.name, self.summary, self.lists) = (name, summary, lists)
  }

  /// Returns what the topic lists.
  func text(in reference: LibraryReference) -> String {
    let entries = reference.entries.filter(lists)
    let example = entries.first.map { $0.path.joined(separator: ".").prefix { $0 != "(" } } ?? ""
    return "\(summary); 'nbrun help \(example)' describes one of them.\n\n" + LibraryHelp.list(entries)
  }
}

extension LibraryReference.Entry {
  fileprivate func isType(conformingTo name: String) -> Bool {
    ["struct", "class", "enum"].contains(kind) && path.count == 1 && conformances.contains(name)
  }

  /// Whether it is a case of a type, or something that the type itself has and that is one of them.
  fileprivate func isMember(of type: String) -> Bool {
    path.count == 2 && path[0] == type
      && (kind == "enum.case" || kind.hasPrefix("type.") && !declaration.contains("func ==")) && origin == nil
  }

  fileprivate var isFunction: Bool { kind == "func" && path.count == 1 }
}
