/// The labeled values of an axis.
struct Ticks: Sendable, Equatable {
  /// The values, growing.
  var values: [Double]
  /// How each value is written.
  var labels: [String]
}
