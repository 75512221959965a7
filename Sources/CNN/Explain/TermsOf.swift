/// Returns the formula of one number of a correlation `z = x ⋆ w` or of its backward pass.
///
/// - Output: `z(i,j) = Σ w(r,s)·x(i·stride+r·dilation−top, …)` over the filter.
/// - Input: `dx = Σ w·dz` over the outputs whose window holds the pixel.
/// - Filter: `dw(r,s) = Σ x·dz` over the outputs.
///
/// With several channels or filters, sums also run over the channels, or over the filters.
///
/// - Precondition: the element lies within its plane, and there is such a plane.
public func terms(of target: TermsTarget, in correlation: CorrelationSpecification) -> Terms {
  let g = correlation.geometry
  let outputs = g.outputs
  let hasPlanes = correlation.hasPlanes
  func element(_ name: String, _ planes: [Int], _ position: Position) -> Terms.Element {
    Terms.Element(plane: name, indices: hasPlanes ? planes : [], row: position.row, column: position.column)
  }

  var products: [(Terms.Element, Terms.Element)] = []
  let result: Terms.Element
  let (position, k, c) = (target.position, target.filter, target.channel)
  switch target.kind {
  case .output:
    check(position, g.outputSizes, ("filter", k, correlation.filters))
    result = element("z", [k], position)
    for c in 0..<correlation.depth {
      for e in g.elements {
        let pixel = g.pixel(position, e)
        guard g.isInside(pixel) else { continue }
        products.append((element("w", [k, c], e), element("x", [correlation.inputPlane(c, of: k)], pixel)))
      }
    }
  case .input:
    check(position, g.inputSizes, ("channel", c, correlation.channels))
    result = element("dx", [c], position)
    for k in correlation.filters(seeing: c) {
      for output in outputs {
        for e in g.elements where g.pixel(output, e) == position {
          products.append((element("w", [k, c % correlation.depth], e), element("dz", [k], output)))
        }
      }
    }
  case .filter:
    check(position, g.windowSizes, ("filter", k, correlation.filters), ("channel", c, correlation.depth))
    result = element("dw", [k, c], position)
    for output in outputs {
      let pixel = g.pixel(output, position)
      guard g.isInside(pixel) else { continue }
      products.append((element("x", [correlation.inputPlane(c, of: k)], pixel), element("dz", [k], output)))
    }
  }
  let largest = (g.inputSizes + g.windowSizes + g.outputSizes).reduce(0, max)
  return Terms(result, products, separatesIndices: largest > 10)
}

/// Checks that a plane of these sizes has the position, and that there are such planes.
private func check(_ position: Position, _ sizes: [Int], _ planes: (name: String, index: Int, count: Int)...)
{
  require(
    (0..<sizes[0]).contains(position.row) && (0..<sizes[1]).contains(position.column),
    "(\(position.row), \(position.column)) lies outside the \(text(sizes)) plane")
  for plane in planes {
    require(
      (0..<plane.count).contains(plane.index),
      "there is no \(plane.name) \(plane.index), as there are \(plane.count)")
  }
}
