/// A cross-correlation known by its sizes: which pixel meets which filter element where.
public struct CorrelationSpecification: Sendable, Hashable {
  /// Which pixel meets which filter element where.
  public let geometry: WindowGeometry
  /// The number of planes of the input.
  public let channels: Int
  /// The number of filters.
  public let filters: Int

  /// Returns the correlation of planes of `input` pixels with filters of the size `filter`.
  ///
  /// - Parameters:
  ///   - channels: The number of planes of the input.
  ///   - filters: The number of filters, and of planes of the output.
  ///   - groups: The number of parts of the planes, each of which has filters of its own.
  /// - Precondition: a window fits, and the groups divide channels and filters.
  public static func correlation(
    input: some SizesConvertible, filter: some SizesConvertible, stride: some SizesConvertible = 1,
    padding: some PaddingConvertible = .valid, dilation: some SizesConvertible = 1, channels: Int = 1,
    filters: Int = 1, groups: Int = 1
  ) -> CorrelationSpecification {
    require(
      groups > 0 && channels > 0 && filters > 0 && channels % groups == 0 && filters % groups == 0,
      "\(channels) channels and \(filters) filters cannot be divided into \(groups) groups")
    let geometry = checkedGeometry(
      input: input.sizes(axes: 2), window: filter.sizes(axes: 2), stride: stride, padding: padding.padding,
      dilation: dilation, groups: groups)
    return CorrelationSpecification(geometry: geometry, channels: channels, filters: filters)
  }

  /// Whether planes need a number: there are several of the input or of the output.
  var hasPlanes: Bool { channels > 1 || filters > 1 }

  /// The number of planes of a filter.
  var depth: Int { channels / geometry.groups }

  /// Returns the plane of the input that plane `c` of filter `k` meets.
  func inputPlane(_ c: Int, of k: Int) -> Int { k / (filters / geometry.groups) * depth + c }

  /// The filters that see plane `c` of the input.
  func filters(seeing c: Int) -> Range<Int> {
    let size = filters / geometry.groups
    return c / depth * size..<(c / depth + 1) * size
  }

  /// Returns how elements are called in tables.
  func names(firstIndex: Int) -> ElementNames {
    let largest = geometry.inputSizes.reduce(0, max)
    return ElementNames(largest: largest + firstIndex, firstIndex: firstIndex, hasPlanes: hasPlanes)
  }
}

/// How elements of planes are called in tables: `x01`, or `x(0,10)` when an index may have two digits.
///
/// Of several planes, the second one's is called `x[1]01`.
struct ElementNames {
  let separates: Bool
  let firstIndex: Int
  let hasPlanes: Bool

  init(largest: Int, firstIndex: Int = 0, hasPlanes: Bool = false) {
    separates = largest > 10
    self.firstIndex = firstIndex
    self.hasPlanes = hasPlanes
  }

  func callAsFunction(_ name: String, _ position: Position) -> String { self(name, [], position) }

  func callAsFunction(_ name: String, _ planes: [Int], _ position: Position) -> String {
    let (row, column) = (position.row + firstIndex, position.column + firstIndex)
    let numbers = planes.map { "\($0 + firstIndex)" }.joined(separator: ",")
    let plane = hasPlanes && !planes.isEmpty ? "\(name)[\(numbers)]" : name
    return separates ? "\(plane)(\(row),\(column))" : "\(plane)\(row)\(column)"
  }
}

extension Size2D {
  /// All positions of a plane of this size, row by row.
  var positions: [(row: Int, column: Int)] {
    (0..<rows).flatMap { row in (0..<columns).map { (row, $0) } }
  }
}
