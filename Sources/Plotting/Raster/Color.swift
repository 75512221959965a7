/// An sRGB color with an opacity.
public struct Color: Sendable, Hashable {
  /// The red component, 0…255.
  public var red: UInt8
  /// The green component, 0…255.
  public var green: UInt8
  /// The blue component, 0…255.
  public var blue: UInt8
  /// The opacity, from 0 (invisible) to 1 (opaque).
  public var opacity: Double

  /// Creates a color from its components.
  public init(red: UInt8, green: UInt8, blue: UInt8, opacity: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// Creates an opaque color from `0xRRGGBB`.
  public init(hex: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
      blue: UInt8(truncatingIfNeeded: hex))
  }

  /// Returns the color with another opacity.
  public func opacity(_ opacity: Double) -> Color {
    Color(red: red, green: green, blue: blue, opacity: opacity)
  }
}

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
