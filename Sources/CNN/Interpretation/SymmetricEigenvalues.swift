/// The eigenvalues of a symmetric matrix, with their vectors.
package struct SymmetricEigenvalues {
  /// The eigenvalues, largest first.
  package let values: [Double]
  /// The eigenvectors, each of length 1, in the order of the values.
  package let vectors: [[Double]]

  /// Decomposes the symmetric matrix with these rows, by Jacobi's rotations.
  ///
  /// A rotation in the plane of axes p and q makes the element (p, q) zero; sweeps over all pairs make all
  /// elements beside the diagonal small, in the end quadratically fast. It ends when their squares sum to less
  /// than 10⁻³⁰ of those of the whole matrix, or after 60 sweeps.
  ///
  /// - Complexity: about `10·n³` multiplications.
  /// - SeeAlso: Jacobi, 1846; Golub and Van Loan, "Matrix computations", the chapter on symmetric eigenvalue
  ///   problems.
  package init(_ rows: [[Double]]) {
    let n = rows.count
    var a = rows
    var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    let total = a.joined().reduce(0.0) { $0 + $1 * $1 }
    for _ in 0..<60 {
      var beside = 0.0
      for p in 0..<n { for q in 0..<n where q != p { beside += a[p][q] * a[p][q] } }
      if beside <= 1e-30 * total { break }
      for p in 0..<n {
        for q in p + 1..<max(n, p + 1) where a[p][q] != 0 {
          Self.rotate(&a, &v, p, q)
        }
      }
    }
    // Equal eigenvalues stay in the order of the axes: no sorting may depend on chance.
    let diagonal: [Double] = (0..<n).map { a[$0][$0] }
    let order = (0..<n).sorted { (i: Int, j: Int) -> Bool in
      diagonal[i] == diagonal[j] ? i < j : diagonal[i] > diagonal[j]
    }
    values = order.map { diagonal[$0] }
    vectors = order.map { v[$0] }
  }

  /// Makes the element (p, q) zero; `v` holds an eigenvector in each row.
  private static func rotate(_ a: inout [[Double]], _ v: inout [[Double]], _ p: Int, _ q: Int) {
    let slope = (a[q][q] - a[p][p]) / (2 * a[p][q])
    // The smaller of the two angles; for a large slope its square would overflow.
    let tangent =
      slope.magnitude > 1e150
      ? 1 / (2 * slope) : (slope < 0 ? -1 : 1) / (slope.magnitude + (slope * slope + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in a.indices {
      let (kp, kq) = (a[k][p], a[k][q])
      a[k][p] = cosine * kp - sine * kq
      a[k][q] = sine * kp + cosine * kq
    }
    for k in a.indices {
      let (pk, qk) = (a[p][k], a[q][k])
      a[p][k] = cosine * pk - sine * qk
      a[q][k] = sine * pk + cosine * qk
      let (vp, vq) = (v[p][k], v[q][k])
      v[p][k] = cosine * vp - sine * vq
      v[q][k] = sine * vp + cosine * vq
    }
    (a[p][q], a[q][p]) = (0, 0)
  }
}
