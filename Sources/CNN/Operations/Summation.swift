/// Long sums in single precision, with the bits of `Textbook.sum`.
package enum Summation {
  /// Returns the sum of `values`: 16 partial sums side by side, then halves are added.
  package static func sum(_ values: UnsafeBufferPointer<Float>) -> Float {
    sum(count: values.count, values) { $0 }
  }

  /// Returns the sum of `transform` of each of the values.
  @inline(__always)
  static func sum(
    count: Int, _ values: UnsafeBufferPointer<Float>, _ transform: (SIMD16<Float>) -> SIMD16<Float>
  ) -> Float {
    var partial = SIMD16<Float>()
    let whole = count / 16 * 16
    for start in stride(from: 0, to: whole, by: 16) {
      partial += transform(load(values, start))
    }
    if whole < count {
      var rest = SIMD16<Float>()
      for lane in 0..<count - whole { rest[lane] = values[whole + lane] }
      let last = transform(rest)
      for lane in 0..<count - whole { partial[lane] += last[lane] }
    }
    return tree(partial)
  }

  /// Returns the sum of the products of elements at the same place, each rounded before it is added.
  package static func sum(
    _ values: UnsafeBufferPointer<Float>, times others: UnsafeBufferPointer<Float>
  ) -> Float {
    var partial = SIMD16<Float>()
    let whole = values.count / 16 * 16
    for start in stride(from: 0, to: whole, by: 16) {
      partial += load(values, start) * load(others, start)
    }
    for lane in 0..<values.count - whole { partial[lane] += values[whole + lane] * others[whole + lane] }
    return tree(partial)
  }

  @inline(__always)
  private static func load(_ values: UnsafeBufferPointer<Float>, _ start: Int) -> SIMD16<Float> {
    UnsafeRawPointer(values.baseAddress.unsafelyUnwrapped + start).loadUnaligned(as: SIMD16<Float>.self)
  }

  private static func tree(_ partial: SIMD16<Float>) -> Float {
    let eight = partial.lowHalf + partial.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
