#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A color by perceived lightness and two opponent components.
///
/// Equal distances look about equally different, so mixing two colors here gives what lies between them.
///
/// - SeeAlso: Ottosson, "A perceptual color space for image processing", 2020, bottosson.github.io/posts/oklab.
package struct Oklab: Sendable {
  /// The lightness, from 0 (black) to 1 (white).
  package var lightness: Double
  /// Green (negative) to red.
  package var a: Double
  /// Blue (negative) to yellow.
  package var b: Double

  init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// Creates a color from lightness, chroma and hue in degrees.
  init(lightness: Double, chroma: Double, hue: Double) {
    let angle = hue * .pi / 180
    self.init(lightness: lightness, a: chroma * cos(angle), b: chroma * sin(angle))
  }

  /// Creates a color from its sRGB components.
  package init(_ color: Color) {
    let red = TransferCurve.light(Double(color.red) / 255)
    let green = TransferCurve.light(Double(color.green) / 255)
    let blue = TransferCurve.light(Double(color.blue) / 255)
    let l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    self.init(
      lightness: 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      a: 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      b: 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)
  }

  /// Returns the color that lies the part `t` of the way to `other`.
  func mixed(with other: Oklab, _ t: Double) -> Oklab {
    Oklab(
      lightness: lightness + (other.lightness - lightness) * t, a: a + (other.a - a) * t,
      b: b + (other.b - b) * t)
  }

  /// The sRGB color; one that sRGB lacks is made paler until sRGB has it.
  package var color: Color {
    var (fits, tooMuch) = (0.0, 1.0)
    var light = light(chroma: 1)
    if !Oklab.isInside(light) {
      for _ in 0..<16 {
        let middle = (fits + tooMuch) / 2
        if Oklab.isInside(self.light(chroma: middle)) { fits = middle } else { tooMuch = middle }
      }
      light = self.light(chroma: fits)
    }
    func component(_ light: Double) -> UInt8 {
      UInt8((TransferCurve.component(max(0, min(1, light))) * 255).rounded())
    }
    return Color(red: component(light.red), green: component(light.green), blue: component(light.blue))
  }

  private static func isInside(_ light: (red: Double, green: Double, blue: Double)) -> Bool {
    let range = -1e-4...1.0001
    return range.contains(light.red) && range.contains(light.green) && range.contains(light.blue)
  }

  /// Returns the amounts of light of the color with its chroma scaled.
  private func light(chroma: Double) -> (red: Double, green: Double, blue: Double) {
    let (a, b) = (a * chroma, b * chroma)
    func cube(_ x: Double) -> Double { x * x * x }
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    return (
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    )
  }
}
