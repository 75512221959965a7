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

extension History {
  /// Why a training ended.
  public enum Ending: Sendable, Equatable, CustomStringConvertible {
    /// All epochs are done.
    case lastEpoch
    /// All epochs are done, and the last was not the best: early stopping has given the model the best one's parameters.
    case bestEpoch(Int)
    /// The loss changed no more.
    case converged(epoch: Int)
    /// The loss fell no more; the model has the parameters of the best epoch.
    case early(epoch: Int, best: Int)

    /// What happened, in a sentence.
    public var description: String {
      switch self {
      case .lastEpoch: "All epochs are done."
      case .bestEpoch(let best): "All epochs are done; the model is that of epoch \(best), the best."
      case .converged(let epoch): "Converged in epoch \(epoch)."
      case .early(let epoch, let best):
        "Stopped after epoch \(epoch), as the loss fell no more; the model is that of epoch \(best)."
      }
    }
  }
}

/// Returns the values with their ups and downs smoothed out: an exponential moving average without a bias.
///
///     m[t] = β·m[t−1] + (1−β)·x[t],   m[−1] = 0,   y[t] = m[t] / (1 − βᵗ⁺¹)
///
/// It looks back over about `1/(1−β)` values. The division makes the first ones means of what there is, instead
/// of pulling them to 0. A value that is not finite is left out, and stays a gap.
///
/// - Parameter factor: β, at least 0 (which changes nothing) and less than 1.
/// - Precondition: the factor lies in its range.
/// - SeeAlso: Kingma and Ba, "Adam", ICLR 2015, section 3, for the correction.
public func smoothed(_ values: [Double], factor: Double) -> [Double] {
  require(factor >= 0 && factor < 1, "a smoothing factor is at least 0 and less than 1, got \(factor)")
  if factor == 0 { return values }
  var (mean, weight) = (0.0, 0.0)
  return values.map { value in
    guard value.isFinite else { return value }
    mean = factor * mean + (1 - factor) * value
    weight = factor * weight + (1 - factor)
    return mean / weight
  }
}
