import Glibc
import Plotting
import Testing

struct SeriesColorTests {
  @Test("Every color stands out from the page as WCAG asks of graphics", arguments: Theme.allCases)
  func contrast(theme: Theme) {
    for series in SeriesColor.allCases {
      #expect(series.color(in: theme).contrast(with: theme.background) >= 3)
    }
    #expect(theme.text.contrast(with: theme.background) >= 7)
    #expect(theme.secondaryText.contrast(with: theme.background) >= 4.5)
  }

  /// What eyes without red or green receptors make of red, green and blue light.
  ///
  /// - SeeAlso: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
  ///   deficiency", 2009: protanomaly and deuteranomaly of severity 1.
  private static let blindness: [[[Double]]] = [
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
  ]

  private func seen(_ color: Color, by matrix: [[Double]]) -> Oklab {
    let light = [color.red, color.green, color.blue].map { component -> Double in
      let value = Double(component) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let components = matrix.map { row -> UInt8 in
      let sum = max(0, min(1, row[0] * light[0] + row[1] * light[1] + row[2] * light[2]))
      let value = sum <= 0.0031308 ? sum * 12.92 : 1.055 * pow(sum, 1 / 2.4) - 0.055
      return UInt8((value * 255).rounded())
    }
    return Oklab(Color(red: components[0], green: components[1], blue: components[2]))
  }

  /// What gray print makes of red, green and blue light: the luminance.
  private static let print: [[Double]] = Array(repeating: [0.2126, 0.7152, 0.0722], count: 3)

  /// Returns the distance of the closest two of `colors` as somebody sees them.
  private func least(_ colors: [Color], seenBy matrix: [[Double]]) -> Double {
    let seen = colors.map { self.seen($0, by: matrix) }
    var least = Double.infinity
    for (index, color) in seen.enumerated() {
      for other in seen[..<index] {
        let (l, a, b) = (color.lightness - other.lightness, color.a - other.a, color.b - other.b)
        least = min(least, (l * l + a * a + b * b).squareRoot())
      }
    }
    return least
  }

  @Test(
    "No two of ten colors are closer than the closest two of Okabe and Ito's seven, to color-blind eyes and in print",
    arguments: Theme.allCases)
  func distances(theme: Theme) {
    let known = [0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00, 0xcc79a7].map { Color(hex: $0) }
    let ours = SeriesColor.allCases.map { $0.color(in: theme) }
    #expect(ours.count == 10)
    for matrix in SeriesColorTests.blindness + [SeriesColorTests.print] {
      #expect(least(ours, seenBy: matrix) >= least(known, seenBy: matrix))
    }
    #expect(least(known, seenBy: SeriesColorTests.blindness[1]) > 0.075)
    #expect(least(ours, seenBy: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]) > 0.1)
  }

  @Test("An eleventh series has the color of the first one, and another dash or shape")
  func repetition() throws {
    func picture(_ mark: some Mark) throws -> PNGFile {
      try PNGFile(Figure { Axes(width: 200, height: 150) { mark } }.png(density: 1))
    }
    let blue = SeriesColor.blue.color(in: .light)
    func count(_ repetition: Int, _ isLine: Bool) throws -> Int {
      var canvas = try Canvas.testing(width: 100, height: 20)
      let style = MarkStyle(color: blue, theme: .light, repetition: repetition)
      let frame = Rectangle(x: 10, y: 4, width: 80, height: 12)
      if isLine {
        Line(y: [1, 2]).drawKey(on: &canvas, in: frame, style: style)
      } else {
        Points(x: [1], y: [1]).drawKey(on: &canvas, in: frame, style: style)
      }
      return canvas.inkedPixels()
    }
    #expect(try Set((0..<3).map { try count($0, true) }).count == 3)
    #expect(try Set((0..<3).map { try count($0, false) }).count == 3)
    // What the author chose stays.
    #expect(
      try picture(Line(y: [1, 2], color: .blue)).pixels == picture(Line(y: [1, 2])).pixels)
  }

  @Test("The text on a cell is legible on any color")
  func legibleText() {
    for theme in Theme.allCases {
      for colormap in Colormap.allCases {
        for color in colormap.palette(theme) { #expect(color.legibleText.contrast(with: color) >= 4) }
      }
    }
  }
}
