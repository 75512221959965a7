/// The colors of a picture, numbered in the order of appearance.
///
/// A hash table of open addressing: looking up a color must cost little more than the comparison with its neighbor.
struct ColorTable {
  /// A picture of more colors than this has no use for a palette.
  static let limit = 16_384
  private static let slotCount = 4 * limit

  /// The colors, as `0xRRGGBB`.
  private(set) var keys: [UInt32] = []
  /// Whether each color stands anywhere but on the edges of shapes.
  private(set) var isFlat: [Bool] = []
  /// One more than the number of the color in each slot; 0 for none.
  private var slots = [UInt16](repeating: 0, count: slotCount)

  /// Collects the colors of `pixels`; `nil` if there are too many.
  init?(_ pixels: [Pixel]) {
    var last = Pixel(bits: .max)
    for pixel in pixels where pixel != last {
      last = pixel
      guard let number = insert(pixel.key) else { return nil }
      if !pixel.isMixed { isFlat[number] = true }
    }
  }

  /// Returns the number of a color that the table has.
  func number(of key: UInt32) -> Int {
    var slot = ColorTable.slot(key)
    while true {
      let number = Int(slots[slot]) - 1
      if number < 0 || keys[number] == key { return max(0, number) }
      slot = (slot + 1) % ColorTable.slotCount
    }
  }

  private mutating func insert(_ key: UInt32) -> Int? {
    var slot = ColorTable.slot(key)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if keys[number] == key { return number }
      slot = (slot + 1) % ColorTable.slotCount
    }
    guard keys.count < ColorTable.limit else { return nil }
    keys.append(key)
    isFlat.append(false)
    slots[slot] = UInt16(keys.count)
    return keys.count - 1
  }

  /// The upper bits of a product with 2³² divided by the golden ratio depend on all bits of the key.
  private static func slot(_ key: UInt32) -> Int { Int((key &* 2_654_435_769) >> 16) }
}
