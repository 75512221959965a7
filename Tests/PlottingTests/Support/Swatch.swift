import Display
import Plotting

/// A panel of known pixels: a rectangle of `color` at (2, 1), 3 wide and 2 high, in a frame of 10 by 8.
struct Swatch: Panel {
  var color: Color

  func size(in typesetter: Typesetter) -> Size { Size(width: 10, height: 8) }

  func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    canvas.fill(Path(Rectangle(x: frame.x + 2, y: frame.y + 1, width: 3, height: 2)), with: color)
  }

  var data: JSON { .object(["kind": .string("swatch")]) }
  var description: String { "A swatch" }
}
