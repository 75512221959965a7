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
