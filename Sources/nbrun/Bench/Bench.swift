internal import CNN
internal import Foundation

/// The measurements at one level and number of threads.
struct Bench {
  let level: String
  let threads: Int
  let only: String
  let seconds: Double

  func run() -> [Measurement] {
    let peak = KernelLimits.operationsPerSecond()
    var results = [
      Measurement(
        name: "products in registers", level: level, threads: threads, milliseconds: 0,
        gigaflops: peak * 1e-9,
        share: 1)
    ]
    if isAskedFor("parallel region"), let time = KernelLimits.secondsOfRegion() {
      results.append(measurement("parallel region", time, gigaflops: nil, gigabytes: nil, share: nil))
    }
    for layer in BenchLayer.all { results += measure(layer, peak: peak) }
    results += measureMemoryBound()
    results += measureNetworks()
    return results
  }

  /// Measures the three sums of a convolution.
  private func measure(_ layer: BenchLayer, peak: Double) -> [Measurement] {
    let names = ["forward", "gradient to input", "gradient to filter"].map { "\(layer.name) \($0)" }
    guard names.contains(where: isAskedFor) else { return [] }
    let (g, x, w, dz) = (layer.geometry, layer.images, layer.filters, layer.gradient)
    let b = Tensor.zeros([layer.filterCount])
    let sums: [() -> Void] = [
      { _ = Convolution.forward(x, w, bias: b, geometry: g) },
      { _ = Convolution.backwardInput(dz, w, geometry: g) },
      { _ = Convolution.backwardFilter(dz, x, geometry: g) },
    ]
    return zip(names, sums).compactMap { name, body in
      time(name, body).map { time in
        let rate = layer.operations / time
        return measurement(
          name, time, gigaflops: rate * 1e-9, gigabytes: nil, share: rate / peak)
      }
    }
  }

  /// Measures an operation that is bound by memory: it reads and writes `bytes`.
  func measure(_ name: String, bytes: Int, _ body: () -> Void) -> Measurement? {
    time(name, body).map { time in
      let rate = Double(bytes) / time
      return measurement(
        name, time, gigaflops: nil, gigabytes: rate * 1e-9,
        share: rate / KernelLimits.bytesPerSecond(footprint: bytes))
    }
  }

  func measurement(
    _ name: String, _ time: Double, gigaflops: Double?, gigabytes: Double?, share: Double?
  ) -> Measurement {
    Measurement(
      name: name, level: level, threads: threads, milliseconds: time * 1e3, gigaflops: gigaflops,
      gigabytes: gigabytes, share: share)
  }

  /// Returns the least time of a call; nil if it is not asked for.
  func time(_ name: String, _ body: () -> Void) -> Double? {
    guard isAskedFor(name) else { return nil }
    return Stopwatch.least(seconds: seconds, body)
  }

  /// Whether a measurement is wanted.
  func isAskedFor(_ name: String) -> Bool { only.isEmpty || name.contains(only) }
}
