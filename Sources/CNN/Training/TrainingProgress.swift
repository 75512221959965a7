#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Tells the reader how far a training has come.
///
/// The time that is left is shown while it runs and kept nowhere.
struct TrainingProgress {
  let epochs: Int
  let stepsPerEpoch: Int
  /// The steps that were done before this run, in another one that a checkpoint kept.
  let stepsBefore: Int
  private let begin = TrainingProgress.now()

  init(epochs: Int, stepsPerEpoch: Int, stepsBefore: Int) {
    self.epochs = epochs
    self.stepsPerEpoch = stepsPerEpoch
    self.stepsBefore = stepsBefore
  }

  /// Reports after a step of an epoch, both from 1, about four times an epoch.
  func report(epoch: Int, step: Int, evaluation: @autoclosure () -> Evaluation) {
    guard step % max(1, stepsPerEpoch / 4) == 0 || step == stepsPerEpoch else { return }
    let completed = (epoch - 1) * stepsPerEpoch + step
    let total = epochs * stepsPerEpoch
    let perStep = (TrainingProgress.now() - begin) / Double(completed - stepsBefore)
    // First what a narrow terminal must not cut off.
    let detail =
      "\(Self.text(seconds: perStep * Double(total - completed))) left, epoch \(epoch) of \(epochs), \(evaluation())"
    display(progress: ProgressReport(task: "training", completed: completed, total: total, detail: detail))
  }

  private static func text(seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded(.up))
    return whole < 60 ? "\(whole) s" : whole < 3600 ? "\(whole / 60) min" : "\(whole / 3600) h"
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
