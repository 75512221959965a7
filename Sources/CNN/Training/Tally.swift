/// Sums up losses and right answers over batches.
struct Tally {
  private var images = 0
  private var correct = 0
  private var loss = 0.0

  /// Counts a batch in; its mean loss weighs as much as it has images.
  mutating func add(_ outputs: Tensor, _ labels: [Int], loss: Float) {
    for (score, label) in zip(outputs.bestClasses, labels) where score == label { correct += 1 }
    images += labels.count
    self.loss += Double(loss) * Double(labels.count)
  }

  var evaluation: Evaluation {
    Evaluation(loss: Float(loss / Double(images)), accuracy: Float(Double(correct) / Double(images)))
  }
}

extension Tensor {
  /// The class with the largest score in each row of `[N, C]`; the first one if several are equal.
  var bestClasses: [Int] {
    let classes = shape[1]
    return (0..<shape[0]).map { n in
      let row = scalars[n * classes..<(n + 1) * classes]
      return row.indices.dropFirst().reduce(row.startIndex) { row[$1] > row[$0] ? $1 : $0 } - row.startIndex
    }
  }
}
