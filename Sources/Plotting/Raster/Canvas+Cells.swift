extension Canvas {
  /// Fills a matrix of equal cells, each device pixel with the cell that its center lies in.
  ///
  /// Cells have neither seams nor mixed edges. `rectangle` is moved to whole device pixels.
  mutating func fillCells(
    rows: Int, columns: Int, in rectangle: Rectangle, _ color: (_ row: Int, _ column: Int) -> Color
  ) {
    let frame = snapped(rectangle)
    guard rows > 0, columns > 0, frame.width > 0, frame.height > 0 else { return }
    let area = PixelBounds(
      left: Int((frame.x * density).rounded()), top: Int((frame.y * density).rounded()),
      width: Int((frame.width * density).rounded()), height: Int((frame.height * density).rounded()))
    let visible = area.intersection(clip)
    guard !visible.isEmpty else { return }
    func cell(_ offset: Int, _ extent: Int, _ count: Int) -> Int {
      min(count - 1, Int((Double(offset) + 0.5) * Double(count) / Double(extent)))
    }
    var lastRow = -1
    var line: [Color] = []
    for y in visible.top..<visible.bottom {
      let row = cell(y - area.top, area.height, rows)
      if row != lastRow {
        line = (0..<columns).map { color(row, $0) }
        lastRow = row
      }
      for x in visible.left..<visible.right {
        let ink = line[cell(x - area.left, area.width, columns)]
        let pixel = 3 * (y * bounds.width + x)
        pixels[pixel] = ink.red
        pixels[pixel + 1] = ink.green
        pixels[pixel + 2] = ink.blue
      }
    }
  }
}
