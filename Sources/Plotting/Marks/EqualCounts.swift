/// Stops with a message unless `mark` got as many of one thing as of the other.
///
/// To leave out what has no partner would draw another figure than the one that was asked for. `precondition` would
/// stop, too, but an optimized build drops its message, and cells are optimized.
func requireEqualCounts(_ mark: StaticString, _ counts: KeyValuePairs<StaticString, Int>) {
  guard let first = counts.first, let other = counts.first(where: { $0.value != first.value }) else { return }
  fatalError(
    "\(mark) takes as many \(first.key) as \(other.key), and got \(first.value) and \(other.value)")
}

/// Returns `center[i] − deviation[i]` and `center[i] + deviation[i]`; stops unless there are as many of both.
func limits(
  around center: [Double], _ deviation: [Double], of mark: StaticString
) -> (lower: [Double], upper: [Double]) {
  requireEqualCounts(mark, ["center": center.count, "deviation": deviation.count])
  return (zip(center, deviation).map { $0 - $1 }, zip(center, deviation).map { $0 + $1 })
}
