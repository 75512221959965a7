extension Tensor {
  /// Returns a tensor of numbers evenly distributed over `range`.
  ///
  /// The numbers depend on the seed (the notebook's unless one is given) and the name, so two tensors that
  /// are to differ need two names.
  public static func random(
    _ shape: Shape, in range: ClosedRange<Float> = -1...1, name: String = "tensor", seed: UInt64? = nil
  ) -> Tensor {
    require(
      (range.upperBound - range.lowerBound).isFinite, "random numbers need a finite range, got \(range)")
    var stream = RandomStream(seed: seed ?? Randomness.seed, name: name)
    return Tensor(shape: shape, scalars: (0..<shape.count).map { _ in stream.uniform(in: range) })
  }

  /// Returns a tensor of normally distributed numbers of mean 0 and the given standard deviation.
  public static func randomNormal(
    _ shape: Shape, deviation: Float = 1, name: String = "tensor", seed: UInt64? = nil
  ) -> Tensor {
    var stream = RandomStream(seed: seed ?? Randomness.seed, name: name)
    return Tensor(shape: shape, scalars: (0..<shape.count).map { _ in stream.normal() * deviation })
  }
}
