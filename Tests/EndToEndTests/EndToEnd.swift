import Testing

/// Runs of the real program, one after the other.
@Suite(.serialized) enum EndToEnd {}

/// Tests that run hundreds of notebooks each, beside the others: those often wait for one compiler.
@Suite(.serialized) enum ManyNotebooks {}
