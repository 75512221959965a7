import CNN
import Testing

/// The fused cross-entropy against other libraries, in single precision and, by the loops, in double.
@Suite struct CrossEntropyReferenceTests {
  @Test(
    arguments: [
      "softmaxce_mean", "softmaxce_sum", "softmaxce_huge_logits", "softmaxce_smooth01",
      "softmaxce_soft_targets",
    ])
  func reference(name: String) throws {
    let reference = try ReferenceCase(name)
    let logits = try #require(reference.inputs["x"])
    let want = try #require(reference.grads["x"])
    let smoothing = reference.attrs.label_smoothing ?? 0
    let reduction = try #require(Reduction(rawValue: reference.attrs.reduction ?? ""))
    let classes = logits.shape[1]
    let result: LossResult
    var targets = NDArray<Double>(zeros: Shape(logits.shape))
    if let soft = reference.state_in?["soft_target"] {
      result = try softmaxCrossEntropy(logits.tensor, targets: soft.tensor, reduction: reduction)
      targets = soft.array()
    } else {
      let labels = try #require(reference.int_inputs?["target"]).data.map { Int($0) }
      result = try softmaxCrossEntropy(
        logits.tensor, labels: labels, labelSmoothing: Float(smoothing), reduction: reduction)
      for (n, label) in labels.enumerated() {
        for c in 0..<classes {
          targets[n, c] = (c == label ? 1 - smoothing : 0) + smoothing / Double(classes)
        }
      }
    }
    #expect(agrees(result.gradient, want))
    #expect(agrees(result.value.reshaped(Shape(reference.y.shape)), reference.y))

    let (losses, ds) = Textbook.softmaxCrossEntropy(logits.array(Double.self), targets: targets)
    let divisor = reduction == .mean ? Double(logits.shape[0]) : 1
    let value = NDArray<Double>(shape: Shape(reference.y.shape), scalars: [Textbook.sum(losses) / divisor])
    #expect(agrees(value, reference.y, 1e-10))
    #expect(agrees(NDArray(shape: ds.shape, scalars: ds.scalars.map { $0 / divisor }), want, 1e-10))
  }
}
