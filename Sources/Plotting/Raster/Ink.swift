/// A color ready to be laid over pixels, in amounts of light.
struct Ink {
  /// Coverage nearer than this to none or all of a pixel is rounding, and would spoil flat areas.
  private static let least: Float = 1 / 1024

  private let pixel: Pixel
  private let light: SIMD3<Float>
  private let opacity: Float
  private let curve = TransferCurve.sRGB
  /// The remarks that every pixel gets.
  private let remarks: UInt32
  // Neighbors often have the same color and the same coverage, as inside a translucent area.
  private var last = (paper: Pixel(bits: .max), amount: Float(-1), result: Pixel(bits: 0))

  /// Creates the ink of `color`; `isMark` says whether a mark draws with it.
  init(_ color: Color, isMark: Bool) {
    remarks = isMark ? Pixel.marked : 0
    pixel = Pixel(bits: Pixel(color).bits | remarks)
    light = SIMD3(
      curve.light[Int(color.red)], curve.light[Int(color.green)], curve.light[Int(color.blue)])
    opacity = Float(max(0, min(1, color.opacity)))
  }

  /// The pixel that the ink makes where it covers all of one; `nil` if it is translucent.
  var solid: Pixel? { opacity > 1 - Ink.least ? pixel : nil }

  /// Returns what becomes of `paper` where a part `coverage` of it, from 0 to 1, is covered.
  @inline(__always)
  mutating func over(_ paper: Pixel, coverage: Float) -> Pixel {
    let amount = coverage * opacity
    if amount < Ink.least { return paper }
    if amount > 1 - Ink.least { return pixel }
    if paper == last.paper, amount == last.amount { return last.result }
    last = (paper, amount, mixed(paper, amount, isInside: coverage > 1 - Ink.least))
    return last.result
  }

  private func mixed(_ paper: Pixel, _ amount: Float, isInside: Bool) -> Pixel {
    let ground = SIMD3(
      curve.light[Int(paper.red)], curve.light[Int(paper.green)], curve.light[Int(paper.blue)])
    let light = ground + (light - ground) * amount
    let (red, green, blue) = (
      curve.component(light.x), curve.component(light.y), curve.component(light.z)
    )
    let kind = isInside ? paper.bits & Pixel.mixed : Pixel.mixed
    return Pixel(bits: UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) | kind | remarks)
  }
}
