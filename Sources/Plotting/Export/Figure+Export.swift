public import Display

extension Figure {
  /// Returns the figure as a PNG file.
  ///
  /// `density` is the number of device pixels in a CSS pixel; the file says so, and it holds the title and the
  /// description.
  /// - Throws: `PlotError` if a font is missing or the figure is too large.
  public func png(theme: Theme = .light, density: Double = 2) throws(PlotError) -> [UInt8] {
    let typesetter = try Typesetter()
    return try png(
      layout(in: typesetter), description, theme: theme, density: density, typesetter: typesetter)
  }

  private func png(
    _ layout: Layout, _ description: String, theme: Theme, density: Double, typesetter: Typesetter
  ) throws(PlotError) -> [UInt8] {
    let canvas = try drawn(layout, theme: theme, density: density, typesetter: typesetter)
    return try PNGEncoder(texts: [("Title", title), ("Description", description)]).encode(canvas)
  }
}

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
    // Once for all representations: both may take a pass over every number.
    let (layout, description) = (layout(in: typesetter), description)
    func picture(_ theme: Theme) throws(PlotError) -> [UInt8] {
      try png(layout, description, theme: theme, density: 2, typesetter: typesetter)
    }
    var bundle = MIMEBundle([
      .init(type: MIMEType.png, bytes: try picture(.light)),
      .init(type: MIMEType.darkPNG, bytes: try picture(.dark)),
      .init(type: MIMEType.figure, text: json(layout, description).text),
      .init(type: MIMEType.plainText, text: description),
    ])
    let warnings = typesetter.warnings
    if !warnings.isEmpty {
      bundle.representations.append(
        .init(type: MIMEType.warnings, text: warnings.joined(separator: "\n")))
    }
    return bundle
  }

  /// Returns what the figure shows, as numbers.
  private func json(_ layout: Layout, _ description: String) -> JSON {
    var members: JSON.Members = [:]
    if isStepped {
      // First, so that a page finds them without reading all numbers.
      let frames = layout.panels.map(\.frame).map { [$0.x, $0.y, $0.width, $0.height] }
      members.list.append(.init(key: "steps", value: .array(frames.map { .array($0.map(JSON.whole)) })))
    }
    let others: JSON.Members = [
      "title": .string(title), "description": .string(description), "width": .whole(layout.size.width),
      "height": .whole(layout.size.height), "panels": .array(layout.panels.map(\.panel.data)),
    ]
    members.list += others.list
    return .object(members)
  }
}

extension Panel {
  /// The panel as a figure of its own.
  public var mimeBundle: MIMEBundle { Figure { self }.mimeBundle }
}

extension Mark {
  /// The mark between axes of its own.
  public var mimeBundle: MIMEBundle { Axes { self }.mimeBundle }
}
