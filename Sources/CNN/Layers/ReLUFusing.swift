/// The ReLUs before and after a layer that its kernels apply themselves.
struct FusedReLUs: OptionSet, Sendable {
  let rawValue: Int

  /// The one after the layer: it is applied as the output is written, and masks the gradient that comes back.
  static let after = FusedReLUs(rawValue: 1)
  /// The one before: the gradient to the input goes back through it as it is written.
  static let before = FusedReLUs(rawValue: 2)
}

/// A layer whose kernels can fuse the ReLUs beside it, which then need no pass over memory of their own.
///
/// A pass says in its context which of them the layer is to apply.
///
/// Every bit is that of separate layers: a ReLU changes each number by itself, and lets a gradient through just
/// where its output is positive, which is where its input is.
protocol ReLUFusing: Layer {
  /// The ReLUs that the kernels can apply.
  var fusibleReLUs: FusedReLUs { get }
}

extension ReLUFusing where Self: ConvolutionLayer {
  var fusibleReLUs: FusedReLUs { [.after, .before] }
}

extension Conv1D: ReLUFusing {}
extension Conv2D: ReLUFusing {}
extension Conv3D: ReLUFusing {}
extension DepthwiseConv2D: ReLUFusing {}

extension Dense: ReLUFusing {
  var fusibleReLUs: FusedReLUs { [.after, .before] }
}

extension BatchNorm: ReLUFusing {
  var fusibleReLUs: FusedReLUs { .after }
}

extension ReLUFusing where Self: PoolingLayer {
  var fusibleReLUs: FusedReLUs { .before }
}

extension MaxPool1D: ReLUFusing {}
extension MaxPool2D: ReLUFusing {}
extension MaxPool3D: ReLUFusing {}
