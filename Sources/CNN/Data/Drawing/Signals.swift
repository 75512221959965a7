extension Datasets {
  /// Returns signals of one channel: sine, square, sawtooth, chirp and pulse, `[count, 1, length]`.
  ///
  /// Each has its own frequency, phase and amplitude; a chirp's frequency doubles along the signal.
  ///
  /// - Parameters:
  ///   - length: The number of samples, at least 16.
  ///   - noise: The standard deviation of the noise; amplitudes lie between 0.6 and 1.
  ///   - seed: The seed; the notebook's if none is given.
  /// - Throws: `DataError` when there are to be no signals, or too short ones.
  public static func signals(
    count: Int = 500, length: Int = 64, noise: Float = 0.1, seed: UInt64? = nil
  ) throws(DataError) -> Dataset {
    try check(size: length, least: 16)
    return try drawn(
      count: count, shape: [1, length], classes: ["sine", "square", "sawtooth", "chirp", "pulse"],
      noise: noise, name: "signals", seed: seed
    ) { label, stream in
      let (turns, phase) = (stream.uniform(in: 3...5), stream.uniform())
      let amplitude = stream.uniform(in: 0.6...1)
      let center = stream.uniform(in: 0.25...0.75)
      return (0..<length).map { (index) -> Float in
        let time = Float(index) / Float(length)
        let turn = turns * time + phase
        let part = turn - turn.rounded(.down)
        let value: Float
        switch label {
        case 0: value = Float(Elementary.sin(2 * .pi * Double(turn)))
        case 1: value = part < 0.5 ? 1 : -1
        case 2: value = 2 * part - 1
        case 3:
          let sweep: Float = turns * time * (0.67 + 0.33 * time)
          value = Float(Elementary.sin(2 * .pi * Double(sweep + phase)))
        default:
          let distance = Double((time - center) * 16)
          value = 2 * Float(Elementary.exp(-distance * distance)) - 0.2
        }
        return amplitude * value
      }
    }
  }
}
