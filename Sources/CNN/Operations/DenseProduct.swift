internal import CKernels

/// The dense layer in single precision, with the bits of `Textbook.dense`.
package enum DenseProduct {
  /// Returns `y` `[N, O]` for inputs `x` `[N, I]`, weights `w` `[O, I]` and bias `b` `[O]`.
  ///
  /// - Parameter fusesReLU: Whether to return `max(y, 0)`, with the bits of a ReLU after it.
  package static func forward(_ x: Tensor, _ w: Tensor, bias: Tensor?, fusesReLU: Bool = false) -> Tensor {
    require(
      x.rank == 2 && w.rank == 2 && x.shape[1] == w.shape[1],
      "a dense layer takes inputs [N, I] and weights [O, I], got \(x.shape) and \(w.shape)")
    let y = MatrixProduct.multiply(
      x.scalars, w.scalars, orders: (.rows, .columns), bias: bias, fusesReLU: fusesReLU, rows: x.shape[0],
      inner: x.shape[1], columns: w.shape[0])
    return Tensor(shape: [x.shape[0], w.shape[0]], scalars: y)
  }

  /// Returns the gradients to the inputs, the weights and the bias; those that nobody needs are empty.
  ///
  /// - Parameters:
  ///   - inputIsMask: Whether a ReLU has made the inputs and the gradient to its input is wanted.
  ///   - share: Which images these are, if there are others on other ranks; only the last rank then has the whole
  ///     gradients to weights and bias.
  package static func backward(
    _ dy: Tensor, x: Tensor, w: Tensor, needsInput: Bool = true, needsParameters: Bool = true,
    inputIsMask: Bool = false, share: Share? = nil
  ) -> (dx: Tensor, dw: Tensor, db: Tensor) {
    let (images, inputs, outputs) = (x.shape[0], x.shape[1], w.shape[0])
    require(dy.shape == [images, outputs], "expected a gradient [\(images), \(outputs)], got \(dy.shape)")
    let dx =
      needsInput
      ? Tensor(
        shape: x.shape,
        scalars: MatrixProduct.multiply(
          dy.scalars, w.scalars, reluMask: inputIsMask ? x : nil, rows: images, inner: outputs,
          columns: inputs)) : []
    guard needsParameters else { return (dx, [], []) }
    var db = share?.receiveSums(outputs) ?? [Float](repeating: 0, count: outputs)
    dy.withParts(outputs) { row in
      for n in 0..<images {
        for (o, gradient) in row(n).enumerated() { db[o] += gradient }
      }
    }
    if let share {
      share.passOn(db)
      return (dx, weightGradient(dy, x, share: share), Tensor(db))
    }
    let dw = MatrixProduct.multiply(
      dy.scalars, x.scalars, orders: (.columns, .rows), rows: outputs, inner: images, columns: inputs)
    return (dx, Tensor(shape: w.shape, scalars: dw), Tensor(db))
  }

  /// Returns the gradient to the weights over the images of this rank and of those before.
  ///
  /// Products are never rounded before they are added, so nothing can be computed ahead: rows of weights go from rank
  /// to rank in blocks.
  private static func weightGradient(_ dy: Tensor, _ x: Tensor, share: Share) -> Tensor {
    let (outputs, inputs, images) = (dy.shape[1], x.shape[1], x.shape[0])
    return Tensor(writing: [outputs, inputs]) { dw in
      for rows in share.blocks(of: outputs, work: share.count * inputs * outputs) {
        let size = rows.count * inputs
        let start = share.receiveSums(size).map(Tensor.init)
        var product = ck_product(
          rows: rows.count, columns: inputs, inner: images, a_row: 1, a_column: outputs, b_row: inputs,
          b_column: 1)
        let block = dw + rows.lowerBound * inputs
        dy.scalars.withUnsafeBufferPointer { dy in
          start.withPointer { start in
            ck_multiply(
              &product, dy.baseAddress.map { $0 + rows.lowerBound }, x.scalars, start, nil, 0, nil, block)
          }
        }
        share.passOn(UnsafeBufferPointer(start: block, count: size))
      }
    }
  }
}
