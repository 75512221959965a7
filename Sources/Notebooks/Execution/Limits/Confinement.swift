/// How cells are kept from the machine.
public enum Sandbox: String, Sendable, CaseIterable {
  /// They can do what the user can.
  case none
  /// The kernel refuses the worker to write and to connect; it can read what the user can.
  case syscalls
  /// All of the run happens in a container, in which the worker is kept to a part of that.
  case container
}

/// What cells are kept from, whatever a notebook asks for.
public struct Confinement: Sendable, Equatable {
  /// What the cells of every notebook may use; one that says nothing has these, and none gets more.
  public var limits = ResourceLimits()
  /// How cells are kept from the machine.
  public var sandbox = Sandbox.none
  /// What cells can read in a container beside the notebook's folder, the system and the toolchain.
  public var readable: [String] = []

  /// Creates a confinement to the usual limits.
  public init(
    limits: ResourceLimits = ResourceLimits(), sandbox: Sandbox = .none, readable: [String] = []
  ) {
    self.limits = limits
    self.sandbox = sandbox
    self.readable = readable
  }

  /// What the cells of a notebook may use that asks for `wanted`.
  package func limits(wanted: ResourceLimits) -> ResourceLimits {
    ResourceLimits.usual.replaced(by: limits).replaced(by: wanted).tightened(by: limits)
  }
}

extension Notebook {
  /// Makes the notebook one of a stranger if its cells are kept in `sandbox`: raw HTML is text, and pictures are those of
  /// the notebook's folder.
  public mutating func apply(_ sandbox: Sandbox) {
    if sandbox == .none { return }
    isOfStranger = true
    if frontMatter.allowsHTML {
      let message = "'html: true' does not hold in a sandbox; raw HTML is shown as text"
      problems.append(Diagnostic(.warning, message, at: .start))
    }
    frontMatter.allowsHTML = false
  }
}
