/// Why a layer cannot take what comes to it: found when a model is built, before anything is computed.
public struct ShapeError: Error, Equatable {
  /// What is wrong, as facts.
  public enum Problem: Sendable, Equatable {
    /// The layer takes a vector.
    case notFlat(got: Shape)
    /// The layer takes channels with this many spatial axes.
    case notMap(axes: Int, got: Shape)
    /// There must be one size, or one for each axis.
    case sizeCount(String, expected: Int, got: [Int])
    /// A setting is outside what is possible.
    case outOfRange(String, got: String, allowed: String)
    /// What goes through the layers of a residual block and what goes around them cannot be added.
    case cannotAdd(body: Shape, shortcut: Shape)
    /// What several members of a group give cannot be added.
    case cannotSum([Shape])
    /// The branches' outputs cannot be put one after the other along the channels.
    case cannotConcatenate([Shape])
    /// A block has no layers.
    case emptyBlock
    /// The layer was built for another number of channels.
    case channels(expected: Int, got: Shape)
    /// The layer was built for another number of inputs.
    case features(expected: Int, got: Shape)
    /// A size that must be positive is not.
    case notPositive(String, String)
    /// The input of the whole model is not what it was built for.
    case input(expected: Shape, got: Shape)
    /// The model has no layers.
    case noLayers
    /// Two layers have the same name.
    case duplicateName
    /// What a layer of one's own says: "expected a square, got [1, 3, 4]."
    case custom(String)
    /// The windows of a layer do not go with its input.
    case window(WindowProblem)

    /// The layer takes an image `[C, H, W]`.
    static func notImage(got: Shape) -> Problem { .notMap(axes: 2, got: got) }
  }

  /// The name of the layer at which it happened.
  public var layer: String
  /// What is wrong.
  public var problem: Problem
  /// The model's summary up to that layer, if it happened in a model.
  public var summary: Table?

  /// Creates an error.
  public init(layer: String, problem: Problem, summary: Table? = nil) {
    self.layer = layer
    self.problem = problem
    self.summary = summary
  }

  init(_ layer: some Layer, _ problem: Problem) {
    self.init(layer: layer.displayName, problem: problem)
  }
}

extension ShapeError: CustomStringConvertible {
  /// What happened, with the arithmetic and a remedy, and the model up to the layer.
  public var description: String {
    let message = layer.isEmpty ? explanation : "layer \"\(layer)\": \(explanation)"
    return summary.map { "\(message)\n\n\($0)" } ?? message
  }

  private var explanation: String {
    switch problem {
    case .notFlat(let got):
      "expected a vector, got \(got). Put Flatten() before it, which gives [\(got.count)]."
    case .notMap(let axes, let got):
      "expected \(Self.map(axes)), got \(got). "
        + (got.rank == 1 && axes > 1 ? "Move it before Flatten." : "Build the model with such a shape.")
    case .sizeCount(let what, let expected, let got):
      "the \(what) is one size\(expected == 1 ? "" : " for all \(expected) axes or one for each"), got \(got)."
    case .outOfRange(let what, let got, let allowed):
      "the \(what) must be \(allowed), got \(got)."
    case .cannotAdd(let body, let shortcut):
      "its layers give \(body), its shortcut gives \(shortcut), and only equal shapes can be added. "
        + Self.remedy(body, shortcut)
    case .cannotSum(let shapes):
      "its branches give \(shapes.map(\.description).joined(separator: " and ")), and only equal shapes can be added. "
        + "Give them the same number of channels, and equal strides."
    case .cannotConcatenate(let shapes):
      "its branches give \(shapes.map(\.description).joined(separator: " and ")), "
        + "which differ in more than the number of channels. Use padding: .same and equal strides."
    case .emptyBlock:
      "the block has no layers."
    case .channels(let expected, let got):
      "its filters are \(expected) deep, the input \(got) has \(got[0]) channels. "
        + "Build the model again for this input."
    case .features(let expected, let got):
      "it has weights for \(expected) inputs, got \(got.count). Build the model again for this input."
    case .notPositive(let what, let value):
      "the \(what) must be positive, got \(value)."
    case .input(let expected, let got):
      "the model was built for inputs \(expected), got \(got). Each input is one image or a batch of them."
    case .noLayers:
      "the model has no layers."
    case .duplicateName:
      "two layers have this name. Give each its own name."
    case .custom(let text): text
    case .window(let problem): problem.description
    }
  }

  /// Returns what to do where a sum has two shapes.
  private static func remedy(_ body: Shape, _ shortcut: Shape) -> String {
    let channels = body.rank == 0 ? 1 : body[0]
    let keepsSizes = body.rank == shortcut.rank && body.droppingFirst == shortcut.droppingFirst
    return keepsSizes
      ? "Keep the shape, or give the block a shortcut such as Conv2D(\(channels), kernel: 1)."
      : "Keep the shape, as with padding: .same, or give the block a shortcut with the strides of its layers, such as "
        + "Conv2D(\(channels), kernel: 1, stride: 2)."
  }

  /// Returns what a layer takes that works along so many axes.
  private static func map(_ axes: Int) -> String {
    switch axes {
    case 1: "a signal [channels, length]"
    case 2: "an image [channels, rows, columns]"
    default: "a volume [channels, depth, rows, columns]"
    }
  }
}
