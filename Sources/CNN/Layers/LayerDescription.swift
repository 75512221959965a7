/// How layers are written in a model: `Conv2D(8, kernel: 3, padding: .same, name: "conv1")`.
///
/// Settings that have their default value are left out.
extension Layer {
  /// The layer as it is written in a model.
  public var description: String { written }

  /// No arguments but the name.
  public var arguments: [String] { [] }

  /// The layer as it is written, with the members of a group between braces.
  private var written: String {
    let all = arguments + (name.isEmpty ? [] : ["name: \"\(name)\""])
    let call = "\(type(of: self))"
    guard let group = self as? any LayerGroup else { return "\(call)(\(all.joined(separator: ", ")))" }
    func block(_ layers: [any Layer]) -> String {
      "{ \(layers.map(\.written).joined(separator: "; ")) }"
    }
    let head = call + (all.isEmpty ? " " : "(\(all.joined(separator: ", "))) ")
    guard let residual = group as? Residual, let shortcut = residual.shortcut else {
      return head + block(group.members)
    }
    return "\(head)\(block(residual.body.layers)) shortcut: \(block(shortcut.layers))"
  }
}

/// Returns `label: value`, or nothing where the value is the standard one.
private func option<Value: Equatable>(_ label: String, _ value: Value, unless standard: Value) -> [String] {
  value == standard ? [] : ["\(label): \(value)"]
}

/// Returns `label: .choice`, or nothing where the choice is the standard one.
private func choice<Value: Equatable>(_ label: String, _ value: Value, unless standard: Value) -> [String] {
  value == standard ? [] : ["\(label): .\(value)"]
}

/// Sizes as they are written: one where all are equal, else an array.
private func sizes(_ sizes: [Int]) -> String { Set(sizes).count == 1 ? "\(sizes[0])" : "\(sizes)" }

extension WindowOptions {
  /// The arguments after the window, without those for a standard `stride`.
  fileprivate func arguments(stride standard: [Int]) -> [String] {
    (stride == standard ? [] : ["stride: \(sizes(stride))"])
      + option("padding", padding, unless: 0.padding) + choice("paddingMode", paddingMode, unless: .zeros)
      + (dilation.allSatisfy { $0 == 1 } ? [] : ["dilation: \(sizes(dilation))"])
      + option("groups", groups, unless: 1) + option("ceilMode", roundsUp, unless: false)
  }

  /// A step of 1 along each axis.
  fileprivate var ones: [Int] { Array(repeating: 1, count: axes) }
}

/// Returns the arguments of a layer of filters after their number.
private func filterArguments(
  _ options: WindowOptions, multiplier: Int = 1, output: [String] = [], hasBias: Bool,
  _ initializer: Initializer
) -> [String] {
  ["kernel: \(sizes(options.window))"] + option("multiplier", multiplier, unless: 1)
    + options.arguments(stride: options.ones) + output + option("bias", hasBias, unless: true)
    + choice("initializer", initializer, unless: .he)
    + choice("stridePolicy", options.stridePolicy, unless: .floor)
}

extension Conv1D {
  /// The number of filters, their size, and the options.
  public var arguments: [String] {
    ["\(filters)"] + filterArguments(options, hasBias: hasBias, initializer)
  }
}

extension Conv2D {
  /// The number of filters, their size, and the options.
  public var arguments: [String] {
    ["\(filters)"] + filterArguments(options, hasBias: hasBias, initializer)
  }
}

extension Conv3D {
  /// The number of filters, their size, and the options.
  public var arguments: [String] {
    ["\(filters)"] + filterArguments(options, hasBias: hasBias, initializer)
  }
}

extension DepthwiseConv2D {
  /// The size of the filters, and the options.
  public var arguments: [String] {
    filterArguments(options, multiplier: multiplier, hasBias: hasBias, initializer)
  }
}

extension LocallyConnected2D {
  /// The number of filters, their size, and the options.
  public var arguments: [String] {
    ["\(filters)"] + filterArguments(options, hasBias: hasBias, initializer)
  }
}

extension TransposedConvolutionLayer {
  /// The number of filters, their size, and the options.
  public var arguments: [String] {
    let padding = outputPadding.allSatisfy { $0 == 0 } ? [] : ["outputPadding: \(sizes(outputPadding))"]
    let size = outputSize.map { ["outputSize: \(sizes($0))"] } ?? []
    return ["\(filters)"] + filterArguments(options, output: padding + size, hasBias: hasBias, initializer)
  }
}

extension PoolingLayer {
  /// The window, and the options.
  public var arguments: [String] {
    var own: [String] = []
    if case .norm(let p) = operation { own = option("p", p, unless: 2) }
    var last: [String] = []
    if case .mean(let countsPadding) = operation {
      last = option("countsPadding", countsPadding, unless: true)
    }
    return [sizes(options.window)] + own + options.arguments(stride: options.window) + last
  }
}

extension LearnablePool2D {
  /// What is learned, and the window.
  public var arguments: [String] {
    [".\(rule)"] + (options.window == [2, 2] ? [] : ["window: \(sizes(options.window))"])
      + options.arguments(stride: options.window)
  }
}

extension Downsample {
  /// The factor.
  public var arguments: [String] { [sizes(options.stride)] }
}

extension ZeroUpsample {
  /// The factor, and the size if there is one.
  public var arguments: [String] {
    [sizes(factor)] + (size.map { ["size: Size2D(rows: \($0.rows), columns: \($0.columns))"] } ?? [])
  }
}

extension Pad {
  /// How far and with what the input is continued.
  public var arguments: [String] {
    ["\(padding)"] + choice("mode", mode, unless: .zeros) + option("value", value, unless: 0)
  }
}

extension SpaceToDepth {
  /// The block, and its order.
  public var arguments: [String] { ["\(block)"] + choice("order", order, unless: .dcr) }
}

extension DepthToSpace {
  /// The block, and its order.
  public var arguments: [String] { ["\(block)"] + choice("order", order, unless: .dcr) }
}

extension BatchNorm {
  /// The options.
  public var arguments: [String] {
    option("epsilon", epsilon, unless: 1e-5) + option("momentum", momentum, unless: 0.1)
      + option("affine", affine, unless: true)
  }
}

extension GroupNorm {
  /// The number of groups, and the options.
  public var arguments: [String] {
    ["\(groups)"] + option("epsilon", epsilon, unless: 1e-5) + option("affine", affine, unless: true)
  }
}

extension InstanceNorm {
  /// The options.
  public var arguments: [String] {
    option("epsilon", epsilon, unless: 1e-5) + option("affine", affine, unless: false)
  }
}

extension LayerNorm {
  /// The options.
  public var arguments: [String] {
    option("lastAxes", lastAxes, unless: 1) + option("epsilon", epsilon, unless: 1e-5)
      + option("affine", affine, unless: true)
  }
}

extension LocalResponseNorm {
  /// The number of channels in a sum, and the options.
  public var arguments: [String] {
    ["\(size)"] + option("alpha", alpha, unless: 1e-4) + option("beta", beta, unless: 0.75)
      + option("bias", bias, unless: 1)
  }
}

extension Dropout {
  /// The rate.
  public var arguments: [String] { ["\(rate)"] }
}

extension Dense {
  /// The number of outputs, and the options.
  public var arguments: [String] {
    ["\(units)"] + option("bias", hasBias, unless: true) + choice("initializer", initializer, unless: .glorot)
  }
}

extension Flatten {
  /// The first axis, if it is not that of the channels.
  public var arguments: [String] { option("from", firstAxis, unless: 0) }
}

extension LeakyReLU {
  /// The slope below 0.
  public var arguments: [String] { slope == 0.01 ? [] : ["\(slope)"] }
}

extension PReLU {
  /// The slope below 0 at first, and whether it is shared.
  public var arguments: [String] {
    (slope == 0.25 ? [] : ["\(slope)"]) + option("shared", isShared, unless: false)
  }
}

extension ELU {
  /// The α.
  public var arguments: [String] { alpha == 1 ? [] : ["\(alpha)"] }
}

extension CELU {
  /// The α.
  public var arguments: [String] { alpha == 1 ? [] : ["\(alpha)"] }
}

extension GELU {
  /// The approximation, if there is one.
  public var arguments: [String] { form == .exact ? [] : [".\(form)"] }
}

extension HardSigmoid {
  /// The slope and the value at 0.
  public var arguments: [String] {
    option("slope", slope, unless: 1 / 6) + option("offset", offset, unless: 0.5)
  }
}

extension Clip {
  /// The bounds.
  public var arguments: [String] { ["\(minimum)", "\(maximum)"] }
}

extension Scale {
  /// What the layer does not do.
  public var arguments: [String] {
    option("scales", scales, unless: true) + option("shifts", shifts, unless: true)
  }
}

extension ChannelShuffle {
  /// The number of groups.
  public var arguments: [String] { ["\(groups)"] }
}

extension Reshape {
  /// The shape of one output.
  public var arguments: [String] { ["\(shape)"] }
}

extension Wired {
  /// The wiring.
  public var arguments: [String] {
    func list(_ sources: [Wiring.Source]) -> String {
      let texts = sources.map { source in
        switch source {
        case .input: ".input"
        case .member(let index): ".member(\(index))"
        }
      }
      return "[\(texts.joined(separator: ", "))]"
    }
    let parts = ["sources: \(list(wiring.sources))", "outputs: \(list(wiring.outputs))"]
    return ["Wiring(\((parts + choice("joint", wiring.joint, unless: .sum)).joined(separator: ", ")))"]
  }
}
