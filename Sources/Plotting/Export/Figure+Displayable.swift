public import Display

extension Figure: Displayable {
  /// The figure for a light and for a dark page, its data, and its description; stops if it cannot be drawn.
  public var mimeBundle: MIMEBundle {
    do { return try mimeBundle(fontDirectory: Typesetter.standardDirectory) } catch {
      // A text in the place of the picture would pass for a result.
      fatalError("\(error)")
    }
  }

  /// Returns the representations with the fonts in `fontDirectory`.
  package func mimeBundle(fontDirectory: String) throws(PlotError) -> MIMEBundle {
    let typesetter = try Typesetter(directory: fontDirectory)
    return MIMEBundle([
      .init(type: MIMEType.png, bytes: try png(theme: .light, density: 2, typesetter: typesetter)),
      .init(type: MIMEType.darkPNG, bytes: try png(theme: .dark, density: 2, typesetter: typesetter)),
      .init(type: MIMEType.figure, text: json(typesetter: typesetter).text),
      .init(type: MIMEType.plainText, text: description),
    ])
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
