/// A map of samples on which those that are alike lie together.
public struct TSNE: Sendable, Equatable {
  /// Where each sample lies, `[N, 2]`; directions and distances between groups mean nothing.
  public let points: Tensor
  /// The divergence of the map from the samples, in nats: before each tenth of the steps, and at the end.
  public let divergences: [Double]
  /// The number of neighbors that each sample has in effect.
  public let perplexity: Double
}

/// Returns a map in which samples that are alike lie together, by the exact t-SNE.
///
/// The samples' likeness is `p[i,j] = (p(j|i) + p(i|j)) / 2N`, where `p(j|i)` falls with the distance as a
/// Gaussian whose width gives the perplexity; that of the points is `q[i,j] ∝ 1/(1 + ‖y[i] − y[j]‖²)`. Gradient
/// descent with momentum makes the divergence `Σ p·ln(p/q)` small:
///
///     ∂C/∂y[i] = 4 · Σ (p[i,j] − q[i,j]) · (y[i] − y[j]) / (1 + ‖y[i] − y[j]‖²)   over j
///
/// The beginning is a small random cloud. In the first quarter of the steps `p` is enlarged fourfold, which lets
/// groups form, and the momentum is 0.5, later 0.8. Everything is computed in double precision in one order.
///
/// - Parameters:
///   - samples: `[N, …]`; the axes after the first are features, `D` in all.
///   - perplexity: The number of neighbors that count, more than 1 and at most `(N−1)/3`.
///   - steps: The number of steps.
///   - rate: The learning rate; the larger of 20 and `N/12` if none is given.
///   - seed: The seed of the beginning; the notebook's if none is given.
/// - Throws: `InterpretationError` when there are fewer than 5 or more than 2,000 samples, a number is not
///   finite, or a setting makes no sense.
/// - Complexity: `N²·D + 3·steps·N²` multiplications.
/// - SeeAlso: van der Maaten and Hinton, "Visualizing data using t-SNE", JMLR 9, 2008, algorithm 1 and section
///   3.4.
public func tsne(
  _ samples: Tensor, perplexity: Double = 15, steps: Int = 400, rate: Double? = nil, seed: UInt64? = nil
) throws(InterpretationError) -> TSNE {
  let rows = try sampleRows(samples, least: 5)
  guard rows.count <= 2000 else {
    throw .outOfRange("the number of samples", value: "\(rows.count)", allowed: "at most 2000")
  }
  let most = Double(rows.count - 1) / 3
  guard perplexity > 1 && perplexity <= most else {
    throw .outOfRange(
      "perplexity", value: "\(perplexity)",
      allowed: "more than 1 and at most \(NumberFormat.fixed(most, positions: 2)) for \(rows.count) samples")
  }
  guard steps > 0 else { throw .outOfRange("steps", value: "\(steps)", allowed: "at least 1") }
  let rate = rate ?? max(20, Double(rows.count) / 12)
  guard rate > 0 && rate.isFinite else {
    throw .outOfRange("rate", value: "\(rate)", allowed: "positive and finite")
  }
  var descent = TSNEDescent(
    affinities: TSNEAffinities(rows, perplexity: perplexity).values, count: rows.count,
    seed: seed ?? Randomness.seed)
  var divergences: [Double] = []
  for step in 0..<steps {
    let isEarly = step < steps / 4
    if step % max(1, steps / 10) == 0 { divergences.append(descent.divergence) }
    descent.step(rate: rate, momentum: isEarly ? 0.5 : 0.8, exaggeration: isEarly ? 4 : 1)
  }
  divergences.append(descent.divergence)
  return TSNE(points: descent.points, divergences: divergences, perplexity: perplexity)
}
