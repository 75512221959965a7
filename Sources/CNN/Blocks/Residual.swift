/// A residual block: what goes through its layers is added to what goes around them, `y = F(x) + S(x)`.
///
///     Residual {
///       Conv2D(64, kernel: 3, padding: .same); BatchNorm(); ReLU()
///       Conv2D(64, kernel: 3, padding: .same); BatchNorm()
///     }
///     ReLU()
///
/// `S` is the identity, or the shortcut's layers where the shape changes. Backward, both ways hand back a
/// gradient and these add up, so a gradient reaches early layers unchanged through the identity.
///
/// - SeeAlso: deck row 000-03; He, Zhang, Ren, Sun, "Deep residual learning", CVPR 2016, equations 1 and 2.
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

  /// Creates a block with layers on the way around, such as `Conv2D(128, kernel: 1, stride: 2)`.
  public init(
    name: String = "", @LayerBuilder _ body: () -> [any Layer], @LayerBuilder shortcut: () -> [any Layer]
  ) {
    self.init(name: name, body)
    let around = Sequential(name: "downsample", shortcut)
    self.shortcut = around.layers.isEmpty ? nil : around
  }

  /// Creates a block with a 1×1 convolution to `projection` channels on the way around.
  ///
  /// - Parameter stride: The step of that convolution: the product of the steps inside.
  public init(
    projection: Int, stride: some Size2DConvertible = 1, name: String = "",
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

  /// Names the layers that have no name.
  public mutating func nameMembers() throws(ShapeError) {
    var named = members
    try prefixing { () throws(ShapeError) in try Self.name(&named) }
    members = named
  }

  /// Returns what each layer gets; the shortcut gets the input.
  public func memberInputs(for input: Shape) throws(ShapeError) -> [Shape] {
    try prefixing { () throws(ShapeError) in
      try body.memberInputs(for: input) + (shortcut == nil ? [] : [input])
    }
  }

  /// Returns the shape that both ways give.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard !body.layers.isEmpty else { throw ShapeError(self, .emptyBlock) }
    let (through, around) = try prefixing { () throws(ShapeError) in
      (try body.outputShape(for: input), try shortcut?.outputShape(for: input) ?? input)
    }
    guard through == around else { throw ShapeError(self, .cannotAdd(body: through, shortcut: around)) }
    return through
  }

  /// Names the layers, and makes the parameters of both ways.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    guard !body.layers.isEmpty else { throw ShapeError(self, .emptyBlock) }
    try nameMembers()
    var built = self
    let own = innerSeed(seed)
    try prefixing { () throws(ShapeError) in
      try built.body.build(input: input, seed: own)
      try built.shortcut?.build(input: input, seed: own)
    }
    _ = try built.outputShape(for: input)
    self = built
  }

  /// Returns the larger of both ways' fields.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    let around = shortcut?.receptiveField(after: field, input: input) ?? field
    return body.receptiveField(after: field, input: input).union(around)
  }

  /// Returns the sum, and the way back.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let own = inner(context)
    let through = body.forward(x, context: own)
    let around = shortcut?.forward(x, context: own)
    return ForwardPass(
      through.output + (around?.output ?? x), buffers: through.buffers + (around?.buffers ?? [])
    ) { dy in
      let inside = through.pullback(dy)
      let outside = around?.pullback(dy) ?? LayerGradients(input: dy)
      return LayerGradients(
        input: context.needsInputGradient ? inside.input + outside.input : [],
        parameters: inside.parameters + outside.parameters)
    }
  }

  /// Returns the sum in double precision.
  public func reference(
    _ x: NDArray<Double>, parameters: [NDArray<Double>], context: Context
  ) -> NDArray<Double> {
    let count = body.parameters.count
    let own = inner(context)
    let through = body.reference(x, parameters: Array(parameters[..<count]), context: own)
    let around = shortcut?.reference(x, parameters: Array(parameters[count...]), context: own) ?? x
    return NDArray(shape: through.shape, scalars: zip(through.scalars, around.scalars).map { $0 + $1 })
  }
}
