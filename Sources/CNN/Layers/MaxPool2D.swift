/// Max pooling: each output is the largest pixel of a window.
///
/// For images `x` `[N, C, H, W]`, `y[n,c,i,j] = max x[n,c, i·stride+r−top, j·stride+s−left]` over r, s inside
/// the image, giving `[N, C, H′, W′]`. In the backward pass each window's gradient goes to its maximum, the
/// first one in row-major order if several are equal; overlapping windows add up. NaN propagates.
/// Unless the windows divide the image evenly, the last rows and columns are dropped.
///
/// - SeeAlso: deck row 002-05.
public struct MaxPool2D: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The size of the windows.
  public let window: Size2D
  /// The step between windows, in pixels.
  public let stride: Size2D
  /// The rows and columns around the image, which are never the maximum.
  public let padding: Padding

  /// Creates a layer whose windows lie side by side.
  public init(
    _ window: some Size2DConvertible, padding: some PaddingConvertible = .valid, name: String = ""
  ) {
    self.init(window, stride: window, padding: padding, name: name)
  }

  /// Creates a layer with windows `stride` apart.
  public init(
    _ window: some Size2DConvertible, stride: some Size2DConvertible,
    padding: some PaddingConvertible = .valid, name: String = ""
  ) {
    self.window = window.size2D
    self.stride = stride.size2D
    self.padding = padding.padding
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "pool" }

  /// Returns `[C, H′, W′]` for `[C, H, W]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let geometry = try windowGeometry(input, window: window, stride: stride, padding: padding)
    let margins = geometry.margins
    guard margins.top < window.rows, margins.left < window.columns, margins.bottom < window.rows,
      margins.right < window.columns
    else { throw ShapeError(self, .paddingExceedsWindow(window: window)) }
    return [input[0], geometry.output.rows, geometry.output.columns]
  }

  /// Returns the output, and the way back.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let geometry = geometry(x.planeSize)
    let (output, indices) = Pooling2D.maxForward(x, geometry: geometry)
    return ForwardPass(output) { dy in
      LayerGradients(input: Pooling2D.maxBackward(dy, indices: indices, geometry: geometry))
    }
  }

  /// Returns `Textbook.maxPool`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.maxPool(x, geometry: geometry(Size2D(rows: x.shape[2], columns: x.shape[3]))).y
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }

  private func geometry(_ input: Size2D) -> WindowGeometry {
    WindowGeometry(input: input, window: window, stride: stride, padding: padding)
  }
}
