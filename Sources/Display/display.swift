/// Shows `value` below the cell, in the richest form that its type offers.
///
/// The elements of an array of displayable values are shown one by one; a call that returns nothing, or a
/// task, shows nothing. The runner calls this for the last expression of a cell. Outside a notebook the plain text is
/// printed.
public func display<Value>(_ value: Value) {
  // One function, not overloads: the type checker of a student's last line then has one candidate to explain.
  switch value {
  // A task is no result, and has no text that says anything.
  case is Void, is any TaskHandle: break
  case let value as any Displayable: DisplayChannel.current.send(.display(value.mimeBundle))
  case let values as [any Displayable]:
    for value in values { DisplayChannel.current.send(.display(value.mimeBundle)) }
  default: DisplayChannel.current.send(.display(MIMEBundle(plainText: String(describing: value))))
  }
}

private protocol TaskHandle {}

extension Task: TaskHandle {}

/// How `display(_:as:)` shows a value.
public enum DisplayStyle: Sendable {
  /// As a piece of a sentence: an expression in the prose, in backquotes after `{swift}`, becomes such a value.
  case inline
}

/// Shows `value` in a sentence of the prose; the runner calls this for inline values.
///
/// A text stays as it is; a floating-point number is rounded to four significant digits.
public func display<Value>(_ value: Value, as style: DisplayStyle) {
  switch style {
  case .inline:
    let text = InlineText.text(of: value)
    DisplayChannel.current.send(
      .display(
        MIMEBundle([
          .init(type: MIMEType.inlineText, text: text), .init(type: MIMEType.plainText, text: text),
        ])))
  }
}

/// Tells the author of a notebook what looks wrong in what the cell asked for: a warning at the cell.
///
/// Outside a notebook it goes to standard error.
public func display(warning: String) {
  DisplayChannel.current.send(.display(MIMEBundle([.init(type: MIMEType.warnings, text: warning)])))
}

/// Tells the runner how far a long task has come; it is shown while the cell runs and kept nowhere.
public func display(progress: ProgressReport) {
  DisplayChannel.current.send(.progress(progress))
}
