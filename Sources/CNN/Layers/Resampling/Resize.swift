/// How values between pixels are found.
public enum Interpolation: Sendable, Hashable {
  /// The value of the nearest pixel.
  case nearest(rounding: NearestRounding = .preferFloor)
  /// A mean of the two neighbors along each axis, weighted by how near they are.
  case linear
  /// As `linear`, but where an image is made smaller, every element counts: with `s` = input/output, output `o` takes
  /// element `p` with the weight
  ///
  ///     w(o, p) = f(o, p) / Σ_p f(o, p),   f(o, p) = max(0, 1 − |p + ½ − (o + ½)·s| / max(1, s))
  ///
  /// which is PyTorch's `antialias=True`. Borders coincide, whatever the coordinates.
  case antialiased
  /// A cubic polynomial through four neighbors along each axis; `coefficient` is its slope at distance 1.
  ///
  /// Keys, "Cubic convolution interpolation for digital image processing", 1981. PyTorch and ONNX have −0.75.
  case cubic(coefficient: Double = -0.75)
}

extension Interpolation: CustomStringConvertible {
  /// The interpolation as it is written: `.linear`, `.nearest(rounding: .floor)`.
  public var description: String {
    switch self {
    case .nearest(let rounding): rounding == .preferFloor ? ".nearest()" : ".nearest(rounding: .\(rounding))"
    case .linear: ".linear"
    case .antialiased: ".antialiased"
    case .cubic(let coefficient): coefficient == -0.75 ? ".cubic()" : ".cubic(coefficient: \(coefficient))"
    }
  }
}

/// Which pixel is the nearest to a coordinate between two: ONNX's `nearest_mode`.
public enum NearestRounding: Sendable, Hashable {
  /// The nearest one, of two equally near ones the lower: `round_prefer_floor`.
  case preferFloor
  /// The nearest one, of two equally near ones the upper: `round_prefer_ceil`.
  case preferCeiling
  /// The lower one.
  case floor
  /// The upper one.
  case ceiling
}

/// Where the pixels of an output lie in the input: ONNX's `coordinate_transformation_mode`.
public enum ResizeCoordinates: Sendable, Hashable {
  /// Pixels are squares, and the images' borders coincide: `(o + ½)/scale − ½`, ONNX's `half_pixel`.
  ///
  /// PyTorch's `align_corners=False`.
  case halfPixel
  /// As `halfPixel`, but the centers of the images coincide, too, where the size of the output is rounded down:
  /// `(o + ½)/scale − ½ + (input − output/scale)/2`, ONNX's `half_pixel_symmetric`.
  case halfPixelSymmetric
  /// The centers of the corner pixels coincide: `o·(input − 1)/(output − 1)`, ONNX's `align_corners`.
  ///
  /// With a scale, ONNX's definition has input · scale in the position of `output`, so that the last corners do not coincide
  /// where that is not a whole number. Here they always do, as in PyTorch and in ONNX Runtime.
  case alignCorners
  /// The centers of the first pixels coincide: `o/scale`, ONNX's `asymmetric`. PyTorch's nearest mode, with `.floor`.
  case asymmetric
}

/// How one axis is resized: from which elements each output is made, and with what weights.
public struct ResizedAxis: Sendable, Hashable {
  /// An element of the input and its weight.
  public struct Tap: Sendable, Hashable {
    /// The index of the element.
    public let input: Int
    /// Its weight.
    public let weight: Double
  }

  /// The size of the input.
  public let input: Int
  /// The size of the output.
  public let output: Int
  private let scale: Double
  private let interpolation: Interpolation
  private let coordinates: ResizeCoordinates

  /// Creates the description of an axis of which each `1/scale` elements become one.
  public init(
    input: Int, output: Int, scale: Double, interpolation: Interpolation, coordinates: ResizeCoordinates
  ) {
    self.input = input
    self.output = output
    self.scale = scale
    self.interpolation = interpolation
    self.coordinates = coordinates
  }

  /// The elements that each output is made of, without those of weight 0.
  ///
  /// An element beyond the border is the outermost one.
  public var taps: [[Tap]] {
    (0..<output).map { o in
      let coordinate = coordinate(of: o)
      let lower = coordinate.rounded(.down)
      let part = coordinate - lower
      switch interpolation {
      case .nearest(let rounding): return [tap(nearest(coordinate, rounding), 1)]
      case .linear: return [tap(lower, 1 - part), tap(lower + 1, part)].filter { $0.weight != 0 }
      case .antialiased: return smoothed(o)
      case .cubic(let a):
        func near(_ d: Double) -> Double { ((a + 2) * d - (a + 3)) * d * d + 1 }
        func far(_ d: Double) -> Double { ((a * d - 5 * a) * d + 8 * a) * d - 4 * a }
        return [
          tap(lower - 1, far(part + 1)), tap(lower, near(part)), tap(lower + 1, near(1 - part)),
          tap(lower + 2, far(2 - part)),
        ].filter { $0.weight != 0 }
      }
    }
  }

  /// The elements below a triangle that widens as the axis shrinks.
  private func smoothed(_ output: Int) -> [Tap] {
    let support = max(1, 1 / scale)
    let center = (Double(output) + 0.5) / scale
    let first = max(0, Int((center - support - 0.5).rounded(.down)) + 1)
    let last = min(input - 1, Int((center + support - 0.5).rounded(.up)) - 1)
    let values = (first...max(first, last)).map { (position) -> Double in
      let distance = Double(position) + 0.5 - center
      return 1 - distance.magnitude / support
    }
    let sum = values.reduce(0, +)
    return zip(first..., values).map { Tap(input: $0, weight: $1 / sum) }
  }

  private func coordinate(of output: Int) -> Double {
    switch coordinates {
    case .halfPixel: (Double(output) + 0.5) / scale - 0.5
    case .halfPixelSymmetric:
      (Double(output) + 0.5) / scale - 0.5 + (Double(input) - Double(self.output) / scale) / 2
    case .alignCorners:
      self.output == 1 ? 0 : Double(output) * Double(input - 1) / Double(self.output - 1)
    case .asymmetric: Double(output) / scale
    }
  }

  private func nearest(_ coordinate: Double, _ rounding: NearestRounding) -> Double {
    switch rounding {
    case .preferFloor: (coordinate - 0.5).rounded(.up)
    case .preferCeiling: (coordinate + 0.5).rounded(.down)
    case .floor: coordinate.rounded(.down)
    case .ceiling: coordinate.rounded(.up)
    }
  }

  private func tap(_ index: Double, _ weight: Double) -> Tap {
    Tap(input: Int(max(0, min(Double(input - 1), index))), weight: weight)
  }
}

/// Makes signals, images or volumes larger or smaller by interpolation along each spatial axis.
///
/// An output size is given, or is ⌊input · scale⌋. Axes are resized one after the other, the columns first; the sums are
/// those of `Textbook.resize`. Backward it is the exact transpose: each output's gradient goes to the elements that it
/// was made of, with the same weights. Only `.antialiased` smooths an image that is made smaller.
///
/// The defaults are those of ONNX. PyTorch's `Upsample(mode: "nearest")` is
/// `Resize(scale: …, .nearest(rounding: .floor), coordinates: .asymmetric)`; its linear and cubic modes are
/// `coordinates: .halfPixel`, or `.alignCorners` with `align_corners=True`.
public struct Resize: Layer {
  /// What is given of the output.
  package enum Target: Sendable, Hashable {
    /// The spatial sizes, one for all axes or one for each.
    case sizes([Int])
    /// By what the spatial sizes are multiplied, one number for all axes or one for each.
    case scales([Double])
  }

  /// The name in summaries and messages.
  public var name: String
  /// The size of the output, or its scale.
  package let target: Target
  /// How values between pixels are found.
  public let interpolation: Interpolation
  /// Where the pixels of the output lie in the input.
  public let coordinates: ResizeCoordinates

  /// Creates a layer that multiplies all spatial sizes by `scale`.
  public init(
    scale: Double, _ interpolation: Interpolation = .nearest(), coordinates: ResizeCoordinates = .halfPixel,
    name: String = ""
  ) {
    self.init(.scales([scale]), interpolation, coordinates, name)
  }

  /// Creates a layer that multiplies the size along each spatial axis by a scale of its own.
  public init(
    scales: [Double], _ interpolation: Interpolation = .nearest(),
    coordinates: ResizeCoordinates = .halfPixel,
    name: String = ""
  ) {
    self.init(.scales(scales), interpolation, coordinates, name)
  }

  /// Creates a layer whose output has the given spatial sizes; one size is for all axes.
  public init(
    size: some SizesConvertible, _ interpolation: Interpolation = .nearest(),
    coordinates: ResizeCoordinates = .halfPixel, name: String = ""
  ) {
    self.init(.sizes(size.sizes), interpolation, coordinates, name)
  }

  private init(
    _ target: Target, _ interpolation: Interpolation, _ coordinates: ResizeCoordinates, _ name: String
  ) {
    self.target = target
    self.interpolation = interpolation
    self.coordinates = coordinates
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "resize" }

  /// The scale or size, and how values between pixels are found.
  public var arguments: [String] {
    let given =
      switch target {
      case .scales(let scales): scales.count == 1 ? "scale: \(scales[0])" : "scales: \(scales)"
      case .sizes(let sizes): "size: \(sizes.count == 1 ? "\(sizes[0])" : "\(sizes)")"
      }
    return [given] + (interpolation == .nearest() ? [] : ["\(interpolation)"])
      + (coordinates == .halfPixel ? [] : ["coordinates: .\(coordinates)"])
  }

  /// Returns the number of channels, and the new sizes.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let axes = input.rank - 1
    guard (1...3).contains(axes) else { throw ShapeError(self, .notMap(axes: 2, got: input)) }
    switch target {
    case .sizes(let sizes):
      guard sizes.count == 1 || sizes.count == axes else {
        throw ShapeError(self, .sizeCount("size", expected: axes, got: sizes))
      }
    case .scales(let scales):
      guard scales.count == 1 || scales.count == axes else {
        throw ShapeError(
          self, .outOfRange("number of scales", got: "\(scales.count)", allowed: "1, or \(axes) for \(input)")
        )
      }
      guard scales.allSatisfy({ $0 > 0 && $0 <= 0x1p20 }) else {
        throw ShapeError(self, .outOfRange("scale", got: "\(scales)", allowed: "positive, and at most 2²⁰"))
      }
    }
    let sizes = resizedAxes(Array(input.dimensions.dropFirst())).map(\.output)
    guard sizes.allSatisfy({ $0 > 0 }), input.count > 0 else {
      throw ShapeError(self, .notPositive("size of the output", text(sizes)))
    }
    return Shape([input[0]] + sizes)
  }

  /// Returns how each spatial axis is resized.
  func resizedAxes(_ sizes: [Int]) -> [ResizedAxis] {
    sizes.enumerated().map { axis, input in
      func own<Value>(_ values: [Value]) -> Value { values[values.count == 1 ? 0 : axis] }
      switch target {
      case .sizes(let sizes):
        return ResizedAxis(
          input: input, output: own(sizes), scale: Double(own(sizes)) / Double(input),
          interpolation: interpolation,
          coordinates: coordinates)
      case .scales(let scales):
        return ResizedAxis(
          input: input, output: Int(Double(input) * own(scales)), scale: own(scales),
          interpolation: interpolation,
          coordinates: coordinates)
      }
    }
  }

  /// Returns the field after a window of the neighbors that an output is made of, 1, 2 or 4 along each axis.
  ///
  /// Outputs lie farther apart or closer together than elements, at least a pixel; scales that are not whole are rounded
  /// down.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    let axes = resizedAxes(Array(input.dimensions.dropFirst()))
    let ones = axes.map { _ in 1 }
    return field.widened(
      window: axes.map { $0.taps.map(\.count).max() ?? 1 },
      stride: axes.map { max(1, $0.input / max(1, $0.output)) },
      dilation: ones
    ).spread(window: ones, stride: axes.map { max(1, $0.output / max(1, $0.input)) }, dilation: ones)
  }

  /// Returns the number of products for one input.
  public func multiplyAdds(for input: Shape) -> Int {
    var (sizes, products) = (input.dimensions, 0)
    for (axis, resized) in resizedAxes(Array(input.dimensions.dropFirst())).enumerated().reversed() {
      sizes[axis + 1] = resized.output
      products += sizes.reduce(1, *) * (resized.taps.first?.count ?? 0)
    }
    return interpolation.hasWeights ? products : 0
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, max(1, x.rank - 2))
    let axes = resizedAxes(Array(x.shape.dimensions.dropFirst(2)))
    return ForwardPass(Interpolating.forward(x, axes)) {
      LayerGradients(input: Interpolating.backward($0, axes))
    }
  }

  /// Returns `Textbook.resize`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.resize(x, resizedAxes(Array(x.shape.dimensions.dropFirst(2))))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}

extension Interpolation {
  /// Whether values are weighted, not only chosen.
  fileprivate var hasWeights: Bool {
    if case .nearest = self { false } else { true }
  }
}
