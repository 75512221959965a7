/// Returns the norm of each layer's gradient over the steps of a training, on a logarithmic axis.
///
///     ‖∂L/∂θ‖₂,   θ all parameters of a layer taken as one vector, before clipping
///
/// Layers whose gradients are much smaller than those of the others learn more slowly.
///
/// - Parameter smoothing: The factor of ``smoothed(_:factor:)``; 0 shows each step as it was.
/// - Throws: `InterpretationError` when no step was recorded or the factor lies outside [0, 1).
public func gradientNorms(
  _ trace: TrainingTrace, smoothing: Double = 0.8, title: String = "Gradient norm of each layer"
) throws(InterpretationError) -> Figure {
  try layerCurves(trace, smoothing, title, y: "‖∂L/∂θ‖_{2}", \.gradientNorm)
}

/// Returns the change of each layer in a step, as a part of its parameters, on a logarithmic axis.
///
///     ‖θ′ − θ‖₂ / ‖θ‖₂,   θ all parameters of a layer taken as one vector
///
/// with all that the optimizer does: momentum, decay, clipping. The dashed line is at 10⁻³, a rule of thumb:
/// a layer far below it hardly learns, and one far above it may forget what it knew.
///
/// - Parameter smoothing: The factor of ``smoothed(_:factor:)``; 0 shows each step as it was.
/// - Throws: `InterpretationError` when no step was recorded or the factor lies outside [0, 1).
public func updateRatios(
  _ trace: TrainingTrace, smoothing: Double = 0.8, title: String = "Update of each layer"
) throws(InterpretationError) -> Figure {
  try layerCurves(trace, smoothing, title, y: "‖θ′ − θ‖_{2} / ‖θ‖_{2}", \.updateRatio, reference: 1e-3)
}

private func layerCurves(
  _ trace: TrainingTrace, _ smoothing: Double, _ title: String, y: String,
  _ value: KeyPath<TrainingTrace.LayerStep, Double>, reference: Double? = nil
) throws(InterpretationError) -> Figure {
  try checkSmoothing(smoothing, count: trace.steps.count, of: "steps")
  return Figure {
    Axes(title, x: "epoch", y: y, yScale: .log10) {
      for layer in trace.layers.indices {
        Line(
          x: trace.epochs,
          y: smoothed(trace.steps.map { $0[layer][keyPath: value] }, factor: smoothing),
          label: trace.layers[layer])
      }
      if let reference { ReferenceLine(y: reference, label: "10⁻³") }
    }
  }
}
