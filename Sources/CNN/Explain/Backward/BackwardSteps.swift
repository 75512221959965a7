/// What a layer tells of its backward pass: the steps, and the same gradients found in other ways.
public struct BackwardSteps: Sendable {
  /// A gradient found in another way than by the steps.
  public struct Check: Sendable {
    /// The gradient: `dx` or `dw`.
    public let gradient: String
    /// The way.
    public let route: String
    /// What it gives.
    public let result: Tensor

    /// Creates a check.
    public init(_ gradient: String, _ route: String, _ result: Tensor) {
      self.gradient = gradient
      self.route = route
      self.result = result
    }
  }

  /// The steps, first to last: to `dx`, to `dw`, and to `db` if there is a bias.
  public let steps: [BackwardExplanation.Step]
  /// The same gradients in other ways.
  public let checks: [Check]

  /// Creates an account.
  public init(steps: [BackwardExplanation.Step], checks: [Check]) {
    self.steps = steps
    self.checks = checks
  }
}
