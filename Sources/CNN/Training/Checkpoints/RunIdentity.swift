extension TrainingRun {
  /// What must be the same for a run to go on from a checkpoint, by name; taken before the first step.
  var identity: [(name: String, value: String)] {
    var hash = Fingerprint()
    hash.add(train.images)
    hash.add(train.targets)
    if let validation {
      hash.add(validation.images)
      hash.add(validation.targets)
    }
    var parameters = Fingerprint()
    for parameter in model.state {
      parameters.add(parameter.name)
      parameters.add(parameter.value)
    }
    var rule = Fingerprint()
    rule.add("\(optimizer)")
    let epochs = settings.schedule.dependsOnEpochs ? " of \(settings.epochs)" : ""
    return [
      ("data", hash.text), ("initial parameters", parameters.text), ("optimizer", rule.text),
      ("batchSize", "\(settings.batchSize)"), ("loss", settings.loss.name), ("seed", "\(settings.seed)"),
      ("schedule", "\(settings.schedule)\(epochs)"), ("until", "\(settings.until)"),
      ("clipping", "\(settings.clipping.map { "\($0)" } ?? "none")"),
      ("frozen layers", model.frozenLayers.joined(separator: ", ")),
      ("accumulation", "\(settings.accumulation)"), ("augmentation", "\(settings.augmentation)"),
    ]
  }
}

/// A 64-bit hash (FNV-1a over words): tells data that are not the same, not data made to look the same.
struct Fingerprint {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }

  mutating func add(_ tensor: Tensor) {
    for size in tensor.shape.dimensions { add(UInt64(size)) }
    // Folding keeps the high bits of a pixel in play, which a multiplication alone moves out.
    for value in tensor.scalars {
      add(UInt64(value.bitPattern))
      hash ^= hash >> 29
    }
  }

  mutating func add(_ targets: Targets) {
    for label in targets.labels { add(UInt64(bitPattern: Int64(label))) }
    if case .values(let values) = targets { add(values) }
  }

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  /// The hash in hexadecimal digits.
  var text: String { String(hash, radix: 16) }
}
