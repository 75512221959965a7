extension Parameter {
  /// Lowers each number θ by what `rule` returns for its gradient `g = ∂L/∂θ + λ·θ` and what it remembers.
  ///
  /// - Parameter decay: λ for a weight; other parameters have none.
  @inline(__always)
  mutating func lower(
    by gradient: Tensor, decay: Float, remembering memory: inout Tensor,
    _ rule: (_ g: Float, _ memory: inout Float) -> Float
  ) {
    requireSameShape(gradient, memory)
    let decay = effective(decay)
    value.scalars.withUnsafeMutableBufferPointer { values in
      memory.scalars.withUnsafeMutableBufferPointer { memory in
        gradient.scalars.withUnsafeBufferPointer { gradients in
          for index in values.indices {
            let g = decay == 0 ? gradients[index] : gradients[index] + decay * values[index]
            values[index] -= rule(g, &memory[index])
          }
        }
      }
    }
  }

  /// The same for a rule that remembers two numbers for each; first, θ is multiplied by `factor`.
  @inline(__always)
  mutating func lower(
    by gradient: Tensor, decay: Float, factor: Float = 1,
    remembering first: inout Tensor, _ second: inout Tensor,
    _ rule: (_ g: Float, _ first: inout Float, _ second: inout Float) -> Float
  ) {
    requireSameShape(gradient, first)
    requireSameShape(gradient, second)
    let decay = effective(decay)
    value.scalars.withUnsafeMutableBufferPointer { values in
      first.scalars.withUnsafeMutableBufferPointer { first in
        second.scalars.withUnsafeMutableBufferPointer { second in
          gradient.scalars.withUnsafeBufferPointer { gradients in
            for index in values.indices {
              let g = decay == 0 ? gradients[index] : gradients[index] + decay * values[index]
              values[index] = values[index] * factor - rule(g, &first[index], &second[index])
            }
          }
        }
      }
    }
  }

  private func requireSameShape(_ gradient: Tensor, _ memory: Tensor) {
    require(
      gradient.shape == value.shape && memory.shape == value.shape,
      "\(name) has shape \(value.shape), its gradient \(gradient.shape) and its memory \(memory.shape)")
  }
}
