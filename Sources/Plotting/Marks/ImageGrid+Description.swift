extension ImageGrid {
  /// The number and size of the images, and what their values span.
  public var description: String {
    let name = title.isEmpty ? "" : " “\(title)”"
    guard let first = images.first else { return "Grid\(name) without images" }
    let isUniform = images.allSatisfy { $0.width == first.width && $0.height == first.height }
    let extent = isUniform ? " of \(first.height)×\(first.width) pixels" : " of different sizes"
    let count = images.count == 1 ? "One image" : "\(images.count) images"
    let values = images.flatMap { $0.planes.joined().joined() }
    return count + name + extent + ", values \(SeriesSummary.span(values))"
      + SeriesSummary.gapNote(values.count { !$0.isFinite })
  }
}
