/// On which elements of an axis of the input an element of the output depends.
struct ReceptiveAxis {
  private let size: Int
  private let sources: (Int) -> [Int]

  init(size: Int, sources: @escaping (Int) -> [Int]) {
    self.size = size
    self.sources = sources
  }

  /// The axis of a window that slides over an input continued by `mode`.
  init(_ axis: AxisGeometry, _ mode: PaddingMode) {
    self.init(size: axis.input) { output in
      (0..<axis.window).compactMap { mode.source(of: axis.position(output, $0), size: axis.input) }
    }
  }

  /// The axis of a transposed convolution, whose output is the input of `axis`.
  init(transposed axis: AxisGeometry, size: Int) {
    self.init(size: size) { output in
      (0..<axis.window).compactMap { axis.output(for: output, at: $0) }.filter { $0 < size }
    }
  }

  /// Returns the smallest range with everything on which `outputs` depend; empty if there is nothing.
  func positions(_ outputs: Range<Int>) -> Range<Int> {
    let positions = outputs.flatMap(sources).filter { (0..<size).contains($0) }
    guard let first = positions.min(), let last = positions.max() else { return 0..<0 }
    return first..<last + 1
  }
}

/// Returns the smallest range that holds both; an empty one holds nothing.
func joined(_ first: Range<Int>, _ second: Range<Int>) -> Range<Int> {
  if first.isEmpty { return second }
  if second.isEmpty { return first }
  return min(first.lowerBound, second.lowerBound)..<max(first.upperBound, second.upperBound)
}
