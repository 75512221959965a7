/// Returns the values with their ups and downs smoothed out: an exponential moving average without a bias.
///
///     m[t] = β·m[t−1] + (1−β)·x[t],   m[−1] = 0,   y[t] = m[t] / (1 − βᵗ⁺¹)
///
/// It looks back over about `1/(1−β)` values. The division makes the first ones means of what there is, instead
/// of pulling them to 0. A value that is not finite is left out, and stays a gap.
///
/// - Parameter factor: β, at least 0 (which changes nothing) and less than 1.
/// - Precondition: the factor lies in its range.
/// - SeeAlso: Kingma and Ba, "Adam", ICLR 2015, section 3, for the correction.
public func smoothed(_ values: [Double], factor: Double) -> [Double] {
  require(factor >= 0 && factor < 1, "a smoothing factor is at least 0 and less than 1, got \(factor)")
  if factor == 0 { return values }
  var (mean, weight) = (0.0, 0.0)
  return values.map { value in
    guard value.isFinite else { return value }
    mean = factor * mean + (1 - factor) * value
    weight = factor * weight + (1 - factor)
    return mean / weight
  }
}
