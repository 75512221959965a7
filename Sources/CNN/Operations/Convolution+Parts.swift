extension Tensor {
  /// Calls `body` with a function that gives the tensor's elements by parts of `size` each.
  func withParts(_ size: Int, _ body: ((Int) -> UnsafeBufferPointer<Float>) -> Void) {
    scalars.withUnsafeBufferPointer { all in
      body { UnsafeBufferPointer(rebasing: all[$0 * size..<($0 + 1) * size]) }
    }
  }

  /// Calls `body` with a function that gives the tensor's elements, to be written, by parts of `size` each.
  mutating func withMutableParts(_ size: Int, _ body: ((Int) -> UnsafeMutableBufferPointer<Float>) -> Void) {
    scalars.withUnsafeMutableBufferPointer { all in
      body { UnsafeMutableBufferPointer(rebasing: all[$0 * size..<($0 + 1) * size]) }
    }
  }
}

extension Convolution {
  /// Returns the filters with in and out exchanged inside each group: `[C, K/groups, R, S]`.
  static func exchangedPlanes(_ w: Tensor, groups: Int) -> Tensor {
    let (filters, channels) = (w.shape[0] / groups, w.shape[1])
    let window = w.shape.droppingFirst.droppingFirst
    let size = window.count
    var exchanged: [Float] = []
    exchanged.reserveCapacity(w.count)
    for group in 0..<groups {
      for c in 0..<channels {
        for k in group * filters..<(group + 1) * filters {
          let start = (k * channels + c) * size
          exchanged += w.scalars[start..<start + size]
        }
      }
    }
    return Tensor(shape: Shape([channels * groups, filters] + window.dimensions), scalars: exchanged)
  }

  /// Adds its bias to each plane of `z` `[N, K, …]`.
  static func add(_ bias: Tensor, to z: inout Tensor) {
    let (planes, size) = (z.shape[0] * z.shape[1], z.shape.droppingFirst.droppingFirst.count)
    for plane in 0..<planes {
      let own = bias.scalars[plane % bias.count]
      for position in plane * size..<(plane + 1) * size { z.scalars[position] += own }
    }
  }
}
