/// A number written as a sum of products, such as `dx11 = w11·dz00 + w10·dz01 + w01·dz10 + w00·dz11`.
public struct Terms: Sendable, Equatable {
  /// An element of a plane: `w11`, or `w[2,0]11` of plane 0 of filter 2.
  public struct Element: Sendable, Hashable {
    /// The name of the tensor.
    public let plane: String
    /// The indices of the plane in the tensor; empty if it has one plane.
    public var indices: [Int] = []
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

  /// Returns the number for given tensors, such as `["w": w, "dz": dz]`.
  ///
  /// - Precondition: every tensor of the formula is there, and has axes for its planes, rows and columns.
  public func value(_ planes: KeyValuePairs<String, Tensor>) -> Float {
    func value(_ element: Element) -> Float {
      guard let tensor = planes.first(where: { $0.key == element.plane })?.value else {
        fatalError("no values for \(element.plane), got \(planes.map(\.key))")
      }
      require(
        tensor.rank == element.indices.count + 2,
        "\(element.plane) has \(element.indices.count + 2) axes here, got shape \(tensor.shape)")
      let plane = element.indices.reduce(tensor) { $0.slice($1) }
      return plane[element.row, element.column]
    }
    return products.reduce(0) { $0.addingProduct(value($1.0), value($1.1)) }
  }
}

extension Terms: CustomStringConvertible {
  /// The formula.
  public var description: String {
    let head = "\(text(target)) = "
    let texts = products.map { "\(text($0))·\(text($1))" }
    let sum = texts.isEmpty ? "0" : texts.joined(separator: " + ")
    if (head + sum).count <= Terms.widestLine { return head + sum }
    // One line for each row of the first factor shows the pattern, and fits a page.
    var lines: [[String]] = []
    for (index, product) in products.enumerated() {
      let isNewRow = index == 0 || products[index - 1].0.row != product.0.row
      if isNewRow { lines.append([]) }
      lines[lines.count - 1].append(texts[index])
    }
    let indentation = String(repeating: " ", count: head.count - 2)
    return head + lines.map { $0.joined(separator: " + ") }.joined(separator: "\n\(indentation)+ ")
  }

  /// The longest formula that is written on one line, in characters.
  private static let widestLine = 76

  private func text(_ element: Element) -> String {
    let numbers = element.indices.map { "\($0)" }.joined(separator: ",")
    return element.plane + (numbers.isEmpty ? "" : "[\(numbers)]")
      + (separatesIndices ? "(\(element.row),\(element.column))" : "\(element.row)\(element.column)")
  }
}
