/// Returns samples on their two directions of largest variance, colored by class.
///
/// - Parameters:
///   - samples: `[N, …]`, such as the outputs of a layer for a batch.
///   - labels: The class of each sample.
///   - classes: The names of the classes; their numbers if there are none.
/// - Throws: what ``principalComponents(_:count:)`` throws, and `InterpretationError` when there is not a label
///   for each sample.
public func componentsFigure(
  _ samples: Tensor, labels: [Int], classes: [String] = [], title: String = "Principal components"
) throws(InterpretationError) -> Figure {
  try checkLabels(labels, samples)
  let pca = try principalComponents(samples, count: 2)
  let parts = pca.explained.map(percent)
  return scatter(
    pca.points, labels, classes, title: title, x: "component 1 (\(parts[0]) of the variance)",
    y: "component 2 (\(parts[1]))",
    description: "\(labels.count) samples of \(samples.count / max(1, labels.count)) features on their two "
      + "principal components, which explain \(parts[0]) and \(parts[1]) of the variance.")
}

/// Returns a map of samples on which those that are alike lie together, colored by class: t-SNE.
///
/// Axes have no units: only what lies together means something.
///
/// - Parameters:
///   - samples: `[N, …]`, such as the outputs of a layer for a batch; 5 to 2,000 of them.
///   - labels: The class of each sample.
///   - classes: The names of the classes; their numbers if there are none.
/// - Throws: what ``tsne(_:perplexity:steps:rate:seed:)`` throws, and `InterpretationError` when there is not a
///   label for each sample.
public func tsneFigure(
  _ samples: Tensor, labels: [Int], classes: [String] = [], perplexity: Double = 15, steps: Int = 400,
  seed: UInt64? = nil, title: String = "t-SNE"
) throws(InterpretationError) -> Figure {
  try checkLabels(labels, samples)
  let map = try tsne(samples, perplexity: perplexity, steps: steps, seed: seed)
  let (first, last) = (map.divergences[0], map.divergences[map.divergences.count - 1])
  return scatter(
    map.points, labels, classes, title: title, x: "", y: "",
    description:
      "A t-SNE map of \(labels.count) samples with perplexity \(text(perplexity)); the divergence falls "
      + "from \(text(first)) to \(text(last)) in \(steps) steps.")
}

private func checkLabels(_ labels: [Int], _ samples: Tensor) throws(InterpretationError) {
  guard samples.rank >= 2 else { throw .noSamples(samples.shape) }
  guard labels.count == samples.shape[0] else {
    throw .labelCount(expected: samples.shape[0], got: labels.count)
  }
}

/// Returns the points with a color for each class, and a sentence on how often neighbors are of one class.
private func scatter(
  _ points: Tensor, _ labels: [Int], _ classes: [String], title: String, x: String, y: String,
  description: String
) -> Figure {
  let present = Set(labels).sorted()
  func name(_ label: Int) -> String { classes.indices.contains(label) ? classes[label] : "\(label)" }
  let alike = nearestAgreement(points, labels)
  return Figure(
    description:
      "\(description) For \(percent(alike)) of them the nearest neighbor on the picture is of the same "
      + "class. Classes: \(present.map(name).joined(separator: ", "))."
  ) {
    // Distances count; where they are all that counts, the axes have no numbers.
    Axes(
      title, x: x, y: y, hasEqualUnits: true, showsTicks: !x.isEmpty, width: 460, height: 420
    ) {
      for label in present {
        let own = labels.indices.filter { labels[$0] == label }
        Points(
          x: own.map { Double(points[$0, 0]) }, y: own.map { Double(points[$0, 1]) }, label: name(label))
      }
    }
  }
}

/// Returns the part of the points whose nearest neighbor has the same label.
private func nearestAgreement(_ points: Tensor, _ labels: [Int]) -> Double {
  guard labels.count > 1 else { return 1 }
  let agreeing = labels.indices.count { i in
    var (best, nearest) = (Float.infinity, i)
    for j in labels.indices where j != i {
      let (across, down) = (points[i, 0] - points[j, 0], points[i, 1] - points[j, 1])
      let distance = across * across + down * down
      if distance < best { (best, nearest) = (distance, j) }
    }
    return labels[nearest] == labels[i]
  }
  return Double(agreeing) / Double(labels.count)
}
