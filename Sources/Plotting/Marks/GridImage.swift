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

extension GridImage {
  /// Returns the image made smaller.
  ///
  /// Values are averaged, not their colors: between two ends of a color map lies its middle.
  func averaged(_ average: AreaAverage) -> GridImage {
    switch pixels {
    case .values(let values): GridImage(average(values), title: title)
    case .rgb(let red, let green, let blue):
      GridImage(red: average(red), green: average(green), blue: average(blue), title: title)
    }
  }

  /// Returns the color of a pixel; `nil` if it has no finite value.
  func color(_ row: Int, _ column: Int, _ scale: ColorScale) -> Color? {
    func value(_ plane: [[Double]]) -> Double {
      row < plane.count && column < plane[row].count ? plane[row][column] : .nan
    }
    switch pixels {
    case .values(let values):
      return scale.color(of: value(values))
    case .rgb(let red, let green, let blue):
      guard let red = scale.part(of: value(red)), let green = scale.part(of: value(green)),
        let blue = scale.part(of: value(blue))
      else { return nil }
      return Color(red: red, green: green, blue: blue)
    }
  }
}
