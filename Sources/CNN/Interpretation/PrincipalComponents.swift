/// The directions in which samples vary most, and where the samples lie along them.
public struct PrincipalComponents: Sendable, Equatable {
  /// The mean of the samples, `[D]`.
  public let mean: Tensor
  /// The directions, `[components, D]`: of length 1, and at right angles.
  public let components: Tensor
  /// The variance along each direction, dividing by `N − 1`.
  public let variances: [Double]
  /// The part of the whole variance along each direction.
  public let explained: [Double]
  /// Where each sample lies, `[N, components]`.
  public let points: Tensor
}

/// Returns the principal components of samples, computed in double precision.
///
/// With the centered samples in the rows of `X`, the directions are the eigenvectors of the covariance
/// `XᵀX/(N−1)`, by Jacobi's rotations. If there are fewer samples than features, the smaller matrix `XXᵀ` is
/// decomposed, which has the same eigenvalues. The sign of a direction is free: its element of the largest
/// magnitude, the first of several, is made positive.
///
/// - Parameters:
///   - samples: `[N, …]`; the axes after the first are features, `D` in all.
///   - count: The number of directions, at most `min(N, D)`.
/// - Throws: `InterpretationError` when there are fewer than two samples, a number is not finite, or there are
///   not so many directions.
/// - Complexity: `N·D·m + 10·m³` multiplications, with `m = min(N, D)`.
/// - SeeAlso: Pearson, "On lines and planes of closest fit to systems of points in space", 1901.
public func principalComponents(_ samples: Tensor, count: Int = 2) throws(InterpretationError)
  -> PrincipalComponents
{
  let rows = try sampleRows(samples, least: 2)
  let (n, d) = (rows.count, rows[0].count)
  guard count >= 1 && count <= min(n, d) else {
    throw .outOfRange("the number of components", value: "\(count)", allowed: "between 1 and \(min(n, d))")
  }
  let mean = (0..<d).map { j in rows.reduce(0) { $0 + $1[j] } / Double(n) }
  let x = rows.map { row in zip(row, mean).map { $0 - $1 } }
  let isWide = n < d
  // Columns as arrays of their own keep the inner loops on neighboring numbers.
  let vectors = isWide ? x : (0..<d).map { j in x.map { $0[j] } }
  var matrix = Array(repeating: Array(repeating: 0.0, count: vectors.count), count: vectors.count)
  for i in vectors.indices {
    for j in 0...i {
      matrix[i][j] = dot(vectors[i], vectors[j]) / Double(n - 1)
      matrix[j][i] = matrix[i][j]
    }
  }
  let eigen = SymmetricEigenvalues(matrix)
  let directions = (0..<count).map { k in
    direction(isWide ? back(eigen.vectors[k], x) : eigen.vectors[k])
  }
  let whole = matrix.indices.reduce(0) { $0 + matrix[$1][$1] }
  let variances = eigen.values.prefix(count).map { max(0, $0) }
  return PrincipalComponents(
    mean: Tensor(shape: [d], scalars: mean.map(Float.init)),
    components: Tensor(shape: [count, d], scalars: directions.joined().map { Float($0) }),
    variances: variances, explained: variances.map { whole > 0 ? $0 / whole : 0 },
    points: Tensor(
      shape: [n, count], scalars: x.flatMap { row in directions.map { Float(dot(row, $0)) } }))
}

/// Returns the samples as rows in double precision.
func sampleRows(_ samples: Tensor, least: Int) throws(InterpretationError) -> [[Double]] {
  guard samples.rank >= 2 else { throw .noSamples(samples.shape) }
  guard samples.shape[0] > 0, samples.count > 0 else { throw .nothing("samples") }
  guard samples.shape[0] >= least else {
    throw .outOfRange("the number of samples", value: "\(samples.shape[0])", allowed: "at least \(least)")
  }
  guard samples.scalars.allSatisfy(\.isFinite) else { throw .notFinite("features") }
  let width = samples.count / samples.shape[0]
  return (0..<samples.shape[0]).map { n in samples.scalars[n * width..<(n + 1) * width].map(Double.init) }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      var sum = 0.0
      for index in a.indices { sum += a[index] * b[index] }
      return sum
    }
  }
}

/// Returns `Xᵀu`, the direction among the features that belongs to the eigenvector `u` of `XXᵀ`.
private func back(_ u: [Double], _ x: [[Double]]) -> [Double] {
  x[0].indices.map { j in x.indices.reduce(0) { $0 + u[$1] * x[$1][j] } }
}

/// Returns the vector with length 1 and its largest element positive; zeros stay zeros.
private func direction(_ vector: [Double]) -> [Double] {
  let length = dot(vector, vector).squareRoot()
  guard length > 0 else { return vector }
  let largest = vector.dropFirst().reduce(vector[0]) { $1.magnitude > $0.magnitude ? $1 : $0 }
  return vector.map { $0 / (largest < 0 ? -length : length) }
}
