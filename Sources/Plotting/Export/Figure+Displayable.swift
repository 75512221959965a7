public import Display

extension Figure: Displayable {
  /// The figure for a light and for a dark page, its data, and its description.
  ///
  /// If it cannot be drawn, the reason as plain text.
  public var mimeBundle: MIMEBundle { mimeBundle(fontDirectory: Typesetter.standardDirectory) }

  /// Returns the representations with the fonts in `fontDirectory`.
  package func mimeBundle(fontDirectory: String) -> MIMEBundle {
    do {
      let typesetter = try Typesetter(directory: fontDirectory)
      return MIMEBundle([
        .init(type: MIMEType.png, bytes: try png(theme: .light, density: 2, typesetter: typesetter)),
        .init(type: MIMEType.darkPNG, bytes: try png(theme: .dark, density: 2, typesetter: typesetter)),
        .init(type: MIMEType.figure, text: json(typesetter: typesetter).text),
        .init(type: MIMEType.plainText, text: description),
      ])
    } catch {
      return MIMEBundle(plainText: "\(error)")
    }
  }

  /// Returns what the figure shows, as numbers.
  package func json(typesetter: Typesetter) -> JSON {
    let size = size(in: typesetter)
    return .object([
      "title": .string(title), "description": .string(description), "width": .whole(size.width),
      "height": .whole(size.height), "panels": .array(panels.map(\.data)),
    ])
  }
}
