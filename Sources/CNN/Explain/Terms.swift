/// A cross-correlation of one plane with one filter, known by its sizes.
public struct CorrelationSpecification: Sendable, Hashable {
  /// Which pixel meets which filter element where.
  public let geometry: WindowGeometry

  /// Returns the correlation of a plane of `input` pixels with a filter of the size `filter`.
  ///
  /// - Precondition: a window fits.
  public static func correlation(
    input: some Size2DConvertible, filter: some Size2DConvertible, stride: some Size2DConvertible = 1,
    padding: some PaddingConvertible = .valid
  ) -> CorrelationSpecification {
    let geometry = WindowGeometry(
      input: input.size2D, window: filter.size2D, stride: checkedStride(stride), padding: padding.padding)
    require(
      geometry.output.rows > 0 && geometry.output.columns > 0,
      "the \(geometry.window) filter does not fit the padded \(geometry.input) input")
    return CorrelationSpecification(geometry: geometry)
  }
}

/// One number whose formula is asked for, by (row, column) from 0.
public enum TermsTarget: Sendable, Hashable {
  /// The gradient to a pixel of the input, `dx`.
  case input(Int, Int)
  /// The gradient to an element of the filter, `dw`.
  case filter(Int, Int)
  /// A pixel of the output, `z`.
  case output(Int, Int)
}

/// A number written as a sum of products, such as `dx11 = w11·dz00 + w10·dz01 + w01·dz10 + w00·dz11`.
public struct Terms: Sendable, Equatable {
  /// An element of a plane: `w11`.
  public struct Element: Sendable, Hashable {
    /// The name of the plane.
    public let plane: String
    /// The row, from 0.
    public let row: Int
    /// The column, from 0.
    public let column: Int
  }

  /// The number that is computed.
  public let target: Element
  /// The products, in the order in which they are added.
  public let products: [(Element, Element)]
  /// Whether indices need to be kept apart, as one of them may have two digits.
  private let separatesIndices: Bool

  init(_ target: Element, _ products: [(Element, Element)], separatesIndices: Bool) {
    self.target = target
    self.products = products
    self.separatesIndices = separatesIndices
  }

  /// Whether two formulas have the same products in the same order.
  public static func == (left: Terms, right: Terms) -> Bool {
    left.target == right.target && left.products.elementsEqual(right.products, by: ==)
  }

  /// Returns the number for given planes, such as `["w": w, "dz": dz]`.
  ///
  /// - Precondition: every plane of the formula is there and has two axes that hold its indices.
  public func value(_ planes: KeyValuePairs<String, Tensor>) -> Float {
    func value(_ element: Element) -> Float {
      guard let plane = planes.first(where: { $0.key == element.plane })?.value else {
        fatalError("no values for \(element.plane), got \(planes.map(\.key))")
      }
      return plane[element.row, element.column]
    }
    return products.reduce(0) { $0.addingProduct(value($1.0), value($1.1)) }
  }
}

extension Terms: CustomStringConvertible {
  /// The formula.
  public var description: String {
    let sum = products.map { "\(text($0))·\(text($1))" }.joined(separator: " + ")
    return "\(text(target)) = \(sum.isEmpty ? "0" : sum)"
  }

  private func text(_ element: Element) -> String {
    element.plane
      + (separatesIndices ? "(\(element.row),\(element.column))" : "\(element.row)\(element.column)")
  }
}

/// Returns the formula of one number of a correlation `z = x ⋆ w` or of its backward pass.
///
/// - Output: `z(i,j) = Σ w(r,s)·x(i·stride+r−top, j·stride+s−left)` over the filter (deck row 003-15).
/// - Input: `dx = Σ w·dz` over the outputs whose window holds the pixel (deck rows 000-16 and 002-09).
/// - Filter: `dw(r,s) = Σ x·dz` over the outputs (deck rows 000-26 and 002-12).
///
/// - Precondition: the element lies within its plane.
public func terms(of target: TermsTarget, in correlation: CorrelationSpecification) -> Terms {
  let g = correlation.geometry
  var products: [(Terms.Element, Terms.Element)] = []
  func check(_ row: Int, _ column: Int, _ size: Size2D) {
    require(
      row >= 0 && row < size.rows && column >= 0 && column < size.columns,
      "(\(row), \(column)) lies outside the \(size) plane")
  }
  func visit(_ body: (_ i: Int, _ j: Int, _ r: Int, _ s: Int, _ pixel: (row: Int, column: Int)) -> Void) {
    for i in 0..<g.output.rows {
      for j in 0..<g.output.columns {
        for r in 0..<g.window.rows {
          for s in 0..<g.window.columns {
            let pixel = g.pixel(i, j, r, s)
            if g.isInside(pixel.row, pixel.column) { body(i, j, r, s, pixel) }
          }
        }
      }
    }
  }
  func element(_ plane: String, _ row: Int, _ column: Int) -> Terms.Element {
    Terms.Element(plane: plane, row: row, column: column)
  }

  let result: Terms.Element
  switch target {
  case .output(let row, let column):
    check(row, column, g.output)
    result = element("z", row, column)
    visit { i, j, r, s, pixel in
      guard (i, j) == (row, column) else { return }
      products.append((element("w", r, s), element("x", pixel.row, pixel.column)))
    }
  case .input(let row, let column):
    check(row, column, g.input)
    result = element("dx", row, column)
    visit { i, j, r, s, pixel in
      guard pixel == (row, column) else { return }
      products.append((element("w", r, s), element("dz", i, j)))
    }
  case .filter(let row, let column):
    check(row, column, g.window)
    result = element("dw", row, column)
    visit { i, j, r, s, pixel in
      guard (r, s) == (row, column) else { return }
      products.append((element("x", pixel.row, pixel.column), element("dz", i, j)))
    }
  }
  let largest = max(
    g.input.rows, g.input.columns, g.window.rows, g.window.columns, g.output.rows, g.output.columns)
  return Terms(result, products, separatesIndices: largest > 10)
}
