extension ImageGrid {
  /// Draws the panel.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let layout = layout(in: canvas.typesetter)
    for (index, line) in layout.titleLines.enumerated() {
      let baseline = frame.y + ImageGrid.titleSize * (Double(index) * Typesetter.lineHeight + 1)
      canvas.draw(
        line, at: Point(x: frame.x + layout.size.width / 2, y: baseline), anchor: TextAnchor(.middle),
        style: TextStyle(size: ImageGrid.titleSize, color: theme.text))
    }
    if images.isEmpty {
      canvas.draw(
        "no images", at: Point(x: frame.x + layout.size.width / 2, y: frame.y + layout.size.height - 6),
        anchor: TextAnchor(.middle), style: TextStyle(size: ImageGrid.captionSize, color: theme.secondaryText)
      )
    }
    let shared = colorScale(for: images, theme)
    let style = TextStyle(size: ImageGrid.captionSize, color: theme.secondaryText)
    for (index, image) in images.enumerated() {
      var place = layout.frames[index]
      place.x += frame.x
      place.y += frame.y
      let scale = self.scale == .each ? colorScale(for: [image], theme) : shared
      draw(image, scale, in: canvas.snapped(place), on: &canvas, theme)
      for (line, text) in layout.captions[index].enumerated() {
        canvas.draw(
          text, at: Point(x: place.midX, y: ImageGrid.captionBaseline(line, below: place)),
          anchor: TextAnchor(.middle), style: style)
      }
    }
  }

  private func colorScale(for images: [GridImage], _ theme: Theme) -> ColorScale {
    let values = images.lazy.flatMap { $0.planes.joined().joined() }
    guard case .range(let range) = scale else { return ColorScale(colormap, theme: theme, values: values) }
    return ColorScale(colormap, theme: theme, values: values, range: range)
  }

  private func draw(
    _ image: GridImage, _ scale: ColorScale, in frame: Rectangle, on canvas: inout Canvas, _ theme: Theme
  ) {
    guard image.width > 0, image.height > 0 else { return }
    if let average = canvas.average(rows: image.height, columns: image.width, in: frame) {
      let small = image.averaged(average)
      canvas.fillCells(rows: small.height, columns: small.width, in: frame) { row, column in
        small.color(row, column, scale) ?? theme.gap
      }
      return canvas.drawFrame(frame.inset(by: -0.5), width: 1, color: theme.divider)
    }
    canvas.fillCells(rows: image.height, columns: image.width, in: frame) { row, column in
      image.color(row, column, scale) ?? theme.background
    }
    let (width, height) = (frame.width / Double(image.width), frame.height / Double(image.height))
    for row in 0..<image.height {
      for column in 0..<image.width where image.color(row, column, scale) == nil {
        let cell = Rectangle(
          x: frame.x + Double(column) * width, y: frame.y + Double(row) * height, width: width, height: height
        )
        canvas.crossOut(cell, theme: theme)
      }
    }
    // The frame stands outside, so that it hides no pixel of the image.
    canvas.drawFrame(frame.inset(by: -0.5), width: 1, color: theme.divider)
  }
}

extension GridImage {
  /// Returns the image made smaller.
  ///
  /// Values are averaged, not their colors: between two ends of a color map lies its middle.
  fileprivate func averaged(_ average: AreaAverage) -> GridImage {
    switch pixels {
    case .values(let values): GridImage(average(values), title: title)
    case .rgb(let red, let green, let blue):
      GridImage(red: average(red), green: average(green), blue: average(blue), title: title)
    }
  }

  /// Returns the color of a pixel; `nil` if it has no finite value.
  fileprivate func color(_ row: Int, _ column: Int, _ scale: ColorScale) -> Color? {
    func value(_ plane: [[Double]]) -> Double {
      row < plane.count && column < plane[row].count ? plane[row][column] : .nan
    }
    switch pixels {
    case .values(let values):
      return scale.color(of: value(values))
    case .rgb(let red, let green, let blue):
      guard let red = scale.part(of: value(red)), let green = scale.part(of: value(green)),
        let blue = scale.part(of: value(blue))
      else { return nil }
      return Color(red: red, green: green, blue: blue)
    }
  }
}
