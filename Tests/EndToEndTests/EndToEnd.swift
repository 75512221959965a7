import Testing

/// Runs of the real program, one after the other: each of them keeps both cores busy by itself.
@Suite(.serialized) enum EndToEnd {}
