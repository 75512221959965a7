/// Returns the learning rate over the epochs of a training, as a schedule changes it.
///
/// - Parameters:
///   - learningRate: The optimizer's own learning rate.
///   - stepsPerEpoch: The number of points an epoch.
public func scheduleCurve(
  _ schedule: Schedule, learningRate: Float, epochs: Int, stepsPerEpoch: Int = 10,
  title: String = "Learning rate"
) -> Figure {
  let steps = Array(0..<max(0, epochs * stepsPerEpoch))
  return Figure {
    Axes(title, x: "epoch", y: "learning rate") {
      Line(
        x: steps.map { Double($0) / Double(stepsPerEpoch) },
        y: steps.map {
          Double(learningRate) * schedule.factor(step: $0, stepsPerEpoch: stepsPerEpoch, epochs: epochs)
        })
    }
  }
}
