import Foundation

/// `References/training.json`: what PyTorch gives for optimizers, schedules and losses.
struct TrainingReference: Decodable {
  struct Loss: Decodable {
    let value: [Double]
    let gradient: [Double]
  }

  let gradients: [[Float]]
  let optimizers: [String: [[Double]]]
  let epochLosses: [Float]
  let schedules: [String: [Double]]
  let outputs, numbers, parts, weights: [[Float]]
  let positiveWeights: [Float]
  let labels: [Int]
  let classWeights: [Float]
  let probabilities, logProbabilities: [[Float]]
  /// By the name of the loss, then by its reduction.
  let losses: [String: [String: Loss]]

  init() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("References/training.json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}
