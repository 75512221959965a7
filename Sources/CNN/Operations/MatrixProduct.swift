internal import CKernels

/// The matrix product in single precision, with the bits of `Textbook.matmul`.
package enum MatrixProduct {
  /// Returns `left · right` for row-major `left` `[rows, inner]` and `right` `[inner, columns]`.
  package static func multiply(
    _ left: [Float], _ right: [Float], rows: Int, inner: Int, columns: Int
  ) -> [Float] {
    Array(unsafeUninitializedCapacity: rows * columns) { product, count in
      multiply(left, right, into: product, rows: rows, inner: inner, columns: columns)
      count = rows * columns
    }
  }

  /// Writes `left · right` to `product`.
  static func multiply(
    _ left: [Float], _ right: [Float], into product: UnsafeMutableBufferPointer<Float>,
    rows: Int, inner: Int, columns: Int
  ) {
    guard rows * columns > 0 else { return }
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        multiply(
          left, right, into: product, rows: rows, inner: inner,
          columns: columns)
      }
    }
  }

  /// Writes `left · right` to `product`.
  static func multiply(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
    into product: UnsafeMutableBufferPointer<Float>, rows: Int, inner: Int, columns: Int
  ) {
    require(
      left.count >= rows * inner && right.count >= inner * columns && product.count >= rows * columns,
      "a product of [\(rows), \(inner)] and [\(inner), \(columns)] needs more numbers than"
        + " \(left.count) and \(right.count)")
    guard rows * columns > 0 else { return }
    guard inner > 0, let left = left.baseAddress, let right = right.baseAddress else {
      return product.update(repeating: 0)
    }
    guard let product = product.baseAddress else { return }
    ck_matmul(rows, columns, inner, left, right, product)
  }

  /// Returns the product by the variant for processors without vector registers: the tests compare it.
  package static func multiplyPortably(
    _ left: [Float], _ right: [Float], rows: Int, inner: Int, columns: Int
  ) -> [Float] {
    Array(unsafeUninitializedCapacity: rows * columns) { product, count in
      ck_matmul_portable(rows, columns, inner, left, right, product.baseAddress)
      count = rows * columns
    }
  }
}
