/// Returns the derivative of a stack of maps with respect to one of its maps: zeros, and one identity.
///
/// If `S` stacks `planes` maps of `outputs` numbers each, then `∂vec(S)/∂vec(Sᵢ)` has `planes·outputs` rows
/// and `outputs` columns: the rows of map i are the identity, all others 0. A gradient `∂l/∂vec(S)` times it
/// is the part of map i.
///
/// - Parameters:
///   - plane: Which map, from 0.
///   - planes: The number of maps.
///   - outputs: The number of positions of a map.
/// - Precondition: there is such a map.
public func stackJacobian(plane: Int, planes: Int, outputs: Int) -> Tensor {
  checkStack(plane, planes, outputs)
  var matrix = Tensor.zeros([planes * outputs, outputs])
  for o in 0..<outputs { matrix.scalars[(plane * outputs + o) * outputs + o] = 1 }
  return matrix
}

/// Returns the derivative of a stack with respect to one of its maps, by blocks: zeros and one `I`.
///
/// - Parameters:
///   - name: What the stack is called.
///   - firstIndex: What the first map is called: 0, or 1 as on some slides.
/// - Precondition: there is such a map.
public func stackJacobian(
  symbolic name: String, plane: Int, planes: Int, outputs: Int, firstIndex: Int = 0
) -> Table {
  checkStack(plane, planes, outputs)
  return Table(
    columns: ["", "vec(\(name)\(plane + firstIndex))"],
    rows: (0..<planes).map {
      ["vec(\(name)\($0 + firstIndex))", $0 == plane ? "I (\(outputs)×\(outputs))" : "0"]
    })
}

private func checkStack(_ plane: Int, _ planes: Int, _ outputs: Int) {
  require(
    (0..<planes).contains(plane) && outputs > 0,
    "there is no channel \(plane) in a stack of \(planes) channels of \(outputs) numbers")
}
