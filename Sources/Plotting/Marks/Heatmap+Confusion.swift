extension Heatmap {
  /// The most classes whose cells have space for numbers and frames.
  package static let mostNumberedClasses = 16

  /// Returns how often each class was taken for each other one.
  ///
  ///     Heatmap.confusion([[48, 2], [5, 45]], classes: ["cat", "dog"])
  ///
  /// A cell holds the number of samples and, below it, their part of the row: of all samples of that class. The
  /// part gives the color, so that rare classes can be read as well as frequent ones. The diagonal, where the
  /// prediction is right, is framed. More than 16 classes have no space for numbers and frames, and a color bar instead.
  /// Classes without a name are numbered.
  ///
  /// - Parameters:
  ///   - counts: The number of samples, `counts[actual][predicted]`.
  ///   - classes: The names of the classes.
  ///   - title: The text above the matrix; empty for none.
  public static func confusion(
    _ counts: [[Int]], classes: [String] = [], title: String = ""
  ) -> Heatmap {
    let parts = counts.map { row in
      let total = row.reduce(0.0) { $0 + Double($1) }
      return row.map { total > 0 ? Double($0) / total : 0 }
    }
    let size = max(counts.count, counts.map(\.count).max() ?? 0)
    let names = (0..<size).map { $0 < classes.count ? classes[$0] : "\($0)" }
    let texts = zip(counts, parts).map { counts, parts in
      zip(counts, parts).map { "\($0)\n\(NumberFormat.fixed($1 * 100, decimals: 0)) %" }
    }
    let isSmall = size <= mostNumberedClasses
    return Heatmap(
      parts, title: title, colormap: .sequential, range: 0...1, showsValues: isSmall, texts: texts,
      showsColorBar: !isSmall,
      highlighted: isSmall ? Set((0..<min(counts.count, size)).map { CellIndex(row: $0, column: $0) }) : [],
      rowLabels: Array(names.prefix(counts.count)), columnLabels: names, x: "predicted class",
      y: "actual class")
  }
}
