/// The labeled values of an axis.
package struct Ticks: Sendable, Equatable {
  /// The values, growing.
  package var values: [Double]
  /// How each value is written.
  package var labels: [String]
  /// What has to be added to each label, such as "+ 1000.5"; empty for nothing.
  package var offset = ""
  /// Values between the labeled ones, growing, that take a short line each.
  package var minor: [Double] = []

  /// Creates ticks.
  package init(values: [Double], labels: [String], offset: String = "", minor: [Double] = []) {
    self.values = values
    self.labels = labels
    self.offset = offset
    self.minor = minor
  }
}
