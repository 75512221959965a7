/// Continues every channel around its border, with a constant, or by mirroring, repeating or wrapping around.
///
/// For signals `[C, L]`, images `[C, H, W]` and volumes; a negative number crops. Convolutions pad by themselves:
/// this layer is for all others, and for a constant other than 0. Backward, an element of the gradient is added to
/// the element that was copied there, in row-major order; what lies on a constant is dropped.
public struct Pad: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// How far each side is continued.
  public let padding: Padding
  /// With what a channel is continued.
  public let mode: PaddingMode
  /// What stands beyond the border in the mode `zeros`.
  public let value: Float

  /// Creates a layer that continues its input by `mode`.
  ///
  /// - Parameter padding: An integer for all sides, one number for each axis, or `.explicit(…)`.
  public init(_ padding: some PaddingConvertible, mode: PaddingMode, name: String = "") {
    self.init(name: name, padding: padding.padding, mode: mode, value: 0)
  }

  /// Creates a layer that puts `value` around its input.
  ///
  /// - Parameter padding: An integer for all sides, one number for each axis, or `.explicit(…)`.
  public init(_ padding: some PaddingConvertible, value: Float = 0, name: String = "") {
    self.init(name: name, padding: padding.padding, mode: .zeros, value: value)
  }

  private init(name: String, padding: Padding, mode: PaddingMode, value: Float) {
    self.name = name
    self.padding = padding
    self.mode = mode
    self.value = value
  }

  /// The kind of layer.
  public var kind: String { "pad" }

  /// Returns the number of channels, and each size with its padding.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let axes = input.rank - 1
    guard (1...3).contains(axes) else { throw ShapeError(self, .notMap(axes: 2, got: input)) }
    guard padding.axes.map({ $0 == axes }) ?? true else {
      throw ShapeError(
        self,
        .outOfRange(
          "number of axes of the padding", got: "\(padding.axes ?? 0)", allowed: "\(axes) for \(input)"))
    }
    let sizes = Array(input.dimensions.dropFirst())
    let sides = sides(sizes)
    for (own, size) in zip(sides, sizes) where !mode.allows(own, size: size) {
      throw ShapeError(
        self,
        .outOfRange(
          "padding", got: "\(max(own.before, own.after))",
          allowed: "at most \(mode.limit(size: size) ?? 0) in the mode \(mode.rawValue) for a size of \(size)"
        ))
    }
    let padded = zip(sizes, sides).map { $0 + $1.before + $1.after }
    guard padded.allSatisfy({ $0 > 0 }) else {
      throw ShapeError(self, .notPositive("size after cropping", text(padded)))
    }
    return Shape([input[0]] + padded)
  }

  func sides(_ sizes: [Int]) -> [Sides] {
    let ones = sizes.map { _ in 1 }
    return padding.sides(input: sizes, extent: ones, stride: ones)
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, max(1, x.rank - 2))
    let sides = sides(Array(x.shape.dimensions.dropFirst(2)))
    return ForwardPass(Pad.forward(x, sides, mode: mode, value: value)) { [mode] dy in
      LayerGradients(input: Pad.backward(dy, sides, mode: mode))
    }
  }

  /// Returns `Textbook.pad`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.pad(x, sides(Array(x.shape.dimensions.dropFirst(2))), mode: mode, value: Double(value))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
