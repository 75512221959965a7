/// Convolutions of an input that is continued with something other than zeros: it is padded first, and the
/// gradient to the padded input goes back through the padding.
extension Convolution {
  /// Returns `z` for an input continued by `mode`.
  package static func forward(
    _ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry, mode: PaddingMode,
    fusesReLU: Bool = false
  ) -> Tensor {
    guard mode != .zeros else { return forward(x, w, bias: bias, geometry: g, fusesReLU: fusesReLU) }
    requireOperands(x, w, bias: bias, geometry: g)
    let padded = Pad.forward(x, g.sides, mode: mode)
    return forward(padded, w, bias: bias, geometry: g.padded, fusesReLU: fusesReLU)
  }

  /// Returns the gradient to an input that was continued by `mode`.
  package static func backwardInput(
    _ dz: Tensor, _ w: Tensor, geometry g: WindowGeometry, mode: PaddingMode, reluMask: Tensor? = nil
  ) -> Tensor {
    guard mode != .zeros else { return backwardInput(dz, w, geometry: g, reluMask: reluMask) }
    let dx = Pad.backward(backwardInput(dz, w, geometry: g.padded), g.sides, mode: mode)
    return reluMask.map { ActivationKernel.relu.backward(dx, x: $0) } ?? dx
  }

  /// Returns the gradient to the filters over an input that was continued by `mode`.
  package static func backwardFilter(
    _ dz: Tensor, _ x: Tensor, geometry g: WindowGeometry, mode: PaddingMode
  ) -> Tensor {
    guard mode != .zeros else { return backwardFilter(dz, x, geometry: g) }
    requireImages(x, geometry: g)
    return backwardFilter(dz, Pad.forward(x, g.sides, mode: mode), geometry: g.padded)
  }
}

extension WindowGeometry {
  /// How far the input is continued along each axis.
  public var sides: [Sides] { axes.map(\.sides) }
}
