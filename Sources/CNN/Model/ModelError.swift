/// Why a model cannot be used as asked.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  /// The model has no parameters yet.
  case notBuilt
  /// There is no layer of that name; the names that there are.
  case noLayer(String, known: [String])
  /// The layer has no filters to show.
  case noFilters(String)
  /// The layer's output is no stack of maps.
  case noMaps(String, shape: Shape)
  /// Training would change nothing.
  case allFrozen
  /// A training step would get fewer inputs than a layer can learn from.
  case batchTooSmall(layer: String, least: Int, got: Int)

  /// What happened, and a remedy.
  public var description: String {
    switch self {
    case .notBuilt:
      "the model is not built. Call `try model.build(input: …)` with the shape of one input first."
    case .noLayer(let name, let known):
      "there is no layer \"\(name)\"; the layers are \(known.joined(separator: ", "))."
    case .noFilters(let name):
      "layer \"\(name)\" has no filters; only convolutions have."
    case .noMaps(let name, let shape):
      "layer \"\(name)\" gives \(shape), which is no stack of maps [channels, rows, columns]."
    case .allFrozen:
      "all layers are frozen, so there is nothing to train. Call `try model.unfreeze(…)` with the names of "
        + "those that are to learn."
    case .batchTooSmall(let layer, let least, let got):
      "layer \"\(layer)\" normalizes over the batch and cannot train on fewer than \(least) inputs, "
        + "but a batch would have \(got). Choose a batchSize that leaves no such rest."
    }
  }
}
