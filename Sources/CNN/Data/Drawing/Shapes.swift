/// Data sets: some are drawn by code, so that nothing has to be downloaded, and others are read from files.
///
/// ```swift
/// let data = try Datasets.digits(count: 100)
/// let (train, test) = (data.train, data.test)
/// expect(train.imageShape, equals: [1, 28, 28])
/// expect(train.classes.count, equals: 10)
/// ```
public enum Datasets {
  /// Returns gray images of disks, squares, triangles and crosses, `[count, 1, size, size]`.
  ///
  /// Each figure has a position, a size, an angle and a brightness of its own; its edges are antialiased by
  /// 4 × 4 samples a pixel, and noise is added to every pixel. Classes take turns, so any part is balanced.
  ///
  /// - Parameters:
  ///   - size: The height and width, in pixels, at least 8.
  ///   - noise: The standard deviation of the noise; black is 0 and white 1.
  ///   - seed: The seed; the notebook's if none is given.
  /// - Throws: `DataError` when there are to be no images, or too small ones.
  public static func shapes(
    count: Int = 600, size: Int = 16, noise: Float = 0.05, seed: UInt64? = nil
  ) throws(DataError) -> Dataset {
    guard count > 0 else { throw .outOfRange("count", value: "\(count)", allowed: "at least 1") }
    guard size >= 8 else { throw .outOfRange("size", value: "\(size)", allowed: "at least 8") }
    guard noise >= 0 && noise.isFinite else {
      throw .outOfRange("noise", value: "\(noise)", allowed: "0 or more")
    }
    let kinds = ShapeDrawing.Kind.allCases
    var pixels: [Float] = []
    pixels.reserveCapacity(count * size * size)
    for index in 0..<count {
      var stream = RandomStream(seed: seed ?? Randomness.seed, name: "shapes", step: index)
      let drawing = ShapeDrawing(kinds[index % kinds.count], size: size, from: &stream)
      for row in 0..<size {
        for column in 0..<size {
          let value = drawing.brightness * drawing.coverage(row, column) + noise * stream.normal()
          pixels.append(value)
        }
      }
    }
    return Dataset(
      unchecked: Tensor(shape: [count, 1, size, size], scalars: pixels),
      .classes((0..<count).map { $0 % kinds.count }), kinds.map(\.rawValue))
  }
}

/// One figure: what it is and where.
struct ShapeDrawing {
  enum Kind: String, CaseIterable {
    case disk, square, triangle, cross
  }

  let kind: Kind
  let brightness: Float
  private let center: (row: Float, column: Float)
  private let radius: Float
  private let turn: (cos: Float, sin: Float)

  init(_ kind: Kind, size: Int, from stream: inout RandomStream) {
    let extent = Float(size)
    self.kind = kind
    radius = stream.uniform(in: 0.24...0.36) * extent
    let slack = extent / 2 - radius
    center = (
      row: extent / 2 + stream.uniform(in: -0.6...0.6) * slack,
      column: extent / 2 + stream.uniform(in: -0.6...0.6) * slack
    )
    let angle = Double(stream.uniform(in: -0.25...0.25))
    turn = (Float(Elementary.cos(angle)), Float(Elementary.sin(angle)))
    brightness = stream.uniform(in: 0.6...1)
  }

  /// Returns the part of a pixel that the figure covers.
  func coverage(_ row: Int, _ column: Int) -> Float {
    var hits = 0
    for sample in 0..<16 {
      let down = Float(row) + (Float(sample / 4) + 0.5) / 4 - center.row
      let across = Float(column) + (Float(sample % 4) + 0.5) / 4 - center.column
      let x = (across * turn.cos + down * turn.sin) / radius
      let y = (down * turn.cos - across * turn.sin) / radius
      if contains(x, y) { hits += 1 }
    }
    return Float(hits) / 16
  }

  /// Whether the figure of radius 1 around the origin contains a point; `y` points down.
  private func contains(_ x: Float, _ y: Float) -> Bool {
    switch kind {
    case .disk: x * x + y * y <= 1
    case .square: max(x.magnitude, y.magnitude) <= 0.85
    case .triangle: y <= 0.7 && y >= 2 * x.magnitude - 1
    case .cross: min(x.magnitude, y.magnitude) <= 0.3 && max(x.magnitude, y.magnitude) <= 1
    }
  }
}
