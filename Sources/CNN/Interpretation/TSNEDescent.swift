/// The descent of t-SNE: points, their velocities, and how fast each coordinate may go.
struct TSNEDescent {
  private let p: [Double]
  private let count: Int
  private var y: [Double]
  private var velocities: [Double]
  private var gains: [Double]
  private var kernel: [Double]

  init(affinities: [Double], count: Int, seed: UInt64) {
    p = affinities
    self.count = count
    var stream = RandomStream(seed: seed, name: "tsne")
    y = (0..<2 * count).map { _ in 0.01 * Double(stream.normal()) }
    velocities = Array(repeating: 0, count: 2 * count)
    gains = Array(repeating: 1, count: 2 * count)
    kernel = Array(repeating: 0, count: count * count)
  }

  /// The points, `[N, 2]`.
  var points: Tensor { Tensor(shape: [count, 2], scalars: y.map(Float.init)) }

  /// The divergence of the points from the samples: `Σ p·ln(p/q)`.
  var divergence: Double {
    mutating get {
      let total = fillKernel()
      var sum = 0.0
      for (p, near) in zip(p, kernel) where p > 0 { sum += p * Elementary.log(p * total / near) }
      return sum
    }
  }

  /// Moves all points by one step.
  mutating func step(rate: Double, momentum: Double, exaggeration: Double) {
    let total = fillKernel()
    var gradient = Array(repeating: 0.0, count: 2 * count)
    for i in 0..<count {
      var (across, down) = (0.0, 0.0)
      for j in 0..<count {
        let near = kernel[i * count + j]
        let pull = (exaggeration * p[i * count + j] - near / total) * near
        across += pull * (y[2 * i] - y[2 * j])
        down += pull * (y[2 * i + 1] - y[2 * j + 1])
      }
      (gradient[2 * i], gradient[2 * i + 1]) = (4 * across, 4 * down)
    }
    for k in y.indices {
      // A coordinate that keeps its direction goes faster, one that turns back slower (Jacobs, 1988).
      let keepsDirection = (gradient[k] > 0) != (velocities[k] > 0)
      gains[k] = max(0.01, keepsDirection ? gains[k] + 0.2 : gains[k] * 0.8)
      velocities[k] = momentum * velocities[k] - rate * gains[k] * gradient[k]
      y[k] += velocities[k]
    }
    center()
  }

  /// Computes `1/(1 + ‖y[i] − y[j]‖²)` for all pairs, and returns their sum.
  private mutating func fillKernel() -> Double {
    var total = 0.0
    for i in 0..<count {
      for j in 0..<i {
        let (across, down) = (y[2 * i] - y[2 * j], y[2 * i + 1] - y[2 * j + 1])
        let near = 1 / (1 + across * across + down * down)
        (kernel[i * count + j], kernel[j * count + i]) = (near, near)
        total += 2 * near
      }
    }
    return total
  }

  /// Puts the mean of the points at the origin.
  private mutating func center() {
    for axis in 0..<2 {
      var sum = 0.0
      for i in 0..<count { sum += y[2 * i + axis] }
      for i in 0..<count { y[2 * i + axis] -= sum / Double(count) }
    }
  }
}
