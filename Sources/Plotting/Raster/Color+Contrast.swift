extension Color {
  /// The amount of light that an eye sees, from 0 to 1, as WCAG defines it.
  package var luminance: Double {
    0.2126 * TransferCurve.light(Double(red) / 255) + 0.7152 * TransferCurve.light(Double(green) / 255)
      + 0.0722 * TransferCurve.light(Double(blue) / 255)
  }

  /// Returns the contrast ratio of two colors, from 1 to 21.
  /// - SeeAlso: WCAG 2.2, "contrast ratio".
  package func contrast(with other: Color) -> Double {
    let (a, b) = (luminance + 0.05, other.luminance + 0.05)
    return max(a, b) / min(a, b)
  }

  /// Near black or white, whichever is more legible on this color.
  package var legibleText: Color {
    let (dark, light) = (Color(hex: 0x16181d), Color(hex: 0xffffff))
    return contrast(with: dark) >= contrast(with: light) ? dark : light
  }
}
