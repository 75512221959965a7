import CNN
import Foundation
import Testing

/// Three steps of a small network, as PyTorch takes them.
struct ReferenceTraining: Decodable {
  struct Step: Decodable {
    let loss: Double
    let params_after: [String: ReferenceCase.Values]
    let running_mean: ReferenceCase.Values
    let running_var: ReferenceCase.Values
    let grads: [String: ReferenceCase.Values]?
  }

  let inputs: [String: ReferenceCase.Values]
  let int_inputs: [String: ReferenceCase.Values]
  let params: [String: ReferenceCase.Values]
  let steps: [Step]
  let eval_logits_after: ReferenceCase.Values

  /// The network's parameters in its order, with their names here.
  static let names = [
    ("w1", "conv1.weight"), ("b1", "conv1.bias"), ("gamma", "bn1.weight"), ("beta", "bn1.bias"),
    ("w2", "fc.weight"), ("b2", "fc.bias"),
  ]

  init(_ name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("References/\(name).json")
    self = try JSONDecoder().decode(ReferenceTraining.self, from: Data(contentsOf: url))
  }
}

@Suite struct ReferenceTrainingTests {
  /// The first step of a rule on the network's parameters, by the gradients that PyTorch has there.
  private func checkFirstStep(_ name: String, _ rule: some Optimizer) throws {
    let reference = try ReferenceTraining(name)
    var rule = rule
    var parameters = try ReferenceTraining.names.map {
      Parameter($0.1, try #require(reference.params[$0.0]).tensor)
    }
    let gradients = try ReferenceTraining.names.map {
      try #require(reference.steps[0].grads?[$0.0]).tensor
    }
    rule.update(&parameters, gradients: gradients)
    for (parameter, names) in zip(parameters, ReferenceTraining.names) {
      // The convolution's bias has no effect before a normalization: its gradient is rounding error, whose
      // sign Adam turns into a full step.
      if names.0 == "b1" { continue }
      let want = try #require(reference.steps[0].params_after[names.0])
      #expect(agrees(parameter.value, want), "\(name): \(names.1)")
    }
  }

  @Test func theFirstStepIsPyTorchs() throws {
    try checkFirstStep("train_cnn_sgd", .sgd(0.1, momentum: 0.9))
    try checkFirstStep("train_cnn_adam", .adam(0.01))
  }
}
