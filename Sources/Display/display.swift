/// Shows `value` below the cell, in the richest form that its type offers.
///
/// The runner calls this for the last expression of a cell. Outside a notebook the plain text is printed.
public func display<Value>(_ value: Value) {
  if let displayable = value as? any Displayable {
    display(displayable)
  } else {
    DisplayChannel.current.send(.display(MIMEBundle(plainText: String(describing: value))))
  }
}

/// Shows `value` below the cell.
public func display(_ value: some Displayable) {
  DisplayChannel.current.send(.display(value.mimeBundle))
}

/// Shows each of `values` below the cell, in order.
public func display(_ values: [some Displayable]) {
  for value in values { display(value) }
}

/// Shows nothing: the value of a call that returns nothing.
public func display(_: Void) {}

/// Tells the runner how far a long task has come; it is shown while the cell runs and kept nowhere.
public func display(progress: ProgressReport) {
  DisplayChannel.current.send(.progress(progress))
}
