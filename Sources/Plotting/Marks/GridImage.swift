internal import Display

/// A small image: one value or three for each pixel, row by row from the top.
public struct GridImage: Sendable {
  /// What a pixel holds.
  enum Pixels: Sendable {
    /// A value that the color map turns into a color.
    case values([[Double]])
    /// Amounts of red, green and blue.
    case rgb(red: [[Double]], green: [[Double]], blue: [[Double]])
    /// Values laid over an image in gray, from 0 to 255.
    case overlay([[Double]], over: [[Double]])
  }

  /// How much of an overlay's color is seen at both ends of the scale; the rest is the image below.
  private static let opacities = 0.25...0.85

  let pixels: Pixels
  /// The text below the image; empty for none.
  public let title: String

  private init(pixels: Pixels, title: String) {
    self.pixels = pixels
    self.title = title
  }

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

  /// Creates an image of `values` in the colors of the map, laid over another image, which is shown in gray.
  ///
  /// ```swift
  /// let heat = [[0.0, 1.0], [0.2, 0.1]]
  /// let image = GridImage(heat, over: GridImage([[0.5, 0.9], [0.4, 0.6]]))
  /// ```
  ///
  /// Both are as large; what one of them lacks is crossed out. The image below spans black to white.
  public init(_ values: [[Double]], over image: GridImage, title: String = "") {
    let planes = image.planes
    let means = (0..<image.height).map { row in
      (0..<image.width).map { (column) -> Double in
        let sum = planes.reduce(0) { (sum, plane) -> Double in
          sum + (row < plane.count && column < plane[row].count ? plane[row][column] : .nan)
        }
        return sum / Double(planes.count)
      }
    }
    let scale = ColorScale(.gray, theme: .light, limits: ColorScale.limits(.gray, values: means.joined()))
    pixels = .overlay(values, over: means.map { $0.map { scale.part(of: $0).map(Double.init) ?? .nan } })
    self.title = title
  }

  /// The planes whose values the color map shows, or red, green and blue.
  var planes: [[[Double]]] {
    switch pixels {
    case .values(let values): [values]
    case .rgb(let red, let green, let blue): [red, green, blue]
    case .overlay(let values, _): [values]
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
    case .overlay(let values, let image):
      .object(["title": .string(title), "values": .numbers(values), "image": .numbers(image)])
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
    case .overlay(let values, let image):
      GridImage(pixels: .overlay(average(values), over: average(image)), title: title)
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
    case .overlay(let values, let image):
      let gray = value(image)
      guard gray.isFinite, let color = scale.color(of: value(values)),
        let part = scale.part(of: value(values))
      else { return nil }
      let (least, most) = (GridImage.opacities.lowerBound, GridImage.opacities.upperBound)
      let opacity = least + (most - least) * Double(part) / 255
      func mixed(_ component: UInt8) -> UInt8 {
        UInt8((gray + (Double(component) - gray) * opacity).rounded())
      }
      return Color(red: mixed(color.red), green: mixed(color.green), blue: mixed(color.blue))
    }
  }
}
