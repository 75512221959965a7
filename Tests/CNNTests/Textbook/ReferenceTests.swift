import CNN
import Testing

/// The textbook in double precision against other libraries.
@Suite struct ReferenceTests {
  @Test(arguments: ["dense_5x7_3", "dense_nobias"])
  func dense(name: String) throws {
    let reference = try ReferenceCase(name)
    let x = try #require(reference.inputs["x"]).array(Double.self)
    let w = try #require(reference.params["w"]).array(Double.self)
    #expect(agrees(Textbook.dense(x, w, bias: reference.params["b"]?.array()), reference.y, 1e-10))
    let (dx, dw, db) = Textbook.denseBackward(reference.dy.array(), x: x, w: w)
    #expect(agrees(dx, try #require(reference.grads["x"]), 1e-10))
    #expect(agrees(dw, try #require(reference.grads["w"]), 1e-10))
    if let want = reference.grads["b"] { #expect(agrees(db, want, 1e-10)) }
  }

  @Test(arguments: ["softmaxce_mean", "softmaxce_sum", "softmaxce_huge_logits"])
  func softmaxCrossEntropy(name: String) throws {
    let reference = try ReferenceCase(name)
    let logits = try #require(reference.inputs["x"]).array(Double.self)
    let labels = try #require(reference.int_inputs?["target"]).data.map { Int($0) }
    let (losses, ds) = Textbook.softmaxCrossEntropy(logits, labels: labels)
    let divisor = reference.attrs.reduction == "mean" ? Double(labels.count) : 1
    let loss = Textbook.sum(losses) / divisor
    #expect((loss - reference.y.data[0]).magnitude <= 1e-10 * max(1, reference.y.data[0].magnitude))
    let gradient = NDArray(shape: ds.shape, scalars: ds.scalars.map { $0 / divisor })
    #expect(agrees(gradient, try #require(reference.grads["x"]), 1e-10))
    if divisor > 1 {
      let (fast, fastGradient) = SoftmaxCrossEntropy.mean(Tensor(logits), labels: labels)
      #expect((Double(fast) - loss).magnitude <= 2e-5 * max(1, loss.magnitude))
      #expect(agrees(fastGradient, try #require(reference.grads["x"])))
    }
  }
}
