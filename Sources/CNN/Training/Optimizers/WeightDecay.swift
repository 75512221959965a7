extension Parameter {
  /// Whether weight decay pulls the parameter toward 0: it does so with weights, and only with them.
  ///
  /// Biases, and the scales and shifts of normalizations, are left alone: they have one number a channel,
  /// cost no capacity, and shrinking them only shifts the outputs. A weight has two or more axes and is not
  /// called `bias`.
  public var isDecayed: Bool { value.rank >= 2 && !(name == "bias" || name.hasSuffix(".bias")) }

  /// The decay λ for this parameter: `decay`, or 0 for one that is left alone.
  func effective(_ decay: Float) -> Float { isDecayed ? decay : 0 }
}
