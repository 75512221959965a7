extension NumberFormat {
  /// Returns values written with the same number of decimals, as few as tell them exactly or to three digits.
  ///
  /// Whole numbers stay whole; very large and very small values become multiples of powers of ten, with three digits.
  /// Where a small value
  /// beside large ones would be off by more than a quarter, each value has decimals of its own.
  package static func aligned(_ values: [Double]) -> [String] {
    let finite = values.filter(\.isFinite)
    let largest = finite.reduce(0) { max($0, abs($1)) }
    let magnitude = decimalExponent(largest)
    if largest != 0, magnitude >= 6 || magnitude < -3 {
      return values.map {
        $0.isFinite ? power($0, exponent: decimalExponent($0), decimals: 2) : fixed($0, decimals: 0)
      }
    }
    let most = max(0, 2 - magnitude)
    let decimals = (0..<most).first { decimals in
      let scale = [1.0, 10, 100, 1e3, 1e4, 1e5][decimals]
      return finite.allSatisfy { abs(($0 * scale).rounded() - $0 * scale) < 1e-6 }
    }
    let scale = [1.0, 10, 100, 1e3, 1e4, 1e5][decimals ?? most]
    let tellsAll = finite.allSatisfy { abs(($0 * scale).rounded() / scale - $0) <= abs($0) / 4 }
    return values.map { tellsAll || !$0.isFinite ? fixed($0, decimals: decimals ?? most) : aligned([$0])[0] }
  }
}
