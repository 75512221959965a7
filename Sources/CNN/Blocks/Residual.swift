/// A residual block: what goes through its layers is added to what goes around them, `y = F(x) + S(x)`.
///
/// ```swift
/// let model = Sequential {
///   Residual {
///     Conv2D(64, kernel: 3, padding: .same)
///     BatchNorm()
///     ReLU()
///     Conv2D(64, kernel: 3, padding: .same)
///     BatchNorm()
///   }
///   ReLU()
/// }
/// ```
///
/// `S` is the identity, or the shortcut's layers where the shape changes. Backward, both ways hand back a
/// gradient and these add up, so a gradient reaches early layers unchanged through the identity.
///
/// - SeeAlso: He, Zhang, Ren, Sun, "Deep residual learning", CVPR 2016, equations 1 and 2.
public struct Residual: LayerGroup {
  /// The name in summaries and messages.
  public var name: String
  /// What goes through: `F`.
  public private(set) var body: Sequential
  /// What goes around, called `downsample`: `S`; nil for the identity.
  public private(set) var shortcut: Sequential?

  /// Creates a block around which the input goes as it is.
  public init(name: String = "", @LayerBuilder _ body: () -> [any Layer]) {
    self.name = name
    self.body = Sequential(body)
  }

  /// Creates a block with layers on the shortcut, such as `Conv2D(128, kernel: 1, stride: 2)`.
  public init(
    name: String = "", @LayerBuilder _ body: () -> [any Layer], @LayerBuilder shortcut: () -> [any Layer]
  ) {
    self.init(name: name, body)
    let around = Sequential(name: "downsample", shortcut)
    self.shortcut = around.layers.isEmpty ? nil : around
  }

  /// Creates a block with a 1×1 convolution to `projection` channels on the shortcut.
  ///
  /// - Parameter stride: The step of that convolution: the product of the steps inside.
  public init(
    projection: Int, stride: some SizesConvertible = 1, name: String = "",
    @LayerBuilder _ body: () -> [any Layer]
  ) {
    self.init(name: name, body) { Conv2D(projection, kernel: 1, stride: stride, bias: false, name: "0") }
  }

  /// The kind of layer.
  public var kind: String { "residual" }

  /// The layers of the body, then the shortcut.
  public var members: [any Layer] {
    get { body.layers + (shortcut.map { [$0] } ?? []) }
    set {
      let count = shortcut == nil ? newValue.count : newValue.count - 1
      body.members = Array(newValue.prefix(count))
      if shortcut != nil, let last = newValue.last as? Sequential { shortcut = last }
    }
  }

  /// The body's layers one after the other, and around them the shortcut or the input itself; both are added.
  public var wiring: Wiring {
    let (body, count) = (Wiring.chain(body.layers.count), body.layers.count)
    return Wiring(
      sources: body.sources + (shortcut == nil ? [] : [.input]),
      outputs: body.outputs + [shortcut == nil ? .input : .member(count)], joint: .sum)
  }
}
