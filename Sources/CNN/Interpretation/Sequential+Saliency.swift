/// Which pixels a score depends on: a gradient to an image.
public struct Saliency: Sendable, Equatable {
  /// The class whose score it is.
  public let label: Int
  /// The score.
  public let score: Float
  /// `∂s/∂x`, in the shape of the image: signed.
  public let gradient: Tensor

  /// How much each pixel matters, `[H, W]`: the largest magnitude over the channels.
  ///
  ///     M[i,j] = max |∂s/∂x[c,i,j]|   over c
  ///
  /// - SeeAlso: Simonyan, Vedaldi, Zisserman, "Deep inside convolutional networks", arXiv:1312.6034, section 3.1.
  public var map: Tensor {
    let plane = Shape(Array(gradient.shape.dimensions.suffix(2)))
    var map = Tensor.zeros(plane)
    for (position, value) in gradient.scalars.enumerated() {
      let pixel = position % plane.count
      map.scalars[pixel] = Swift.max(map.scalars[pixel], value.magnitude)
    }
    return map
  }
}

extension Sequential {
  /// Returns how the score of a class changes with each pixel of an image: the gradient `∂s/∂x`.
  ///
  /// The score is the model's output as it is. If the model ends with a softmax, take the layer before it away:
  /// the gradient of a probability mixes all classes.
  ///
  /// - Parameters:
  ///   - image: One image `[C, H, W]`.
  ///   - label: The class; that of the largest score if none is given.
  /// - Throws: `ModelError` when the model is not built, `ShapeError` when the image has another shape,
  ///   `InterpretationError` when there is no such class, or the model gives no scores of classes.
  /// - Complexity: one pass forward and one backward.
  /// - SeeAlso: Simonyan, Vedaldi, Zisserman, "Deep inside convolutional networks", arXiv:1312.6034, section 3.
  public func saliency(for image: Tensor, class label: Int? = nil) throws -> Saliency {
    let pass = try RecordedPass(self, image)
    guard image.rank == 3 else { throw InterpretationError.noImage(image.shape) }
    let label = try pass.checkedClass(label)
    return Saliency(
      label: label, score: try pass.scores()[label],
      gradient: try pass.scoreGradient(of: label).slice(0))
  }

  /// Returns the saliency in which each ReLU also stops negative gradients: guided backpropagation.
  ///
  /// Backward, a ReLU hands on `∂L/∂x = ∂L/∂y · [x > 0] · [∂L/∂y > 0]`. What is left are the pixels that raise
  /// the score by way of features that are there. It is no gradient of anything, and changes little with the
  /// class. ReLUs inside of blocks are guided, too; other activations stay as they are.
  ///
  /// - Parameters:
  ///   - image: One image `[C, H, W]`.
  ///   - label: The class; that of the largest score if none is given.
  /// - Throws: what ``saliency(for:class:)`` throws.
  /// - SeeAlso: Springenberg, Dosovitskiy, Brox, Riedmiller, "Striving for simplicity", arXiv:1412.6806,
  ///   section 3.4.
  public func guidedBackprop(for image: Tensor, class label: Int? = nil) throws -> Saliency {
    var guided = self
    guided.members = members.map(GuidedReLU.replacing)
    return try guided.saliency(for: image, class: label)
  }
}
