/// How a score falls when a part of the image is covered.
public struct Occlusion: Sendable, Equatable {
  /// The class whose score it is.
  public let label: Int
  /// The score of the whole image.
  public let score: Float
  /// The height and width of the cover, in pixels.
  public let window: Size2D
  /// The step from one position of the cover to the next, in pixels.
  public let stride: Size2D
  /// By how much the score falls for each position of the cover, `[H′, W′]`; negative where it rises.
  public let drop: Tensor

  /// The position of the cover that costs most: the row and column of its upper left pixel.
  public var strongest: (row: Int, column: Int) {
    let position = drop.argmax
    return (position / drop.shape[1] * stride.rows, position % drop.shape[1] * stride.columns)
  }
}

extension Sequential {
  /// Returns how the score of a class falls when a window of the image is covered, for every position of it.
  ///
  ///     drop[i,j] = s(x) − s(x with the window at (i·stride, j·stride) filled)
  ///
  /// with `H′ = ⌊(H − window)/stride⌋ + 1` rows of positions, and columns alike. The score is the model's output
  /// as it is: if the model ends with a softmax, it is the probability.
  ///
  /// - Parameters:
  ///   - image: One image `[C, H, W]`.
  ///   - label: The class; that of the largest score if none is given.
  ///   - window: The height and width of the cover, in pixels.
  ///   - stride: The step from one position to the next, in pixels.
  ///   - fill: The value of covered pixels; the mean of the image if none is given.
  /// - Throws: `ModelError` when the model is not built, `ShapeError` when the image has another shape,
  ///   `InterpretationError` when there is no such class, or the cover does not fit.
  /// - Complexity: a forward pass for each position.
  /// - SeeAlso: Zeiler and Fergus, "Visualizing and understanding convolutional networks", ECCV 2014, section 4.2.
  public func occlusion(
    for image: Tensor, class label: Int? = nil, window: some SizesConvertible = 3,
    stride: some SizesConvertible = 1, fill: Float? = nil
  ) throws -> Occlusion {
    let pass = try RecordedPass(self, image)
    guard image.rank == 3 else { throw InterpretationError.noImage(image.shape) }
    let (label, scores) = (try pass.checkedClass(label), try pass.scores())
    let g = try checkedWindow(image.planeSize, window, stride: stride)
    let (window, stride) = (window.size2D, stride.size2D)
    let (rows, columns, size) = (image.shape[1], image.shape[2], g.outputPlane)
    let fill = fill ?? image.mean
    var drop = Tensor.zeros([size.rows, size.columns])
    for i in 0..<size.rows {
      // A row of positions at a time: fewer calls than one by one, less memory than all at once.
      var covered: [Float] = []
      for j in 0..<size.columns {
        var copy = image
        for c in 0..<image.shape[0] {
          for r in i * stride.rows..<i * stride.rows + window.rows {
            for s in j * stride.columns..<j * stride.columns + window.columns {
              copy.scalars[(c * rows + r) * columns + s] = fill
            }
          }
        }
        covered += copy.scalars
      }
      let outputs = try predict(
        Tensor(shape: image.shape.batched(size.columns), scalars: covered))
      for j in 0..<size.columns { drop[i, j] = scores[label] - outputs[j, label] }
    }
    return Occlusion(label: label, score: scores[label], window: window, stride: stride, drop: drop)
  }
}
