internal import Display

/// A small image: one value or three for each pixel, row by row from the top.
public struct GridImage: Sendable {
  /// What a pixel holds.
  enum Pixels: Sendable {
    /// A value that the color map turns into a color.
    case values([[Double]])
    /// Amounts of red, green and blue.
    case rgb(red: [[Double]], green: [[Double]], blue: [[Double]])
  }

  let pixels: Pixels
  /// The text below the image; empty for none.
  public let title: String

  /// Creates an image of one value a pixel, `values[row][column]`.
  ///
  /// Rows may differ in length; what is missing is crossed out.
  public init(_ values: [[Double]], title: String = "") {
    pixels = .values(values)
    self.title = title
  }

  /// Creates a color image; the three planes share one scale.
  public init(red: [[Double]], green: [[Double]], blue: [[Double]], title: String = "") {
    pixels = .rgb(red: red, green: green, blue: blue)
    self.title = title
  }

  /// The planes: one, or red, green and blue.
  var planes: [[[Double]]] {
    switch pixels {
    case .values(let values): [values]
    case .rgb(let red, let green, let blue): [red, green, blue]
    }
  }

  /// The number of rows.
  var height: Int { planes.map(\.count).max() ?? 0 }
  /// The number of columns of the longest row.
  var width: Int { planes.map { $0.map(\.count).max() ?? 0 }.max() ?? 0 }

  /// The title and the values, of which there are at most a million in each plane.
  var data: JSON {
    switch pixels {
    case .values(let values):
      .object(["title": .string(title), "values": .numbers(values)])
    case .rgb(let red, let green, let blue):
      .object([
        "title": .string(title), "red": .numbers(red), "green": .numbers(green), "blue": .numbers(blue),
      ])
    }
  }
}
