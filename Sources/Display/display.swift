/// Shows `value` below the cell, in the richest form that its type offers.
///
/// The elements of an array of displayable values are shown one by one; a call that returns nothing shows
/// nothing. The runner calls this for the last expression of a cell. Outside a notebook the plain text is
/// printed.
public func display<Value>(_ value: Value) {
  // One function, not overloads: the type checker of a student's last line then has one candidate to explain.
  switch value {
  case is Void: break
  case let value as any Displayable: DisplayChannel.current.send(.display(value.mimeBundle))
  case let values as [any Displayable]:
    for value in values { DisplayChannel.current.send(.display(value.mimeBundle)) }
  default: DisplayChannel.current.send(.display(MIMEBundle(plainText: String(describing: value))))
  }
}

/// Tells the runner how far a long task has come; it is shown while the cell runs and kept nowhere.
public func display(progress: ProgressReport) {
  DisplayChannel.current.send(.progress(progress))
}
