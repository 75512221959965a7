/// A layer that can compute the images of one rank by themselves.
///
/// It treats images one by one, or its sums over images go on from rank to rank (``Share``), or it is a group whose
/// members do either. Any other layer computes the whole batch on every rank: what it does with the images is its own.
protocol DataParallelLayer: Layer {}

extension Layer {
  /// Returns the pass of this rank's images through a layer that has to see the whole batch.
  func gatheredPass(_ own: Tensor, context: Context, share: Share) -> ForwardPass {
    var alone = context
    alone.share = nil
    let pass = forward(share.gather(own), context: alone)
    require(
      pass.output.rank > 0 && pass.output.shape[0] == share.count,
      "layer \"\(displayName)\" gives \(pass.output.shape) for \(share.count) images, which cannot be dealt to ranks"
    )
    return ForwardPass(pass.output.slices(share.images), buffers: pass.buffers) { dy in
      var gradients = pass.pullback(share.gather(dy))
      if context.needsInputGradient { gradients.input = gradients.input.slices(share.images) }
      return gradients
    }
  }
}

// Sums over images, which go from rank to rank.
extension Conv1D: DataParallelLayer {}
extension Conv2D: DataParallelLayer {}
extension Conv3D: DataParallelLayer {}
extension DepthwiseConv2D: DataParallelLayer {}
extension TransposedConv1D: DataParallelLayer {}
extension TransposedConv2D: DataParallelLayer {}
extension TransposedConv3D: DataParallelLayer {}
extension Dense: DataParallelLayer {}
extension Scale: DataParallelLayer {}
extension BatchNorm: DataParallelLayer {}

// Random numbers that are skipped.
extension Dropout: DataParallelLayer {}

// Members.
extension Sequential: DataParallelLayer {}
extension Parallel: DataParallelLayer {}
extension Residual: DataParallelLayer {}
extension Wired: DataParallelLayer {}

// Images one by one.
extension ReLU: DataParallelLayer {}
extension LeakyReLU: DataParallelLayer {}
extension Sigmoid: DataParallelLayer {}
extension Tanh: DataParallelLayer {}
extension HardSigmoid: DataParallelLayer {}
extension HardSwish: DataParallelLayer {}
extension Clip: DataParallelLayer {}
extension Softplus: DataParallelLayer {}
extension Softsign: DataParallelLayer {}
extension ELU: DataParallelLayer {}
extension SELU: DataParallelLayer {}
extension CELU: DataParallelLayer {}
extension GELU: DataParallelLayer {}
extension SiLU: DataParallelLayer {}
extension Mish: DataParallelLayer {}
extension Softmax: DataParallelLayer {}
extension LogSoftmax: DataParallelLayer {}
extension MaxPool1D: DataParallelLayer {}
extension MaxPool2D: DataParallelLayer {}
extension MaxPool3D: DataParallelLayer {}
extension AveragePool1D: DataParallelLayer {}
extension AveragePool2D: DataParallelLayer {}
extension AveragePool3D: DataParallelLayer {}
extension LpPool1D: DataParallelLayer {}
extension LpPool2D: DataParallelLayer {}
extension LpPool3D: DataParallelLayer {}
extension GlobalAveragePool1D: DataParallelLayer {}
extension GlobalAveragePool2D: DataParallelLayer {}
extension GlobalAveragePool3D: DataParallelLayer {}
extension GlobalMaxPool1D: DataParallelLayer {}
extension GlobalMaxPool2D: DataParallelLayer {}
extension GlobalMaxPool3D: DataParallelLayer {}
extension Downsample: DataParallelLayer {}
extension ZeroUpsample: DataParallelLayer {}
extension Flatten: DataParallelLayer {}
extension Reshape: DataParallelLayer {}
extension ChannelShuffle: DataParallelLayer {}
extension Pad: DataParallelLayer {}
extension Resize: DataParallelLayer {}
extension SpaceToDepth: DataParallelLayer {}
extension DepthToSpace: DataParallelLayer {}
extension LocalResponseNorm: DataParallelLayer {}
