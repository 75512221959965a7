/// Records `value` under `name`, such as an accuracy: `nbrun collect` puts it into the table of a sweep.
///
/// It is shown below the cell with four significant digits and stored with all of its own. Of several values under one
/// name, the table has the last. Outside a notebook the name and the value are printed.
public func record(_ name: String, _ value: some BinaryFloatingPoint) {
  let number = Double(value)
  // The shortest digits of a 'Float' are fewer than those of the same number as a 'Double'.
  send(name, Double(Float(number)) == number ? .float(Float(number)) : .double(number), shownAs: number)
}

/// Records `value` under `name`, such as a number of errors: `nbrun collect` puts it into the table of a sweep.
///
/// It is shown below the cell and stored. Of several values under one name, the table has the last. Outside a notebook
/// the name and the value are printed.
public func record(_ name: String, _ value: some BinaryInteger) {
  send(name, .number(value.description), shownAs: value)
}

private func send(_ name: String, _ number: JSON, shownAs value: Any) {
  DisplayChannel.current.send(
    .display(
      MIMEBundle([
        .init(
          type: MIMEType.recordedValue, text: JSON.object(["name": .string(name), "value": number]).text),
        .init(type: MIMEType.plainText, text: "\(name): \(InlineText.text(of: value))"),
      ])))
}
