/// Stops the process with `message` unless `condition` holds.
///
/// `precondition` would stop it too, but an optimized build drops its message, and cells are optimized.
@inline(__always)
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard condition else { fail(message()) }
}

@inline(never)
private func fail(_ message: String) -> Never { fatalError(message) }
