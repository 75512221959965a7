/// The dense layer in single precision, with the bits of `Textbook.dense`.
package enum DenseProduct {
  /// Returns `y` `[N, O]` for inputs `x` `[N, I]`, weights `w` `[O, I]` and bias `b` `[O]`.
  package static func forward(_ x: Tensor, _ w: Tensor, bias: Tensor?) -> Tensor {
    var y = x.matmul(w.transposed())
    guard let bias else { return y }
    let width = w.shape[0]
    for place in y.scalars.indices { y.scalars[place] += bias.scalars[place % width] }
    return y
  }

  /// Returns the gradients to the inputs, the weights and the bias.
  package static func backward(_ dy: Tensor, x: Tensor, w: Tensor) -> (dx: Tensor, dw: Tensor, db: Tensor) {
    let width = w.shape[0]
    var db = Tensor.zeros([width])
    for place in dy.scalars.indices { db.scalars[place % width] += dy.scalars[place] }
    return (dy.matmul(w), dy.transposed().matmul(x), db)
  }
}
