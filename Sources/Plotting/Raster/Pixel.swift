/// A device pixel: its color, and how it came to have it.
///
/// What is known of its history costs nothing to keep, and saves comparing pictures.
struct Pixel: Equatable, Sendable {
  /// From the highest bits: seven unused ones, the two remarks, then red, green and blue.
  private(set) var bits: UInt32

  /// The bit of a pixel that the edge of a shape has mixed.
  static let mixed: UInt32 = 1 << 24
  /// The bit of a pixel that a mark has drawn to.
  static let marked: UInt32 = 1 << 25

  /// Creates a pixel from its bits.
  init(bits: UInt32) { self.bits = bits }

  /// Creates a pixel that is all of one color; opacity is ignored.
  init(_ color: Color) { bits = UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue) }

  /// The color alone, as `0xRRGGBB`.
  var key: UInt32 { bits & 0xffffff }
  /// The red component.
  var red: UInt8 { UInt8(truncatingIfNeeded: bits >> 16) }
  /// The green component.
  var green: UInt8 { UInt8(truncatingIfNeeded: bits >> 8) }
  /// The blue component.
  var blue: UInt8 { UInt8(truncatingIfNeeded: bits) }
  /// Whether the edge of a shape has mixed its color.
  var isMixed: Bool { bits & Pixel.mixed != 0 }
  /// Whether a mark has drawn to it.
  var isMarked: Bool {
    get { bits & Pixel.marked != 0 }
    set { bits = newValue ? bits | Pixel.marked : bits & ~Pixel.marked }
  }
}
