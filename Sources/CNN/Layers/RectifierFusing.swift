/// The rectifiers beside a layer that its own kernels take along.
struct FusedRectifiers: OptionSet, Sendable {
  let rawValue: Int

  /// The one after the layer: its output is rectified as it is written, and what it pulls back has come through.
  static let after = FusedRectifiers(rawValue: 1)
  /// The one before: the gradient to the input goes back through it as it is written.
  static let before = FusedRectifiers(rawValue: 2)
}

/// A layer whose kernels can take the rectifiers beside it along, which then need no pass over memory of their own.
///
/// Every bit is that of separate layers: a rectifier changes each number by itself, and lets a gradient through just
/// where its output is positive, which is where its input is.
protocol RectifierFusing: Layer {
  /// What the kernels can take along.
  var fusibleRectifiers: FusedRectifiers { get }

  /// Returns the output and the way back of the layer together with `rectifiers`.
  func forward(_ x: Tensor, context: Context, fusing rectifiers: FusedRectifiers) -> ForwardPass
}

extension RectifierFusing where Self: ConvolutionLayer {
  var fusibleRectifiers: FusedRectifiers { [.after, .before] }
}

extension Conv1D: RectifierFusing {}
extension Conv2D: RectifierFusing {}
extension Conv3D: RectifierFusing {}
extension DepthwiseConv2D: RectifierFusing {}

extension Dense: RectifierFusing {
  var fusibleRectifiers: FusedRectifiers { [.after, .before] }
}

extension BatchNorm: RectifierFusing {
  var fusibleRectifiers: FusedRectifiers { .after }
}

extension RectifierFusing where Self: PoolingLayer {
  var fusibleRectifiers: FusedRectifiers { .before }
}

extension MaxPool1D: RectifierFusing {}
extension MaxPool2D: RectifierFusing {}
extension MaxPool3D: RectifierFusing {}
