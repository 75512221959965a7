/// A ReLU that hands on positive gradients only.
///
/// - SeeAlso: Springenberg et al., "Striving for simplicity", arXiv:1412.6806, figure 1.
struct GuidedReLU: Layer {
  var name: String
  var kind: String { "relu" }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let pass = ReLU().forward(x, context: context)
    return ForwardPass(pass.output) { dy in pass.pullback(dy.map { $0 > 0 ? $0 : 0 }) }
  }

  /// Returns the layer with every ReLU in it guided.
  static func replacing(_ layer: any Layer) -> any Layer {
    if layer is ReLU { return GuidedReLU(name: layer.name) }
    guard var group = layer as? any LayerGroup else { return layer }
    group.members = group.members.map(replacing)
    return group
  }
}
