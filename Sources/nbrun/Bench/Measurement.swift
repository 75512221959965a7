internal import CNN

/// The time that one operation takes, and what it does in that time.
struct Measurement: Codable {
  /// What was measured, such as `C4 forward`.
  var name: String
  var level: String
  var threads: Int
  /// The least time of one call.
  var milliseconds: Double
  /// Billions of floating-point operations a second, two for each product; nil for what is bound by memory.
  var gigaflops: Double?
  /// Billions of bytes that are read or written a second, counted once each; nil for what is bound by products.
  var gigabytes: Double?
  /// The part of the limit: of the products in registers, or of the bandwidth of memory of the same size.
  var share: Double?
  /// The pages that the system had to map for one training step; nil for anything else.
  var pageFaults: Double?
  /// How often one training step asks for memory; nil for anything else.
  var allocations: Double?

  static func table(_ measurements: [Measurement]) -> Table {
    func text(_ number: Double?, _ places: Int) -> String {
      number.map { NumberFormat.fixed($0, decimals: places) } ?? ""
    }
    return Table(
      columns: ["operation", "ms", "GFLOP/s", "GB/s", "share of limit", "page faults", "allocations"],
      rows: measurements.map {
        [
          $0.name, text($0.milliseconds, 4), text($0.gigaflops, 1), text($0.gigabytes, 1),
          $0.share.map { NumberFormat.fixed($0 * 100, decimals: 0) + " %" } ?? "",
          text($0.pageFaults, 1), text($0.allocations, 0),
        ]
      },
      alignments: [.left, .right, .right, .right, .right, .right, .right])
  }
}
