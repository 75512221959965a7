/// How a training went, epoch by epoch.
public struct History: Sendable, Equatable {
  /// The figures of one epoch.
  public struct Epoch: Sendable, Equatable {
    /// The number of the epoch, from 1.
    public let number: Int
    /// The mean training loss over the epoch's batches, each taken before its step.
    public let loss: Float
    /// The part of the training images that were right, likewise.
    public let accuracy: Float
    /// The loss and accuracy on the validation images after the epoch, if there are such.
    public let validation: Evaluation?
    /// The learning rate of the epoch's last step.
    public let learningRate: Float
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
  /// The part of the images that are right, from 0 to 1.
  public let accuracy: Float

  /// Both in a line.
  public var description: String {
    "loss \(NumberFormat.fixed(Double(loss), places: 4)), accuracy \(NumberFormat.percent(accuracy))"
  }
}

extension History: Displayable, CustomStringConvertible {
  /// The epochs as a table.
  public var table: Table {
    let hasValidation = epochs.contains { $0.validation != nil }
    return Table(
      columns: ["epoch", "loss", "accuracy"]
        + (hasValidation ? ["validation loss", "validation accuracy"] : []),
      rows: epochs.map { epoch in
        let own = [NumberFormat.fixed(Double(epoch.loss), places: 4), NumberFormat.percent(epoch.accuracy)]
        let validation = epoch.validation.map {
          [NumberFormat.fixed(Double($0.loss), places: 4), NumberFormat.percent($0.accuracy)]
        }
        return ["\(epoch.number)"] + own + (hasValidation ? validation ?? ["", ""] : [])
      })
  }

  /// The epochs as a table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The epochs as an aligned text.
  public var description: String { table.description }
}

extension NumberFormat {
  /// Returns a part of 1 as percent with one decimal.
  static func percent(_ part: Float) -> String { fixed(Double(part) * 100, places: 1) + " %" }
}
