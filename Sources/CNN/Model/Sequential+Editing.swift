extension Sequential {
  /// Returns the model without its last layers; what is left keeps its parameters.
  ///
  /// - Precondition: there are more layers than that.
  public func dropLast(_ count: Int = 1) -> Sequential {
    require(
      count >= 0 && count < layers.count,
      "the last \(count) layers cannot be dropped from a model of \(layers.count)")
    var model = self
    model.replaceLayers(Array(layers.dropLast(count)))
    return model
  }

  /// Returns the model with more layers at its end; those that are there keep their parameters.
  ///
  /// If the model is built, the new layers are named and built, too.
  ///
  /// - Parameter seed: The seed of the new layers' parameters; the notebook's if none is given.
  /// - Throws: `ShapeError` when the new layers cannot take what the model gives, or a name is taken.
  public func appending(
    seed: UInt64? = nil, @LayerBuilder _ layers: () -> [any Layer]
  ) throws(ShapeError) -> Sequential {
    var model = self
    var all = self.layers + layers()
    if let outputShape, all.count > self.layers.count {
      try prefixing { () throws(ShapeError) in try Self.name(&all) }
      var added = Sequential(name: name) { Array(all[self.layers.count...]) }
      try added.build(input: outputShape, seed: seed)
      all = self.layers + added.layers
    }
    model.replaceLayers(all)
    return model
  }
}
