/// Returns the loss of each epoch, on the training and on the validation images.
///
/// - Parameter smoothing: The factor of ``smoothed(_:factor:)``; with one, the epochs' own values are dotted.
/// - Throws: `InterpretationError` when there is no epoch or the factor lies outside [0, 1).
public func lossCurve(
  _ history: History, smoothing: Double, title: String = "Loss"
) throws(InterpretationError) -> Figure {
  try checkSmoothing(smoothing, count: history.epochs.count, of: "epochs")
  return curve(history, title: title, y: "loss", smoothing: smoothing, \.loss)
}

/// Returns the part of right answers after each epoch, on the training and on the validation images.
///
/// - Parameter smoothing: The factor of ``smoothed(_:factor:)``; with one, the epochs' own values are dotted.
/// - Throws: `InterpretationError` when there is no epoch or the factor lies outside [0, 1).
public func accuracyCurve(
  _ history: History, smoothing: Double, title: String = "Accuracy"
) throws(InterpretationError) -> Figure {
  try checkSmoothing(smoothing, count: history.epochs.count, of: "epochs")
  return curve(history, title: title, y: "accuracy", smoothing: smoothing, \.accuracy)
}

/// Returns a metric of each epoch, on the training and on the validation images, such as `metricCurve(history, .meanIoU)`.
///
/// - Throws: `InterpretationError` when the metric is not one of the training's.
public func metricCurve(_ history: History, _ metric: Metric, title: String? = nil)
  throws(InterpretationError) -> Figure
{
  guard history.epochs.contains(where: { $0.training.metrics[metric] != nil }) else {
    throw .nothing("metric called \(metric.rawValue)")
  }
  let name = metric.rawValue
  return curve(
    history, title: title ?? name.prefix(1).uppercased() + name.dropFirst(), y: name, smoothing: 0
  ) { $0.metrics[metric] ?? .nan }
}

/// Returns the loss of each epoch, on the training and on the validation images.
public func lossCurve(_ history: History, title: String = "Loss") -> Figure {
  curve(history, title: title, y: "loss", smoothing: 0, \.loss)
}

/// Returns the part of right answers after each epoch, on the training and on the validation images.
public func accuracyCurve(_ history: History, title: String = "Accuracy") -> Figure {
  curve(history, title: title, y: "accuracy", smoothing: 0, \.accuracy)
}

/// Returns the loss of each step's batch as dots, and their course as a line.
///
/// - Parameter smoothing: The factor of ``smoothed(_:factor:)``: 0.8 looks back over about five steps.
/// - Throws: `InterpretationError` when no step was recorded or the factor lies outside [0, 1).
public func lossCurve(
  _ trace: TrainingTrace, smoothing: Double = 0.8, title: String = "Loss of each batch"
) throws(InterpretationError) -> Figure {
  try checkSmoothing(smoothing, count: trace.steps.count, of: "steps")
  let losses = trace.losses.map(Double.init)
  return Figure {
    Axes(title, x: "epoch", y: "loss") {
      Points(x: trace.epochs, y: losses, label: "batch", color: .gray)
      Line(
        x: trace.epochs, y: smoothed(losses, factor: smoothing),
        label: "smoothed, β = \(text(smoothing))", color: .blue)
    }
  }
}

/// Throws unless there is something to smooth, and the factor lies in its range.
func checkSmoothing(_ factor: Double, count: Int, of what: String) throws(InterpretationError) {
  guard count > 0 else { throw .nothing("recorded \(what)") }
  guard factor >= 0 && factor < 1 else {
    throw .outOfRange("smoothing", value: "\(factor)", allowed: "at least 0 and less than 1")
  }
}

private func curve(
  _ history: History, title: String, y: String, smoothing: Double,
  _ value: (Evaluation) -> Float
) -> Figure {
  let epochs = history.epochs.map { Double($0.number) }
  let judged = history.epochs.filter { $0.validation != nil }
  var series = [("training", epochs, history.epochs.map { Double(value($0.training)) })]
  if !judged.isEmpty {
    series.append(
      (
        "validation", judged.map { Double($0.number) },
        judged.compactMap { $0.validation.map { Double(value($0)) } }
      ))
  }
  return Figure {
    Axes(title, x: "epoch", y: y) {
      for ((name, epochs, values), color) in zip(series, [SeriesColor.blue, .orange]) {
        if smoothing > 0 { Line(x: epochs, y: values, color: color, dash: .dotted) }
        Line(
          x: epochs, y: smoothed(values, factor: smoothing),
          label: smoothing > 0 ? "\(name), smoothed" : name, color: color)
      }
    }
  }
}
