/// The checks before raw memory is read: every shape that the kernels rely on.
extension Convolution {
  /// How operands of a convolution with so many axes are written: input and filters.
  static func operandNames(axes: Int) -> (input: String, filters: String) {
    switch axes {
    case 1: ("signals [N, C, L]", "filters [K, C, S]")
    case 2: ("images [N, C, H, W]", "filters [K, C, R, S]")
    default: ("volumes [N, C, D, H, W]", "filters [K, C, T, R, S]")
    }
  }

  static func requireOperands(_ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry) {
    let names = operandNames(axes: g.rank)
    require(
      x.rank == g.rank + 2 && w.rank == g.rank + 2 && x.shape[1] == w.shape[1] * g.groups
        && Array(x.shape.dimensions.dropFirst(2)) == g.inputSizes,
      "a convolution takes \(names.input) and \(names.filters), got \(x.shape) and \(w.shape)"
        + (g.groups == 1 ? "" : " for \(g.groups) groups"))
    requireFilters(w, geometry: g)
    require(
      bias.map { $0.count == w.shape[0] } ?? true,
      "expected a bias of \(w.shape[0]) numbers, got shape \(bias?.shape ?? [])")
  }

  static func requireFilters(_ w: Tensor, geometry g: WindowGeometry) {
    require(
      w.rank == g.rank + 2 && Array(w.shape.dimensions.dropFirst(2)) == g.windowSizes
        && w.shape[0] % g.groups == 0,
      "expected \(operandNames(axes: g.rank).filters) in \(g.groups) groups of size \(g.windowSizes),"
        + " got shape \(w.shape)")
  }

  static func requireImages(_ x: Tensor, geometry g: WindowGeometry) {
    require(
      x.rank == g.rank + 2 && Array(x.shape.dimensions.dropFirst(2)) == g.inputSizes
        && x.shape[1] % g.groups == 0,
      "expected \(operandNames(axes: g.rank).input) in \(g.groups) groups of size \(g.inputSizes),"
        + " got shape \(x.shape)")
  }

  static func requireGradient(_ dz: Tensor, of shape: Shape) {
    require(dz.shape == shape, "expected a gradient of shape \(shape), got \(dz.shape)")
  }

  static func requireReLUMask(_ x: Tensor?, of shape: Shape) {
    guard let x else { return }
    require(x.shape == shape, "expected a ReLU's output of shape \(shape), got \(x.shape)")
  }
}
