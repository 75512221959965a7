/// How often a model takes images of one class for another.
///
/// From it follow, for each class, precision (how many of those called so are so) and recall (how many of
/// those that are so are called so):
///
///     precision[c] = counts[c][c] / Σ counts[r][c]   over r
///     recall[c]    = counts[c][c] / Σ counts[c][k]   over k
public struct ConfusionMatrix: Sendable, Equatable {
  /// The names of the classes.
  public let classes: [String]
  /// The number of images: the row is the class, the column is what the model says.
  public let counts: [[Int]]

  /// Creates a matrix from the classes of images and what a model says.
  ///
  /// - Precondition: there are as many of both, and all are classes.
  public init(classes: [String], labels: [Int], predictions: [Int]) {
    require(
      labels.count == predictions.count,
      "there are \(labels.count) labels and \(predictions.count) predictions")
    var counts = [[Int]](repeating: Array(repeating: 0, count: classes.count), count: classes.count)
    for (label, prediction) in zip(labels, predictions) {
      require(
        classes.indices.contains(label) && classes.indices.contains(prediction),
        "label \(label) and prediction \(prediction) must be among 0 ..< \(classes.count)")
      counts[label][prediction] += 1
    }
    self.classes = classes
    self.counts = counts
  }

  /// The number of images.
  public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The part of the images that are right; NaN without images.
  public var accuracy: Float { part(classes.indices.reduce(0) { $0 + counts[$1][$1] }, of: total) }

  /// The number of images of a class.
  public func support(of label: Int) -> Int { row(label).reduce(0, +) }

  /// The number of images that are called so.
  private func predicted(_ label: Int) -> Int { counts.reduce(0) { $0 + $1[label] } }

  /// What the images of a class are called.
  private func row(_ label: Int) -> [Int] {
    require(classes.indices.contains(label), "there is no class \(label) among \(classes.count)")
    return counts[label]
  }

  /// The part of the images called so that are so; NaN if none is called so.
  public func precision(of label: Int) -> Float {
    part(row(label)[label], of: predicted(label))
  }

  /// The part of the images of a class that are called so; NaN if there are none.
  public func recall(of label: Int) -> Float { part(row(label)[label], of: support(of: label)) }

  /// The harmonic mean of precision and recall: `2·TP / (2·TP + FP + FN)`; NaN if the class never occurs.
  public func f1(of label: Int) -> Float {
    part(2 * row(label)[label], of: predicted(label) + support(of: label))
  }

  /// The intersection over union of a class, `TP / (TP + FP + FN)`; NaN if it never occurs.
  public func iou(of label: Int) -> Float { part(row(label)[label], of: union(of: label)) }

  /// The mean intersection over union of the classes that occur, or are taken for others; NaN without images.
  public var meanIoU: Float {
    meanRatio(classes.indices.map { counts[$0][$0] }, classes.indices.map(union(of:)))
  }

  private func union(of label: Int) -> Int {
    support(of: label) + predicted(label) - counts[label][label]
  }

  /// The mean recall over the classes that occur: accuracy as it would be if they had equally many images.
  public var balancedAccuracy: Float {
    let occurring = classes.indices.filter { support(of: $0) > 0 }
    return occurring.reduce(Float(0)) { $0 + recall(of: $1) } / Float(occurring.count)
  }

  private func part(_ count: Int, of total: Int) -> Float { Float(Double(count) / Double(total)) }
}

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
