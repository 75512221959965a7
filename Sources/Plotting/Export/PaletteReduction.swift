/// The choice of at most 256 colors for a picture that has more.
///
/// Areas keep their colors exactly. Only what the edges of shapes have mixed may change, by at most 16 of 255 in
/// each component: that is what an edge of 16 shades has, and no one sees it.
enum PaletteReduction {
  /// How much a mixed color may change; the least that leads to a palette is taken.
  private static let tolerances: [Int16] = [0, 2, 4, 8, 12, 16]
  private static let limit = 256

  /// Returns a palette, and the number in it of each color of `table`; `nil` if no tolerance is large enough.
  static func reduced(_ table: ColorTable) -> (palette: [UInt32], numbers: [UInt8])? {
    for tolerance in tolerances {
      if let reduced = reduced(table, tolerance) { return reduced }
    }
    return nil
  }

  private static func reduced(
    _ table: ColorTable, _ tolerance: Int16
  ) -> (palette: [UInt32], numbers: [UInt8])? {
    let keys = table.keys
    if tolerance == 0 {
      return keys.count <= limit ? (keys, keys.indices.map { UInt8($0) }) : nil
    }
    var palette: [UInt32] = []
    var components: [SIMD4<Int16>] = []
    var numbers = [UInt8](repeating: 0, count: keys.count)
    for number in keys.indices where table.isFlat[number] {
      guard palette.count < limit else { return nil }
      numbers[number] = UInt8(palette.count)
      palette.append(keys[number])
      components.append(self.components(keys[number]))
    }
    for number in keys.indices where !table.isFlat[number] {
      let color = self.components(keys[number])
      if let near = nearest(color, components, tolerance) {
        numbers[number] = UInt8(near)
        continue
      }
      guard palette.count < limit else { return nil }
      numbers[number] = UInt8(palette.count)
      palette.append(keys[number])
      components.append(color)
    }
    return (palette, numbers)
  }

  private static func components(_ key: UInt32) -> SIMD4<Int16> {
    SIMD4(Int16(key >> 16 & 255), Int16(key >> 8 & 255), Int16(key & 255), 0)
  }

  /// Returns the first of the nearest colors, by the largest difference of a component, within `tolerance`.
  private static func nearest(
    _ color: SIMD4<Int16>, _ palette: [SIMD4<Int16>], _ tolerance: Int16
  ) -> Int? {
    var (best, least) = (Int?.none, tolerance &+ 1)
    for (number, other) in palette.enumerated() {
      let difference = color &- other
      let distance = pointwiseMax(difference, 0 &- difference).max()
      if distance < least { (best, least) = (number, distance) }
    }
    return best
  }
}
