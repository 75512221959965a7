/// How alike samples are: the symmetric probabilities `p[i,j]` of t-SNE.
package struct TSNEAffinities {
  /// `N·N` numbers that sum to 1; zeros on the diagonal.
  package let values: [Double]

  package init(_ rows: [[Double]], perplexity: Double) {
    let n = rows.count
    var distances = Array(repeating: 0.0, count: n * n)
    for i in 0..<n {
      for j in 0..<i {
        var sum = 0.0
        for (a, b) in zip(rows[i], rows[j]) { sum += (a - b) * (a - b) }
        (distances[i * n + j], distances[j * n + i]) = (sum, sum)
      }
    }
    var p = Array(repeating: 0.0, count: n * n)
    for i in 0..<n {
      let row = Self.probabilities(distances[i * n..<(i + 1) * n], own: i, perplexity: perplexity)
      for j in 0..<n {
        p[i * n + j] += row[j] / Double(2 * n)
        p[j * n + i] += row[j] / Double(2 * n)
      }
    }
    values = p
  }

  /// Returns `p(j|i)` for squared distances to the sample `own`.
  ///
  /// The precision β of the Gaussian is halved or doubled until it is bracketed, then bisected, until the
  /// entropy is the logarithm of the perplexity.
  private static func probabilities(
    _ distances: ArraySlice<Double>, own: Int, perplexity: Double
  ) -> [Double] {
    let squares = Array(distances)
    // Relative to the nearest sample nothing underflows, and the probabilities are the same.
    let others = squares.indices.filter { $0 != own }
    let nearest = others.map { squares[$0] }.min() ?? 0
    let mean = others.reduce(0) { $0 + squares[$1] - nearest } / Double(max(1, others.count))
    guard mean > 0 else {
      return squares.indices.map { $0 == own ? 0 : 1 / Double(max(1, others.count)) }
    }
    let target = Elementary.log(perplexity)
    var (low, high, beta) = (0.0, Double.infinity, 1 / mean)
    var p = squares
    for _ in 0..<100 {
      var (sum, weighted) = (0.0, 0.0)
      for j in squares.indices {
        let distance = squares[j] - nearest
        p[j] = j == own ? 0 : Elementary.exp(-beta * distance)
        sum += p[j]
        weighted += p[j] * (j == own ? 0 : distance)
      }
      let entropy = Elementary.log(sum) + beta * weighted / sum
      for j in p.indices { p[j] /= sum }
      if (entropy - target).magnitude < 1e-10 { break }
      if entropy > target {
        low = beta
        beta = high == .infinity ? beta * 2 : (beta + high) / 2
      } else {
        high = beta
        beta = (beta + low) / 2
      }
    }
    return p
  }
}
