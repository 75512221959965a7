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
    let remarks = drawsMarks ? Pixel.marked : 0
    // The cell of each column, and the pixels of the row of cells at hand.
    let cells = (visible.left..<visible.right).map { cell($0 - area.left, area.width, columns) }
    var line: [Pixel] = []
    for y in visible.top..<visible.bottom {
      let row = cell(y - area.top, area.height, rows)
      if row != lastRow {
        let inks = (0..<columns).map { Pixel(bits: Pixel(color(row, $0)).bits | remarks) }
        line = cells.map { inks[$0] }
        lastRow = row
      }
      let start = y * bounds.width + visible.left
      pixels.replaceSubrange(start..<start + line.count, with: line)
    }
  }
}
