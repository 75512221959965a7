import Testing

/// Runs of the real program, one after the other.
@Suite(.serialized) enum EndToEnd {}

/// More of them, one after the other, in parallel to those, since each often waits for one compiler; both take about as long.
@Suite(.serialized) enum ParallelRuns {}
