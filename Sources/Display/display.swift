/// Shows `value` below the cell, in the richest form that its type offers.
///
/// The elements of an array of displayable values are shown one by one; a call that returns nothing, or a
/// task, shows nothing. The runner calls this for the last expression of a cell. Outside a notebook the plain text is
/// printed.
public func display<Value>(_ value: Value) {
  // One function, not overloads: the type checker of a student's last line then has one candidate to explain.
  for bundle in bundles(of: value) { DisplayChannel.current.send(.display(bundle)) }
}

/// Returns what is shown of `value`.
private func bundles<Value>(of value: Value) -> [MIMEBundle] {
  switch value {
  // A task is no result, and has no text that says anything.
  case is Void, is any TaskHandle: []
  case let value as any Displayable: [value.mimeBundle]
  case let values as [any Displayable]: values.map(\.mimeBundle)
  default: [MIMEBundle(plainText: String(describing: value))]
  }
}

private protocol TaskHandle {}

extension Task: TaskHandle {}

/// How `display(_:as:)` shows a value.
public enum DisplayStyle: Sendable {
  /// As a piece of a sentence: an expression in the prose, in backquotes after `{swift}`, becomes such a value.
  case inline
  /// As what a cell gives in Jupyter: `Out [3]`.
  case result
}

/// Shows `value` as `style` says; the runner calls this for inline values, and for the last expression of a cell in
/// Jupyter.
///
/// In a sentence a text stays as it is; a floating-point number is rounded to four significant digits.
public func display<Value>(_ value: Value, as style: DisplayStyle) {
  switch style {
  case .inline:
    let text = InlineText.text(of: value)
    DisplayChannel.current.send(
      .display(
        MIMEBundle([
          .init(type: MIMEType.inlineText, text: text), .init(type: MIMEType.plainText, text: text),
        ])))
  case .result:
    for var bundle in bundles(of: value) {
      bundle.representations.append(.init(type: MIMEType.result, bytes: []))
      DisplayChannel.current.send(.display(bundle))
    }
  }
}

/// Tells the author of a notebook what looks wrong in what the cell asked for: a warning at the cell.
///
/// Outside a notebook it goes to standard error.
public func display(warning: String) {
  DisplayChannel.current.send(.display(MIMEBundle([.init(type: MIMEType.warnings, text: warning)])))
}

/// Removes what the cell has shown and printed so far.
///
/// - Parameter wait: Whether it stays until the cell shows something again, so that what changes does not flicker.
public func clearOutput(wait: Bool = false) {
  DisplayChannel.current.send(.display(MIMEBundle([.init(type: MIMEType.clear, text: wait ? "wait" : "")])))
}

/// Tells the runner how far a long task has come; it is shown while the cell runs and kept nowhere.
public func display(progress: ProgressReport) {
  DisplayChannel.current.send(.progress(progress))
}
