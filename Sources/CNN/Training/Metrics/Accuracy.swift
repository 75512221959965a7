/// Returns the part of the rows of `scores` `[N, C]` whose largest score is that of the label.
///
/// - Precondition: there is a label for each row.
public func accuracy(_ scores: Tensor, labels: [Int]) -> Float { topKAccuracy(scores, labels: labels, k: 1) }

/// Returns the part of the rows of `scores` `[N, C]` whose label is among the `k` largest scores.
///
/// Of equal scores the one of the lower class counts as larger. A label whose score is NaN is never among them.
///
/// - Precondition: there is a label for each row, each is a class, and `k` is positive.
public func topKAccuracy(_ scores: Tensor, labels: [Int], k: Int) -> Float {
  require(
    scores.rank == 2 && scores.shape[0] == labels.count,
    "topKAccuracy takes [N, C] and N labels, got \(scores.shape) and \(labels.count) labels")
  require(k > 0, "k must be at least 1, got \(k)")
  let classes = scores.shape[1]
  require(
    labels.allSatisfy { (0..<classes).contains($0) }, "labels must be among 0 ..< \(classes), got \(labels)")
  let hits = labels.enumerated().count { n, label in
    let own = scores.scalars[n * classes + label]
    let larger = (0..<classes).count { other in
      let score = scores.scalars[n * classes + other]
      return score > own || score == own && other < label
    }
    return !own.isNaN && larger < k
  }
  return Float(Double(hits) / Double(labels.count))
}
