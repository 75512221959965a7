/// How far the image is continued with zeros before a window slides over it: `.valid`, `.same`, `.explicit`.
public struct Padding: Sendable, Hashable {
  private enum Rule: Sendable, Hashable {
    case same
    case margins(Margins)
  }

  private let rule: Rule

  private init(rule: Rule) { self.rule = rule }

  /// Padding by these rows and columns.
  fileprivate static func margins(_ margins: Margins) -> Padding { Padding(rule: .margins(margins)) }

  /// What `.same` stands for.
  fileprivate static let matching = Padding(rule: .same)

  /// Returns the rows and columns that this padding adds for an image and a window.
  func margins(input: Size2D, window: Size2D, stride: Size2D) -> Margins {
    switch rule {
    case .margins(let margins): return margins
    case .same:
      func total(_ size: Int, _ window: Int, _ stride: Int) -> Int {
        let output = (size + stride - 1) / stride
        return Swift.max(0, (output - 1) * stride + window - size)
      }
      let rows = total(input.rows, window.rows, stride.rows)
      let columns = total(input.columns, window.columns, stride.columns)
      return Margins(
        top: rows / 2, left: columns / 2, bottom: rows - rows / 2, right: columns - columns / 2)
    }
  }
}

/// What can stand for a padding: an integer for all four sides, `[rows, columns]`, or a ``Padding``.
public protocol PaddingConvertible {
  /// The padding.
  var padding: Padding { get }
}

extension Padding: PaddingConvertible {
  /// The padding itself.
  public var padding: Padding { self }
}

extension Int: PaddingConvertible {
  /// As many rows and columns of zeros on each side.
  public var padding: Padding { .explicit(top: self, left: self, bottom: self, right: self) }
}

extension Array: PaddingConvertible where Element == Int {
  /// Rows of zeros above and below, and columns of zeros left and right: `[rows, columns]`.
  public var padding: Padding {
    let size = size2D
    return .explicit(top: size.rows, left: size.columns, bottom: size.rows, right: size.columns)
  }
}

extension PaddingConvertible where Self == Padding {
  /// No padding: the window stays inside the image.
  public static var valid: Padding { .explicit(top: 0, left: 0, bottom: 0, right: 0) }

  /// So much that the output has ⌈input/stride⌉ rows and columns; an odd row or column more goes to the
  /// bottom and the right.
  public static var same: Padding { .matching }

  /// A number of rows or columns of zeros on each side.
  public static func explicit(top: Int, left: Int, bottom: Int, right: Int) -> Padding {
    .margins(Margins(top: top, left: left, bottom: bottom, right: right))
  }
}
