/// How a training went, epoch by epoch.
public struct History: Sendable, Equatable {
  /// The figures of one epoch.
  public struct Epoch: Sendable, Equatable {
    /// The number of the epoch, from 1.
    public let number: Int
    /// The mean training loss and the metrics over the epoch's batches, each taken before its step.
    public let training: Evaluation
    /// The loss and metrics on the validation images after the epoch, if there are such.
    public let validation: Evaluation?
    /// The learning rate of the epoch's last step.
    public let learningRate: Float

    /// The mean training loss.
    public var loss: Float { training.loss }
    /// The part of the training images that were right; NaN if the targets are numbers.
    public var accuracy: Float { training.accuracy }
  }

  /// The epochs, first to last.
  public internal(set) var epochs: [Epoch] = []
  /// Why the training ended.
  public internal(set) var ending = Ending.lastEpoch
}

/// How well a model does on a dataset.
public struct Evaluation: Sendable, Equatable, CustomStringConvertible {
  /// The mean loss.
  public let loss: Float
  /// What suits the targets: the accuracy for classes, also the mean IoU for label maps, MAE and RMSE for numbers.
  public let metrics: [Metric: Float]

  /// The part of the images, or positions, that are right, from 0 to 1; NaN if the targets are numbers.
  public var accuracy: Float { metrics[.accuracy] ?? .nan }

  /// The loss and the metrics in a line.
  public var description: String {
    (["loss \(NumberFormat.fixed(Double(loss), positions: 4))"]
      + Metric.allCases.compactMap { metric in
        metrics[metric].map { "\(metric.rawValue) \(metric.text($0))" }
      })
      .joined(separator: ", ")
  }
}

extension History: Displayable, CustomStringConvertible {
  /// The epochs as a table.
  public var table: Table {
    let metrics = Metric.allCases.filter { epochs.first?.training.metrics[$0] != nil }
    func texts(_ evaluation: Evaluation) -> [String] {
      [NumberFormat.fixed(Double(evaluation.loss), positions: 4)]
        + metrics.map { $0.text(evaluation.metrics[$0] ?? .nan) }
    }
    let names = ["loss"] + metrics.map(\.rawValue)
    let hasValidation = epochs.contains { $0.validation != nil }
    return Table(
      columns: ["epoch"] + names + (hasValidation ? names.map { "validation \($0)" } : []),
      rows: epochs.map { ["\($0.number)"] + texts($0.training) + ($0.validation.map(texts) ?? []) })
  }

  /// The epochs as a table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The epochs as an aligned text.
  public var description: String { table.description }
}

extension NumberFormat {
  /// Returns a part of 1 as percent with one decimal.
  static func percent(_ part: Float) -> String { fixed(Double(part) * 100, positions: 1) + " %" }
}
