extension RandomStream {
  /// Returns a whole number from 0 to `bound` − 1: the high half of the product of a word and the bound.
  ///
  /// It is even up to one part in 2³².
  mutating func number(below bound: Int) -> Int {
    // The parentheses matter: in Swift a shift binds tighter than a product.
    Int((UInt64(nextWord()) * UInt64(bound)) >> 32)
  }
}
