/// What one pass through the members of a group gives.
struct GroupPasses {
  /// The group's output.
  var output: Tensor
  /// The pullbacks of the members, in their order.
  var pullbacks: [Pullback] = []
  /// The new values of all buffers, after a training step.
  var buffers: [Tensor] = []
  /// The number of channels of each tensor that the output is made of.
  fileprivate var channels: [Int] = []
  /// Whether the gradient to each member's output is needed: it or one before it learns, or the input's is wanted.
  fileprivate var needsGradient: [Bool] = []

  fileprivate mutating func reserve(_ count: Int) {
    pullbacks.reserveCapacity(count)
    needsGradient.reserveCapacity(count)
  }

  /// Whether the gradient to what comes from `source` is needed.
  fileprivate func needsGradient(to source: Wiring.Source, _ context: Context) -> Bool {
    if case .member(let index) = source { needsGradient[index] } else { context.needsInputGradient }
  }
}

extension LayerGroup {
  /// Returns what the members' outputs make, and the pullback through all members.
  ///
  /// A gradient that comes from several positions is added up in the order of the members, that of the output last.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let (members, wiring) = (members, wiring)
    var passes = passes(x, context: inner(context), fuses: true)
    let (output, buffers) = (passes.output, passes.buffers)
    // The backward pass must not keep what only the next layer needs.
    (passes.output, passes.buffers) = ([], [])
    return ForwardPass(output, buffers: buffers) { [passes] dy in
      let parts =
        wiring.outputs.count > 1 && wiring.joint == .concatenation
        ? splitChannels(dy, counts: passes.channels) : wiring.outputs.map { _ in dy }
      /// What comes back to each source, the last summand first.
      var gradients: [Wiring.Source: [Tensor]] = [:]
      for (source, part) in zip(wiring.outputs, parts).reversed() {
        gradients[source, default: []].append(part)
      }
      /// A source's gradient; nobody asks for it before all of it has come.
      func gradient(to source: Wiring.Source) -> Tensor {
        let parts = (gradients.removeValue(forKey: source) ?? []).reversed()
        return parts.dropFirst().reduce(parts.first ?? []) { $0 + $1 }
      }
      var parameters: [[Tensor]] = []
      for index in passes.pullbacks.indices.reversed() where passes.needsGradient[index] {
        let own = members[index].trainable(passes.pullbacks[index](gradient(to: .member(index))))
        parameters.append(own.parameters)
        let source = wiring.sources[index]
        if passes.needsGradient(to: source, context) { gradients[source, default: []].append(own.input) }
      }
      return LayerGradients(
        input: context.needsInputGradient ? gradient(to: .input) : [],
        parameters: parameters.reversed().flatMap(\.self))
    }
  }

  /// Runs a batch through the members.
  ///
  /// - Parameter fuses: Whether members may be fused with the ReLU layers beside them. The bits are the same; but what a
  ///   member returns then is not always the gradient to its own input.
  func passes(_ x: Tensor, context: Context, fuses: Bool) -> GroupPasses {
    let (members, wiring) = (members, wiring)
    let fused = fuses ? fusedReLUs(members, wiring) : members.map { _ in [] }
    let isPulledBack = context.needsInputGradient || context.needsParameterGradients
    var passes = GroupPasses(output: x)
    // Outputs are kept as long as a member takes them.
    var outputs: [Tensor?] = []
    outputs.reserveCapacity(members.count)
    if isPulledBack { passes.reserve(members.count) }
    func value(of source: Wiring.Source) -> Tensor {
      if case .member(let index) = source { outputs[index] ?? x } else { x }
    }
    for (index, member) in members.enumerated() {
      let source = wiring.sources[index]
      let learns = context.needsParameterGradients && member.learns
      var own = learns ? context : member.adapted(context)
      own.needsInputGradient = isPulledBack && passes.needsGradient(to: source, context)
      own.fusedReLUs = fused[index]
      let input = value(of: source)
      if wiring.continues(at: index) { outputs[index - 1] = nil }
      let pass =
        if let share = own.share, !(member is any DataParallelLayer) {
          member.gatheredPass(input, context: own, share: share)
        } else if fuses && member.isReLU {
          fusedReLU(
            input, isApplied: index > 0 && fused[index - 1].contains(.after),
            isPulledBack: index + 1 < fused.count && fused[index + 1].contains(.before))
        } else {
          member.forward(input, context: own)
        }
      outputs.append(pass.output)
      if isPulledBack {
        let needsGradient = own.needsInputGradient || learns
        passes.needsGradient.append(needsGradient)
        passes.pullbacks.append(needsGradient ? pass.pullback : { _ in LayerGradients(input: []) })
      }
      if context.mode == .training {
        passes.buffers += pass.buffers.isEmpty ? member.buffers.map(\.value) : pass.buffers
      }
    }
    let ends = wiring.outputs.map(value)
    guard ends.count > 1 else {
      passes.output = ends[0]
      return passes
    }
    switch wiring.joint {
    case .sum: passes.output = ends.dropFirst().reduce(ends[0]) { $0 + $1 }
    case .concatenation:
      passes.output = concatenateChannels(ends)
      passes.channels = ends.map { $0.shape[1] }
    }
    return passes
  }

  /// Returns the output in double precision, member by member.
  public func reference(
    _ x: NDArray<Double>, parameters: [NDArray<Double>], context: Context
  ) -> NDArray<Double> {
    let (members, own) = (members, inner(context))
    var next = 0
    let outputs = wiring.follow(x) { index, input in
      let count = members[index].parameters.count
      defer { next += count }
      return members[index].reference(input, parameters: Array(parameters[next..<next + count]), context: own)
    }.outputs
    guard outputs.count > 1 else { return outputs[0] }
    switch wiring.joint {
    case .sum:
      return outputs.dropFirst().reduce(outputs[0]) { sum, next in
        NDArray(shape: sum.shape, scalars: zip(sum.scalars, next.scalars).map { $0 + $1 })
      }
    case .concatenation:
      let joined = (0..<x.shape[0]).flatMap { n in
        outputs.flatMap { output in
          let size = output.shape.droppingFirst.count
          return output.scalars[n * size..<(n + 1) * size]
        }
      }
      let channels = outputs.reduce(0) { $0 + $1.shape[1] }
      let rest = outputs[0].shape.droppingFirst.droppingFirst
      return NDArray(shape: rest.batched(channels).batched(x.shape[0]), scalars: joined)
    }
  }
}

/// Returns which of the ReLU layers beside it each member applies itself; a ReLU layer, none.
private func fusedReLUs(_ members: [any Layer], _ wiring: Wiring) -> [FusedReLUs] {
  var fused = members.map { _ in FusedReLUs() }
  func fuse(_ relu: FusedReLUs, _ index: Int) {
    if let layer = members[index] as? any ReLUFusing {
      fused[index].formUnion(layer.fusibleReLUs.intersection(relu))
    }
  }
  for index in members.indices where members[index].isReLU {
    if wiring.continues(at: index) { fuse(.after, index - 1) }
    if wiring.continues(at: index + 1) { fuse(.before, index + 1) }
  }
  return fused
}

/// Returns the pass of a ReLU layer of which its neighbors may do both parts.
///
/// - Parameters:
///   - isApplied: Whether the member before has applied it to `x`.
///   - isPulledBack: Whether the member after it hands back the gradient to its input.
private func fusedReLU(_ x: Tensor, isApplied: Bool, isPulledBack: Bool) -> ForwardPass {
  let output = isApplied ? x : ActivationKernel.relu.forward(x)
  // Then nothing needs to keep the output for the backward pass, unless the member after it does.
  if isPulledBack { return ForwardPass(output) { dy in LayerGradients(input: dy) } }
  return ForwardPass(output) { dy in LayerGradients(input: ActivationKernel.relu.backward(dy, x: output)) }
}

extension Layer {
  /// Whether the layer is a ``ReLU``.
  fileprivate var isReLU: Bool { Self.self == ReLU.self }
}
