/// The labeled values of an axis.
package struct Ticks: Sendable, Equatable {
  /// The values, growing.
  package var values: [Double]
  /// How each value is written.
  package var labels: [String]
}
