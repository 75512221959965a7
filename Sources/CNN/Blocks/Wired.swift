/// Layers that are wired as the author says, for blocks that are neither ``Residual`` nor ``Parallel``.
///
/// A block of DenseNet, whose input goes on beside what its layers make of it:
///
/// ```swift
/// let wiring = Wiring(
///   sources: [.input, .member(0)], outputs: [.input, .member(1)], joint: .concatenation)
/// let block = Wired(wiring) {
///   BatchNorm()
///   Conv2D(32, kernel: 3, padding: .same)
/// }
/// expect(try block.outputShape(for: [16, 8, 8]), equals: [48, 8, 8])
/// ```
///
/// Backward, a gradient that comes from several layers is added up, as for every ``LayerGroup``.
public struct Wired: LayerGroup {
  /// The name in summaries and messages.
  public var name: String
  /// What each member gets, and what the block gives.
  public let wiring: Wiring
  /// The layers.
  public var members: [any Layer]

  /// Creates the block of the layers between the braces; `build` refuses a wiring for another number.
  public init(_ wiring: Wiring, name: String = "", @LayerBuilder _ members: () -> [any Layer]) {
    self.name = name
    self.wiring = wiring
    self.members = members()
  }

  /// The kind of layer.
  public var kind: String { "wired" }
}
