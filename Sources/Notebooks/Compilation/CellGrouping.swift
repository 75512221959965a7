/// Says which cells can be compiled together and mean what they mean one by one.
///
/// In one file a name that a later cell declares would be seen by an earlier one. So no cell of a group declares what
/// one before it in the group mentions or declares. What else is not the same in one file begins a group, ends one, or
/// stands alone.
struct CellGrouping {
  /// What is known of one cell.
  private struct Traits {
    /// Whether nothing can stand before it in its group.
    var begins = false
    /// Whether nothing can stand behind it in its group.
    var ends = false
    /// The names that it declares at the top level.
    var declared: Set<String> = []
    /// The names that it may take from the top level.
    var mentioned: Set<String> = []
  }

  /// Returns `cells` in groups, by what the parser saw in them.
  static func groups(
    of cells: [Cell], outlines: [CellOutline?], areOptimized: [Bool]
  ) -> [CellGroup] {
    let traits = zip(cells, outlines).map { self.traits(of: $0, $1) }
    var groups: [CellGroup] = []
    var names: Set<String> = []
    var isOpen = false
    for (index, cell) in cells.enumerated() {
      let own = traits[index]
      if isOpen, !own.begins, names.isDisjoint(with: own.declared),
        groups[groups.count - 1].isOptimized == areOptimized[index]
      {
        groups[groups.count - 1].cells.append(cell)
        groups[groups.count - 1].outlines?.append(outlines[index])
      } else {
        groups.append(CellGroup([cell], outlines: [outlines[index]], isOptimized: areOptimized[index]))
        names = []
      }
      names.formUnion(own.declared)
      names.formUnion(own.mentioned)
      isOpen = !own.ends
    }
    return groups
  }

  private static func traits(of cell: Cell, _ outline: CellOutline?) -> Traits {
    var traits = Traits()
    let isAlone =
      if let outline {
        // '#fileID' has the module's name, and a '#if' is seen by the compiler alone.
        cell.isSubmitted || cell.options.expectedFailure != nil || !outline.isReadable
          || outline.waiting != nil
          || outline.startedTask != nil || cell.code.contains("#")
      } else {
        // What cannot be parsed is an error, and the calls of values far to the right share a function.
        !cell.isInline || cell.inlineValues.contains(where: \.sharesLine)
      }
    if isAlone { (traits.begins, traits.ends) = (true, true) }
    let names = NameUse(cell.namingCode)
    // The last value is shown by this function.
    traits.mentioned = names.lookedUp.union(["display", "expect"])
    traits.declared = names.declared
    guard let outline else { return traits }
    traits.declared.formUnion(outline.declarations.filter { $0.owner.isEmpty }.map(\.name))
    // A value may be shown with the module of its type. An extension, a conformance and an operator change what code
    // means that does not mention them, and imports stand at the top of the file.
    // (A keyword with a colon behind it is the label of an argument.)
    let tokens = SwiftTokens(cell.code[...]).tokens
    if zip(tokens, tokens.dropFirst()).contains(where: { beginning.contains($0) && $1 != ":" })
      || outline.declarations.contains(where: \.isOperator)
    {
      traits.begins = true
    }
    // In one file, what is private is not, what 'guard' declares is seen below, and 'defer' waits for the end.
    if !names.mentioned.isDisjoint(with: ending) || !outline.guarded.isEmpty || outline.leavesUninitialized {
      traits.ends = true
    }
    return traits
  }

  private static let beginning: Set<Substring> = [
    "import", "struct", "class", "enum", "actor", "protocol", "extension", "operator", "precedencegroup",
    "macro",
  ]
  private static let ending: Set = ["private", "fileprivate", "defer", "exit", "pthread_exit"]
}
