/// Layers side by side: each gets the same input, and their outputs are put one after the other along the channels.
///
/// ```swift
/// let block = Parallel {
///   Conv2D(8, kernel: 1)
///   Sequential {
///     Conv2D(4, kernel: 1)
///     ReLU()
///     Conv2D(8, kernel: 3, padding: .same)
///   }
/// }
/// expect(try block.outputShape(for: [3, 16, 16]), equals: [16, 16, 16])
/// ```
///
/// Backward, each branch gets its channels of the gradient, and what the branches hand back adds up in their
/// order.
///
/// - SeeAlso: Szegedy et al., "Going deeper with convolutions", CVPR 2015, section 4.
public struct Parallel: LayerGroup {
  /// The name in summaries and messages.
  public var name: String
  /// The branches: each a layer, or several in a ``Sequential``.
  public private(set) var branches: [any Layer]

  /// Creates the block of the layers between the braces, each of which is a branch.
  public init(name: String = "", @LayerBuilder _ branches: () -> [any Layer]) {
    self.name = name
    self.branches = branches()
  }

  /// The kind of layer.
  public var kind: String { "parallel" }

  /// The branches.
  public var members: [any Layer] {
    get { branches }
    set { branches = newValue }
  }

  /// Branches side by side, whose outputs are put one after the other along the channels.
  public var wiring: Wiring { .branches(branches.count, joint: .concatenation) }
}
