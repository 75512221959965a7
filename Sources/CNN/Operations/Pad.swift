/// Returns `x` continued around every plane: with zeros, or by one of the other modes.
///
/// - Parameters:
///   - padding: An integer for all sides of a plane, one number for each of the last axes, such as
///     `[rows, columns]`, or `.explicit(…)`. A negative number crops. `.same` and `.valid` add nothing, as
///     there is no window.
///   - mode: With what the planes are continued.
/// - Precondition: there are as many axes as the padding names (else two; one for a vector), and the mode can
///   continue so far: by less than the size for `reflect`, at most by it for `symmetric` and `circular`.
public func pad(_ x: Tensor, by padding: some PaddingConvertible, mode: PaddingMode = .zeros) -> Tensor {
  Pad.forward(x, Pad.sides("pad", x, padding.padding), mode: mode)
}

/// Returns `x` with `value` around every plane.
///
/// - Parameters:
///   - padding: As for the other modes; a negative number crops.
///   - value: The number to put there.
/// - Precondition: there are as many axes as the padding names (else two; one for a vector).
public func pad(_ x: Tensor, by padding: some PaddingConvertible, value: Float) -> Tensor {
  Pad.forward(x, Pad.sides("pad", x, padding.padding), mode: .zeros, value: value)
}

/// Returns the gradient to `x` from that to `pad(x, by: padding, mode: mode)`: the transpose of `pad`.
///
/// What lies on the border is added to the elements that it was made from; with zeros it is cut off.
///
/// - Precondition: the padding and the mode are those of a possible `pad`.
public func unpad(_ dy: Tensor, by padding: some PaddingConvertible, mode: PaddingMode = .zeros) -> Tensor {
  let sides = Pad.sides("unpad", dy, padding.padding)
  let sizes = dy.shape.dimensions.suffix(sides.count)
  require(
    zip(sizes, sides).allSatisfy { $0 >= $1.before + $1.after },
    "a map of shape \(dy.shape) is smaller than its padding")
  return Pad.backward(dy, sides, mode: mode)
}

/// Padding and its transpose, with the bits of `Textbook.pad` and `Textbook.padBackward`.
extension Pad {
  /// Returns how far each of the last axes of `x` is continued.
  static func sides(_ operation: String, _ x: Tensor, _ padding: Padding) -> [Sides] {
    let axes = padding.axes ?? min(2, x.rank)
    require(
      axes > 0 && axes <= min(3, x.rank),
      "\(operation) takes at least \(padding.axes.map { "\($0)" } ?? "one") axes, got shape \(x.shape)")
    let ones = Array(repeating: 1, count: axes)
    return padding.sides(input: Array(x.shape.dimensions.suffix(axes)), extent: ones, stride: ones)
  }

  /// Returns `x` continued along its last axes; `value` is what the mode `zeros` puts there.
  static func forward(_ x: Tensor, _ sides: [Sides], mode: PaddingMode, value: Float = 0) -> Tensor {
    let inner = Array(x.shape.dimensions.suffix(sides.count))
    require(
      zip(inner, sides).allSatisfy { $0 + $1.before + $1.after >= 0 },
      "more is cropped than a tensor of shape \(x.shape) has")
    let map = PadMap(sizes: inner, sides: sides, mode: mode)
    let planes = Shape(Array(x.shape.dimensions.dropLast(sides.count)))
    var y: [Float] = []
    y.reserveCapacity(planes.count * map.sources.count)
    for plane in 0..<planes.count {
      for source in map.sources {
        y.append(source < 0 ? value : x.scalars[plane * inner.reduce(1, *) + source])
      }
    }
    return Tensor(shape: Shape(planes.dimensions + map.paddedSizes), scalars: y)
  }

  /// Returns the gradient to the input: each element's position of origin collects it, in row-major order.
  static func backward(_ dy: Tensor, _ sides: [Sides], mode: PaddingMode) -> Tensor {
    let outer = Array(dy.shape.dimensions.suffix(sides.count))
    let inner = zip(outer, sides).map { $0 - $1.before - $1.after }
    let map = PadMap(sizes: inner, sides: sides, mode: mode)
    let planes = Shape(Array(dy.shape.dimensions.dropLast(sides.count)))
    var dx = Tensor.zeros(Shape(planes.dimensions + inner))
    let count = inner.reduce(1, *)
    for plane in 0..<planes.count {
      for (position, source) in map.sources.enumerated() where source >= 0 {
        dx.scalars[plane * count + source] += dy.scalars[plane * map.sources.count + position]
      }
    }
    return dx
  }
}

/// From where each element of a padded plane comes.
private struct PadMap {
  let paddedSizes: [Int]
  /// The index in the plane, row by row, of what stands at each position of the padded plane; −1 for a zero.
  let sources: [Int]

  init(sizes: [Int], sides: [Sides], mode: PaddingMode) {
    paddedSizes = zip(sizes, sides).map { max(0, $0 + $1.before + $1.after) }
    var sources = [0]
    for (axis, size) in sizes.enumerated() {
      let own = sides[axis]
      require(
        mode.allows(own, size: size),
        "\(mode.rawValue) padding continues \(size) elements by \(mode.limit(size: size) ?? 0) at most,"
          + " got \(max(own.before, own.after))")
      let along = (0..<paddedSizes[axis]).map { mode.source(of: $0 - own.before, size: size) }
      sources = sources.flatMap { outer in
        along.map { inner in outer < 0 || inner == nil ? -1 : outer * size + (inner ?? 0) }
      }
    }
    self.sources = sources
  }
}
