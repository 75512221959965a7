/// The backward pass of a layer, step by step, with every intermediate result.
public struct BackwardExplanation: Sendable {
  /// One step on the way to a gradient.
  public struct Step: Sendable {
    /// What is computed in the end: `dx`, `dw` or `db`.
    public let gradient: String
    /// What the step does.
    public let action: String
    /// What it gives.
    public let result: Tensor

    /// Creates a step.
    public init(gradient: String, action: String, result: Tensor) {
      self.gradient = gradient
      self.action = action
      self.result = result
    }
  }

  /// How far one way to a gradient is from the layer's own result.
  public struct Agreement: Sendable {
    /// The gradient: `dx` or `dw`.
    public let gradient: String
    /// The way: sliding filters, the textbook's loops, or a matrix product.
    public let route: String
    /// The largest difference from the layer's gradient, as a part of its largest number.
    ///
    /// If that is less than 1, it is a part of 1.
    public let difference: Double
  }

  /// The name of the layer.
  public let layer: String
  /// The gradient to the output, with which it starts.
  public let upstream: Tensor
  /// The steps, first to last: to `dx`, to `dw`, and to `db` if there is a bias.
  public let steps: [Step]
  /// How well the routes agree with the layer's own gradients.
  public let agreements: [Agreement]

  /// The gradient to the input, a batch, as the steps give it.
  public var dx: Tensor { last("dx") }

  /// The gradient to the weights as the steps give it.
  public var dw: Tensor { last("dw") }

  /// Whether all routes agree within the rounding of single precision.
  public var agrees: Bool { agreements.allSatisfy { $0.difference <= 1e-5 } }

  private func last(_ gradient: String) -> Tensor {
    steps.last { $0.gradient == gradient }?.result ?? upstream
  }
}

extension BackwardExplanation: Displayable, CustomStringConvertible {
  /// The steps with the shapes of what they give, and how the routes agree.
  public var table: Table {
    var rows = [["", "start with dz, the gradient to the output", "\(upstream.shape)"]]
    var previous = ""
    for step in steps {
      rows.append([step.gradient == previous ? "" : step.gradient, step.action, "\(step.result.shape)"])
      previous = step.gradient
    }
    for agreement in agreements {
      let isClose = agreement.difference <= 1e-5
      rows.append(["check \(agreement.gradient)", agreement.route, isClose ? "agrees" : "DIFFERS"])
    }
    return Table("backward pass of \(layer)", columns: ["gradient", "step", "shape"], rows: rows)
  }

  /// The steps as a table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The steps as an aligned text.
  public var description: String { "\(table.caption)\n\(table)" }
}
