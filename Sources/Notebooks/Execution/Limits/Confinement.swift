/// What cells are kept from, whatever a notebook asks for.
public struct Confinement: Sendable, Equatable {
  /// What the cells of every notebook may use; one that says nothing has these, and none gets more.
  public var limits = ResourceLimits()
  /// Whether cells can neither write outside a folder of the run nor reach the network.
  public var isSandboxed = false

  /// Creates a confinement to the usual limits.
  public init(limits: ResourceLimits = ResourceLimits(), isSandboxed: Bool = false) {
    self.limits = limits
    self.isSandboxed = isSandboxed
  }

  /// What the cells of a notebook may use that asks for `wanted`.
  package func limits(wanted: ResourceLimits) -> ResourceLimits {
    ResourceLimits.usual.replaced(by: limits).replaced(by: wanted).tightened(by: limits)
  }
}
