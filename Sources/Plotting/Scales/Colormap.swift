/// How a number becomes a color.
public enum Colormap: String, Sendable, CaseIterable {
  /// From dark blue over green to yellow, with evenly growing lightness: for amounts.
  case sequential
  /// From blue over the page's color to red, centered on zero: for signed values.
  case diverging
  /// From black to white: for pixels.
  case gray
}

extension Colormap {
  /// Returns the color at `t`, from 0 to 1; beyond, that of the nearer end.
  public func color(at t: Double, theme: Theme = .light) -> Color {
    let t = t.isNaN ? 0.5 : max(0, min(1, t))
    if self == .gray {
      let shade = UInt8((t * 255).rounded())
      return Color(red: shade, green: shade, blue: shade)
    }
    let anchors = anchors(theme)
    let place = t * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    return anchors[index].mixed(with: anchors[index + 1], place - Double(index)).color
  }

  /// Returns 256 colors from one end to the other.
  package func palette(_ theme: Theme) -> [Color] {
    (0...255).map { color(at: Double($0) / 255, theme: theme) }
  }

  /// Returns colors at equal distances, between which Oklab is mixed.
  private func anchors(_ theme: Theme) -> [Oklab] {
    switch (self, theme) {
    case (.gray, _):
      [Oklab(lightness: 0, a: 0, b: 0), Oklab(lightness: 1, a: 0, b: 0)]
    case (.sequential, _):
      // Lightness grows by the same amount from anchor to anchor; the hue runs the short way round.
      [
        Oklab(lightness: 0.27, chroma: 0.125, hue: 310), Oklab(lightness: 0.38, chroma: 0.125, hue: 280),
        Oklab(lightness: 0.49, chroma: 0.110, hue: 245), Oklab(lightness: 0.60, chroma: 0.100, hue: 200),
        Oklab(lightness: 0.71, chroma: 0.130, hue: 160), Oklab(lightness: 0.82, chroma: 0.170, hue: 128),
        Oklab(lightness: 0.93, chroma: 0.180, hue: 104),
      ]
    case (.diverging, .light):
      [
        Oklab(lightness: 0.42, chroma: 0.150, hue: 258), Oklab(lightness: 0.60, chroma: 0.130, hue: 252),
        Oklab(lightness: 0.80, chroma: 0.075, hue: 248), Oklab(lightness: 0.975, chroma: 0, hue: 0),
        Oklab(lightness: 0.80, chroma: 0.085, hue: 32), Oklab(lightness: 0.61, chroma: 0.165, hue: 28),
        Oklab(lightness: 0.45, chroma: 0.175, hue: 26),
      ]
    case (.diverging, .dark):
      [
        Oklab(lightness: 0.80, chroma: 0.115, hue: 240), Oklab(lightness: 0.64, chroma: 0.140, hue: 250),
        Oklab(lightness: 0.45, chroma: 0.105, hue: 256), Oklab(lightness: 0.26, chroma: 0.008, hue: 260),
        Oklab(lightness: 0.45, chroma: 0.115, hue: 22), Oklab(lightness: 0.63, chroma: 0.165, hue: 28),
        Oklab(lightness: 0.79, chroma: 0.130, hue: 38),
      ]
    }
  }
}
