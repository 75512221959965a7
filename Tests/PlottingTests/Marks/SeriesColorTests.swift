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

  @Test("The first four colors differ for readers who don't see red or green", arguments: Theme.allCases)
  func colorBlind(theme: Theme) {
    for matrix in SeriesColorTests.blindness {
      let colors = SeriesColor.allCases.prefix(4).map { seen($0.color(in: theme), by: matrix) }
      for (index, color) in colors.enumerated() {
        for other in colors[..<index] {
          let (l, a, b) = (color.lightness - other.lightness, color.a - other.a, color.b - other.b)
          #expect((l * l + a * a + b * b).squareRoot() > 0.065)
        }
      }
    }
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
