internal import CKernels

/// The matrix product in single precision, with the bits of `Textbook.matmul`.
package enum MatrixProduct {
  /// How a matrix lies in memory: row by row, or column by column, which is its transpose row by row.
  package enum Order: Sendable {
    case rows, columns
  }

  /// Returns `left · right`, plus `bias` in each row if there is one, for `left` `[rows, inner]` and `right`
  /// `[inner, columns]`.
  ///
  /// - Parameters:
  ///   - fusesReLU: Whether to return `max(c, 0)` for each element `c`, with the bits of a ReLU after it.
  ///   - reluMask: The output of a ReLU, if the product is the gradient to it and that to its input is wanted.
  package static func multiply(
    _ left: [Float], _ right: [Float], orders: (left: Order, right: Order) = (.rows, .rows),
    bias: Tensor? = nil, fusesReLU: Bool = false, reluMask: Tensor? = nil, rows: Int, inner: Int,
    columns: Int
  ) -> [Float] {
    require(
      left.count >= rows * inner && right.count >= inner * columns
        && bias.map { $0.count == columns } ?? true && reluMask.map { $0.count == rows * columns } ?? true,
      "a product of [\(rows), \(inner)] and [\(inner), \(columns)] needs more numbers than"
        + " \(left.count) and \(right.count)")
    if columns == 1 && rows > 1 && bias == nil {
      // Lanes are filled along the columns: a column is computed as a row, from the transposes.
      return multiply(
        right, left, orders: (.rows, orders.left == .rows ? .columns : .rows), fusesReLU: fusesReLU,
        reluMask: reluMask, rows: 1, inner: inner, columns: rows)
    }
    Kernels.check()
    var problem = ck_product(
      rows: rows, columns: columns, inner: inner,
      a_row: orders.left == .rows ? inner : 1, a_column: orders.left == .rows ? 1 : rows,
      b_row: orders.right == .rows ? columns : 1, b_column: orders.right == .rows ? 1 : inner)
    return Array(unsafeUninitializedCapacity: rows * columns) { product, count in
      bias.withPointer { bias in
        reluMask.withPointer {
          ck_multiply(&problem, left, right, nil, bias, fusesReLU ? 1 : 0, $0, product.baseAddress)
        }
      }
      count = rows * columns
    }
  }
}
