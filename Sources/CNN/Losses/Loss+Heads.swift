extension Loss {
  /// One of several outputs that a model puts side by side along the channels, with a loss of its own.
  public struct Head: Sendable {
    /// The number of channels of the model's output that belong to it.
    public let outputs: Int
    /// The loss of these channels.
    public let loss: Loss
    /// How much the loss counts in the sum.
    public let weight: Float

    /// Creates a head.
    ///
    /// - Parameters:
    ///   - outputs: The number of channels of the model's output that belong to it; a cross-entropy needs one for each
    ///     class.
    ///   - loss: The loss of these channels.
    ///   - weight: How much the loss counts in the sum.
    /// - Precondition: there is an output.
    public init(_ outputs: Int, _ loss: Loss, weight: Float = 1) {
      require(outputs > 0, "a head has at least one output, got \(outputs)")
      self.outputs = outputs
      self.loss = loss
      self.weight = weight
    }

    /// The number of channels of the targets that belong to it: one for a class, else as many as there are outputs.
    fileprivate var targets: Int { loss.kinds.contains(.values) ? outputs : 1 }

    /// Returns the targets from their channels `[N, …]`: numbers as they are, or the classes that they stand for.
    fileprivate func targets(from channels: Tensor) throws(DataError) -> Targets {
      guard !loss.kinds.contains(.values) else { return .values(channels) }
      var labels: [Int] = []
      for (index, value) in channels.scalars.enumerated() {
        guard let label = Int(exactly: value) else { throw .notWhole(value, index: index) }
        labels.append(label)
      }
      guard channels.rank > 2 else { return .classes(labels) }
      return .classMaps(labels, shape: channels.shape.droppingFirst.droppingFirst.batched(channels.shape[0]))
    }
  }

  /// Returns the weighted sum of the losses of several outputs, which a model puts side by side: `Σ weight · loss`.
  ///
  /// ```swift
  /// let model = Sequential {
  ///   Flatten()
  ///   Parallel {
  ///     Dense(3)  // the scores of three classes
  ///     Dense(4)  // a box
  ///   }
  /// }
  /// let loss = Loss.heads([
  ///   Loss.Head(3, .softmaxCrossEntropy), Loss.Head(4, .smoothL1(), weight: 5),
  /// ])
  /// ```
  ///
  /// The first channels of the outputs `[N, C, …]` belong to the first head, and so on. The targets are numbers
  /// `[N, T, …]`, divided in the same way: a head whose loss takes classes has one channel, the class as a number; others
  /// have one for each output. Here they are `[N, 5]`. The losses are added in the order of the heads. There are no
  /// metrics beside the loss: compute those of a head from its channels of `predict`.
  ///
  /// - Precondition: there is a head.
  public static func heads(_ heads: [Head]) -> Loss {
    require(!heads.isEmpty, "a loss of heads needs at least one")
    return Loss(heads.map(\.loss.name).joined(separator: " + "), for: [.values], heads: heads) {
      outputs, targets in
      var (total, gradients): (Float, [Tensor]) = (0, [])
      do throws(DataError) {
        for (head, own, wanted) in try parts(heads, outputs: outputs.shape, targets: targets) {
          let (loss, gradient) = head.loss.evaluate(outputs.slices(own, along: 1), wanted)
          total += head.weight * loss
          gradients.append(head.weight * gradient)
        }
      } catch {
        require(false, "\(error)")
      }
      return (total, Tensor(concatenating: gradients, along: 1))
    }
  }

  /// Throws unless each head's loss can be computed.
  func checkHeads(_ targets: Targets, images: Int, output: Shape) throws {
    for (head, own, wanted) in try Self.parts(heads, outputs: output.batched(images), targets: targets) {
      let shape = Shape([own.count] + output.dimensions.dropFirst())
      try head.loss.check(wanted, images: images, output: shape)
    }
  }

  /// Returns for each head its channels of the outputs and its targets.
  private static func parts(
    _ heads: [Head], outputs: Shape, targets: Targets
  ) throws(DataError) -> [(head: Head, channels: Range<Int>, targets: Targets)] {
    let count = heads.reduce(0) { $0 + $1.outputs }
    guard outputs.rank > 1, outputs[1] == count else {
      throw .headOutputs(expected: count, got: outputs.droppingFirst)
    }
    guard case .values(let values) = targets else {
      throw .targets(expected: "numbers", got: "\(targets)")
    }
    let expected = Shape(
      [heads.reduce(0) { $0 + $1.targets }] + outputs.dimensions.dropFirst(2))
    guard values.shape.droppingFirst == expected else {
      throw .headTargets(expected: expected, got: values.shape.droppingFirst)
    }
    var (parts, output, target) = ([(head: Head, channels: Range<Int>, targets: Targets)](), 0, 0)
    for head in heads {
      let own = values.slices(target..<target + head.targets, along: 1)
      parts.append((head, output..<output + head.outputs, try head.targets(from: own)))
      (output, target) = (output + head.outputs, target + head.targets)
    }
    return parts
  }
}
