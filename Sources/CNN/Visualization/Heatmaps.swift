/// Returns small tensors side by side, with their numbers in the cells.
///
/// ```swift
/// let x: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
/// let w: Tensor = [[1, 0], [0, -1]]
/// display(heatmaps(["x": x, "w": w, "x ⋆ w": correlate(x, w)]))
/// ```
///
/// A vector is shown as a row; of a tensor with more than two axes every plane is shown. All planes have one scale of
/// colors, around zero if there are negative numbers.
///
/// - Parameter scale: `.each` gives every tensor its own scale, for tensors whose numbers are not compared.
public func heatmaps(
  _ tensors: KeyValuePairs<String, Tensor>, title: String = "", scale: ColorScaling = .shared
) -> Figure {
  let panels = tensors.flatMap { name, tensor in
    let planes = tensor.planes(named: name)
    let range = scale == .each && planes.count > 1 ? tensor.range : nil
    return planes.map { Heatmap($0.values.rows, title: $0.name, range: range) }
  }
  return Figure(title, columns: panels.count == 5 ? 5 : min(4, panels.count), scale: scale) { panels }
}

/// Returns a matrix as colored cells without numbers: which of its elements are zero, and which are equal.
///
/// It is meant for large matrices such as `convolutionMatrix(…)`.
///
/// - Precondition: the tensor has two axes.
public func sparsity(_ matrix: Tensor, title: String = "") -> Figure {
  let zeros = matrix.scalars.count { $0 == 0 }
  let percent =
    matrix.count == 0 ? "0" : NumberFormat.fixed(100 * Double(zeros) / Double(matrix.count), positions: 0)
  let sizes = "\(matrix.shape[0]) × \(matrix.shape[1]), \(percent) % zeros"
  return Figure(title) {
    Heatmap(
      matrix.rows, title: sizes, colormap: .diverging, range: matrix.symmetricRange, showsValues: false,
      showsColorBar: true)
  }
}

extension Tensor {
  /// The planes of the last two axes with their names: `w[0, 1]` for the second plane of the first filter.
  func planes(named name: String) -> [(name: String, values: Tensor)] {
    if rank < 2 { return [(name, reshaped([1, count]))] }
    if rank == 2 { return [(name, self)] }
    if shape[0] == 1 { return slice(0).planes(named: name) }
    return (0..<shape[0]).flatMap { index in
      slice(index).planes(named: name.hasSuffix("]") ? "\(name.dropLast()), \(index)]" : "\(name)[\(index)]")
    }
  }

  /// The range from the smallest to the largest finite number; `nil` without any.
  fileprivate var range: ClosedRange<Double>? {
    let finite = scalars.lazy.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return Double(low)...Double(high)
  }

  /// The range from −m to m, m the largest finite magnitude; never empty.
  var symmetricRange: ClosedRange<Double> {
    let largest = scalars.lazy.filter(\.isFinite).map { Double($0.magnitude) }.max() ?? 0
    return largest > 0 ? -largest...largest : -1...1
  }
}
