extension ConfusionMatrix: Displayable, CustomStringConvertible {
  /// A row for each class: its precision, recall, F1 and number of images; at the end the accuracy.
  public var table: Table {
    let rows = classes.indices.map { label in
      [
        classes[label], Self.text(precision(of: label)), Self.text(recall(of: label)),
        Self.text(f1(of: label)), "\(support(of: label))",
      ]
    }
    return Table(
      columns: ["class", "precision", "recall", "F1", "images"],
      rows: rows + [["all (accuracy)", "", Self.text(accuracy), "", "\(total)"]],
      alignments: [.left, .right, .right, .right, .right])
  }

  /// The classes with their figures.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The classes with their figures, as an aligned text.
  public var description: String { table.description }

  private static func text(_ part: Float) -> String { part.isNaN ? "–" : NumberFormat.percent(part) }
}

/// Returns a confusion matrix as colored cells: the row is the class, the column is what the model says.
///
/// The color is the part of the row. Up to 16 classes have numbers and parts in the cells, more have a color bar.
public func confusionFigure(_ matrix: ConfusionMatrix, title: String = "Confusion matrix") -> Figure {
  Figure { Heatmap.confusion(matrix.counts, classes: matrix.classes, title: title) }
}
