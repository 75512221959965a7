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
  /// - Parameter inputIsMask: Whether a ReLU has made the inputs and the gradient to its input is wanted.
  package static func backward(
    _ dy: Tensor, x: Tensor, w: Tensor, needsInput: Bool = true, needsParameters: Bool = true,
    inputIsMask: Bool = false
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
    var db = [Float](repeating: 0, count: outputs)
    dy.withParts(outputs) { row in
      for n in 0..<images {
        for (o, gradient) in row(n).enumerated() { db[o] += gradient }
      }
    }
    let dw = MatrixProduct.multiply(
      dy.scalars, x.scalars, orders: (.columns, .rows), rows: outputs, inner: images, columns: inputs)
    return (dx, Tensor(shape: w.shape, scalars: dw), Tensor(db))
  }
}
