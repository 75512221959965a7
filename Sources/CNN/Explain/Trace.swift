extension Sequential {
  /// Returns what flows through the model for a batch of inputs, or one input: forward, the loss, and backward.
  ///
  /// Forward each line tells the shape that a layer gives, and how large its numbers are; backward, what it hands
  /// to the layer before it, ∂L/∂x, and to its parameters. The size is the root of the mean square, which
  /// shows where signals or gradients grow or fade.
  ///
  /// - Throws: `ModelError` when the model is not built, `ShapeError` when the input has another shape,
  ///   `DataError` when the labels do not go with the input and the model's output.
  public func trace(_ x: Tensor, labels: [Int], loss: Loss = .softmaxCrossEntropy) throws -> Table {
    let forward = try activations(for: x)
    let backward = try gradients(for: x, labels: labels, loss: loss)
    func row(_ pass: String, _ layer: String, _ what: String, _ value: Tensor) -> [String] {
      [pass, layer, what, "\(value.shape)", Plotting.NumberFormat.short(value.rootMeanSquare)]
    }
    var rows = [row("forward", "input", "x", x)]
    rows += forward.map { row("", $0.layer, "y", $0.output) }
    rows.append(["loss", loss.name, "L", "[]", Plotting.NumberFormat.short(Double(backward.loss))])
    for index in layers.indices.reversed() {
      let own = backward.parameters.filter { $0.name.hasPrefix(layers[index].name + ".") }
      rows += own.map {
        row("", layers[index].name, "∂L/∂\($0.name.dropFirst(layers[index].name.count + 1))", $0.value)
      }
      let input = index > 0 ? backward.activations[index - 1].gradient : backward.input
      rows.append(row("", layers[index].name, "∂L/∂x", input))
    }
    rows[forward.count + 2][0] = "backward"
    return Table("forward and backward", columns: ["pass", "layer", "tensor", "shape", "RMS"], rows: rows)
  }
}

extension Tensor {
  /// The root of the mean of the squares, in double precision; 0 if there are no elements.
  fileprivate var rootMeanSquare: Double {
    let squares = Textbook.sum(scalars.map { Double($0) * Double($0) })
    return count == 0 ? 0 : (squares / Double(count)).squareRoot()
  }
}
