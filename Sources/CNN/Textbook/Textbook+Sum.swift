extension Textbook {
  /// Returns the sum of `values`: element `i` goes to partial sum `i mod 16`, then halves are added.
  ///
  /// The tree adds partial sum `j + 8` to `j`, then `j + 4` to `j`, and so on. Sixteen lanes are what the
  /// widest vector registers hold, so that every width can follow the same order.
  public static func sum<Scalar: TextbookScalar>(_ values: some Sequence<Scalar>) -> Scalar {
    var partial = [Scalar](repeating: 0, count: 16)
    for (i, value) in values.enumerated() { partial[i % 16] += value }
    for half in [8, 4, 2, 1] {
      for j in 0..<half { partial[j] += partial[j + half] }
    }
    return partial[0]
  }
}
