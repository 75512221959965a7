import Plotting

extension Canvas {
  /// Creates a canvas whose CSS pixels are device pixels.
  static func testing(width: Double, height: Double, background: Color = .white) throws -> Canvas {
    try Canvas(
      size: Size(width: width, height: height), density: 1, background: background, typesetter: Typesetter())
  }

  /// The number of pixels that are not `background`.
  func inkedPixels(on background: Color = .white) -> Int {
    var count = 0
    for row in 0..<bounds.height {
      for column in 0..<bounds.width where color(column: column, row: row) != background { count += 1 }
    }
    return count
  }
}

extension Color {
  static let white = Color(hex: 0xffffff)
  static let black = Color(hex: 0x000000)
}
