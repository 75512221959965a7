/// How far an input is continued before a window slides over it.
///
/// It is `.valid`, `.same`, `.full`, an integer for all sides, an array with one number for each axis, or
/// `.explicit(…)`. With what it is continued is another matter: see ``PaddingMode``.
public struct Padding: Sendable, Hashable {
  private enum Rule: Sendable, Hashable {
    case full
    /// The odd element more goes before or after.
    case same(isLower: Bool)
    case everywhere(Int)
    case sides([Sides])
  }

  private let rule: Rule

  private init(rule: Rule) { self.rule = rule }

  /// Padding by as much on all sides.
  fileprivate static func everywhere(_ count: Int) -> Padding { Padding(rule: .everywhere(count)) }

  /// Padding by so much along each axis.
  fileprivate static func sides(_ sides: [Sides]) -> Padding { Padding(rule: .sides(sides)) }

  /// What `.same` and `.sameLower` stand for.
  fileprivate static func matching(isLower: Bool) -> Padding { Padding(rule: .same(isLower: isLower)) }

  /// Whether the padding gives ⌈input/stride⌉ outputs.
  var isSame: Bool { if case .same = rule { true } else { false } }

  /// What `.full` stands for.
  fileprivate static let complete = Padding(rule: .full)

  /// The number of axes that this padding is for; nil if it does for any number.
  var axes: Int? {
    if case .sides(let sides) = rule { sides.count } else { nil }
  }

  /// Returns how far this padding continues an input along each axis, under windows that span `extent`.
  ///
  /// - Precondition: the padding is for so many axes.
  func sides(input: [Int], extent: [Int], stride: [Int]) -> [Sides] {
    requireAxes(input.count)
    return input.indices.map { sides(axis: $0, input: input[$0], extent: extent[$0], stride: stride[$0]) }
  }

  /// Returns how far this padding continues an input of the size `input` along one of its axes.
  func sides(axis: Int, input: Int, extent: Int, stride: Int) -> Sides {
    switch rule {
    case .sides(let sides): return sides[axis]
    case .everywhere(let count): return Sides(before: count, after: count)
    case .full: return Sides(before: extent - 1, after: extent - 1)
    case .same(let isLower):
      let output = (input + stride - 1) / stride
      let total = max(0, (output - 1) * stride + extent - input)
      let less = total / 2
      return isLower ? Sides(before: total - less, after: less) : Sides(before: less, after: total - less)
    }
  }

  /// Stops with a message unless this padding is for inputs with `count` axes.
  func requireAxes(_ count: Int) {
    require(
      axes.map { $0 == count } ?? true,
      "expected a padding for \(count) \(count == 1 ? "axis" : "axes"), got one for \(axes ?? 0)")
  }
}

extension Padding: CustomStringConvertible {
  /// The padding as it is written: `.same`, `1`, `[1, 2]` or `.explicit(before: [2], after: [0])`.
  public var description: String {
    switch rule {
    case .same(let isLower): isLower ? ".sameLower" : ".same"
    case .full: ".full"
    case .everywhere(let count): count == 0 ? ".valid" : "\(count)"
    case .sides(let sides):
      sides.allSatisfy { $0.before == $0.after }
        ? "\(sides.map(\.before))" : ".explicit(before: \(sides.map(\.before)), after: \(sides.map(\.after)))"
    }
  }
}

/// What can stand for a padding: an integer for all sides, `[rows, columns]`, or a ``Padding``.
public protocol PaddingConvertible {
  /// The padding.
  var padding: Padding { get }
}

extension Padding: PaddingConvertible {
  /// The padding itself.
  public var padding: Padding { self }
}

extension Int: PaddingConvertible {
  /// As many rows and columns on each side.
  public var padding: Padding { .everywhere(self) }
}

extension Array: PaddingConvertible where Element == Int {
  /// As many elements before as after, one number for each axis: `[rows, columns]` for an image.
  public var padding: Padding { .sides(map { Sides(before: $0, after: $0) }) }
}

extension PaddingConvertible where Self == Padding {
  /// No padding: the window stays inside the input.
  public static var valid: Padding { .everywhere(0) }

  /// So much that the output has ⌈input/stride⌉ rows and columns; an odd row or column more goes to the
  /// bottom and the right.
  public static var same: Padding { .matching(isLower: false) }

  /// As much as `.same`; an odd row or column more goes to the top and the left (`SAME_LOWER` of ONNX).
  public static var sameLower: Padding { .matching(isLower: true) }

  /// So much that every window with an element on the input counts: the window's extent less one.
  public static var full: Padding { .complete }

  /// A number of rows or columns on each side of an image.
  public static func explicit(top: Int, left: Int, bottom: Int, right: Int) -> Padding {
    if top == left && top == bottom && top == right { return .everywhere(top) }
    return .sides([Sides(before: top, after: bottom), Sides(before: left, after: right)])
  }

  /// A number of elements before the first and after the last, for each axis, outermost first.
  ///
  /// For signals there is one axis: `.explicit(before: [8], after: [0])` makes a convolution causal.
  ///
  /// - Precondition: both have equally many numbers.
  public static func explicit(before: [Int], after: [Int]) -> Padding {
    require(before.count == after.count, "a padding has two sides, got \(before) before and \(after) after")
    return .sides(zip(before, after).map { Sides(before: $0, after: $1) })
  }
}
