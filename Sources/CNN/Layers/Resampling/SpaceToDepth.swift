/// Which channel an element of a block of pixels belongs to: the modes of ONNX.
///
/// A block has `b·b` pixels; (i, j) is the position in it, and c one of the C channels of the larger image.
public enum BlockOrder: String, Sendable, CaseIterable {
  /// Depth, column, row: channel `(i·b + j)·C + c`, the default of ONNX.
  case dcr
  /// Column, row, depth: channel `c·b·b + i·b + j`, as in PyTorch's pixel shuffle.
  case crd
}

/// Makes one pixel of `C·b·b` channels of each block of `b·b` pixels: `[C, H, W]` becomes `[C·b·b, H/b, W/b]`.
///
///     y[channel(i, j, c), h, w] = x[c, h·b + i, w·b + j]   with the channel that ``BlockOrder`` names
///
/// Each element is moved, none is lost; backward, ``DepthToSpace`` moves the gradient back. PyTorch's `PixelUnshuffle`
/// has the order `crd`.
public struct SpaceToDepth: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The rows and columns of a block.
  public let block: Int
  /// Which channel an element belongs to.
  public let order: BlockOrder

  /// Creates a layer.
  public init(_ block: Int, order: BlockOrder = .dcr, name: String = "") {
    self.block = block
    self.order = order
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "spacetodepth" }

  /// Returns `[C·b·b, H/b, W/b]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.rank == 3 else { throw ShapeError(self, .notImage(got: input)) }
    guard block > 0 else { throw ShapeError(self, .notPositive("block", "\(block)")) }
    guard input[1] % block == 0, input[2] % block == 0 else {
      throw ShapeError(
        self,
        .outOfRange(
          "block", got: "\(block)", allowed: "a divisor of \(input[1]) rows and \(input[2]) columns"))
    }
    return [input[0] * block * block, input[1] / block, input[2] / block]
  }

  /// Returns the field of an element, whose neighbors lie a block apart.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.widened(window: [1, 1], stride: [block, block], dilation: [1, 1])
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, 2)
    let (block, order) = (block, order)
    return ForwardPass(x.spaceToDepth(block, order)) { LayerGradients(input: $0.depthToSpace(block, order)) }
  }

  /// Returns `Textbook.spaceToDepth`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.spaceToDepth(x, block: block, order: order)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}

/// Makes a block of `b·b` pixels of each pixel of `C·b·b` channels: `[C·b·b, H, W]` becomes `[C, H·b, W·b]`.
///
///     y[c, h·b + i, w·b + j] = x[channel(i, j, c), h, w]   with the channel that ``BlockOrder`` names
///
/// Each element is moved, none is lost; backward, ``SpaceToDepth`` moves the gradient back. PyTorch's `PixelShuffle` has
/// the order `crd`.
///
/// - SeeAlso: Shi et al., "Real-time single image and video super-resolution using an efficient sub-pixel convolutional
///   neural network", CVPR 2016.
public struct DepthToSpace: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The rows and columns of a block.
  public let block: Int
  /// Which channel an element belongs to.
  public let order: BlockOrder

  /// Creates a layer.
  public init(_ block: Int, order: BlockOrder = .dcr, name: String = "") {
    self.block = block
    self.order = order
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "depthtospace" }

  /// Returns `[C/(b·b), H·b, W·b]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.rank == 3 else { throw ShapeError(self, .notImage(got: input)) }
    guard block > 0 else { throw ShapeError(self, .notPositive("block", "\(block)")) }
    guard input[0] % (block * block) == 0 else {
      throw ShapeError(
        self,
        .outOfRange(
          "block", got: "\(block)", allowed: "one whose square divides the \(input[0]) channels"))
    }
    return [input[0] / (block * block), input[1] * block, input[2] * block]
  }

  /// Returns the field of an element, whose neighbors lie closer together.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.spread(window: [1, 1], stride: [block, block], dilation: [1, 1])
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, 2)
    let (block, order) = (block, order)
    return ForwardPass(x.depthToSpace(block, order)) { LayerGradients(input: $0.spaceToDepth(block, order)) }
  }

  /// Returns `Textbook.depthToSpace`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.depthToSpace(x, block: block, order: order)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}

extension Tensor {
  /// Returns a batch `[N, C, H, W]` with the pixels of each block as channels, `[N, C·b·b, H/b, W/b]`.
  fileprivate func spaceToDepth(_ block: Int, _ order: BlockOrder) -> Tensor {
    let (rows, columns) = (shape[2] / block, shape[3] / block)
    let blocks = reshaped(shape[0], shape[1], rows, block, columns, block)
    let moved = order == .dcr ? blocks.permuted(0, 3, 5, 1, 2, 4) : blocks.permuted(0, 1, 3, 5, 2, 4)
    return moved.reshaped(shape[0], shape[1] * block * block, rows, columns)
  }

  /// Returns a batch `[N, C·b·b, H, W]` with blocks of pixels made of channels, `[N, C, H·b, W·b]`.
  fileprivate func depthToSpace(_ block: Int, _ order: BlockOrder) -> Tensor {
    let (channels, rows, columns) = (shape[1] / (block * block), shape[2], shape[3])
    let moved =
      order == .dcr
      ? reshaped(shape[0], block, block, channels, rows, columns).permuted(0, 3, 4, 1, 5, 2)
      : reshaped(shape[0], channels, block, block, rows, columns).permuted(0, 1, 4, 2, 5, 3)
    return moved.reshaped(shape[0], channels, rows * block, columns * block)
  }
}
