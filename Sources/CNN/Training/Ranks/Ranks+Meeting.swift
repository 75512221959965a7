@preconcurrency internal import CRanks

/// A point of the program at which all ranks compare what they do.
package enum Meeting: Sendable, Equatable {
  /// The start of `fit`, with so many epochs done, which a checkpoint has kept.
  case fit(epochs: Int)
  /// A step of `fit`, from 1.
  case step(Int)
  /// The start of `evaluate`.
  case evaluate
  /// Rank 0 has written the checkpoint after so many epochs.
  case checkpoint(epoch: Int)
  /// All cells have run.
  case end

  /// The kind of meeting and its number, as ranks send them.
  private var words: (kind: UInt64, number: Int) {
    switch self {
    case .fit(let epochs): (0, epochs)
    case .step(let number): (1, number)
    case .evaluate: (2, 0)
    case .checkpoint(let epoch): (3, epoch)
    case .end: (4, 0)
    }
  }

  private init(kind: UInt64, number: Int) {
    self =
      switch kind {
      case 0: .fit(epochs: number)
      case 1: .step(number)
      case 2: .evaluate
      case 3: .checkpoint(epoch: number)
      default: .end
      }
  }

  private func description(cell: Int) -> String {
    let place = cell > 0 ? " in cell \(cell)" : ""
    return switch self {
    case .fit(let epochs): "the start of 'fit'\(place)" + (epochs > 0 ? " with \(epochs) epochs done" : "")
    case .step(let number): "step \(number) of 'fit'\(place)"
    case .evaluate: "'evaluate'\(place)"
    case .checkpoint(let epoch): "the checkpoint after epoch \(epoch) of 'fit'\(place)"
    case .end: "the end of the notebook"
    }
  }

  /// What a rank sends the others at a meeting.
  struct Header: Equatable {
    var meeting: Meeting
    /// The number of the cell, from 1; 0 outside notebooks.
    var cell: Int
    /// The number of meetings so far.
    var count: Int
    /// The digest of all values, and how many there are.
    var (digest, values): (UInt64, Int)

    init(_ meeting: Meeting, cell: Int, count: Int, digest: UInt64, values: Int) {
      (self.meeting, self.cell, self.count, self.digest, self.values) = (meeting, cell, count, digest, values)
    }

    init(words: [UInt64]) {
      meeting = Meeting(kind: words[0], number: Int(words[1]))
      (cell, count, digest, values) = (Int(words[2]), Int(words[3]), words[4], Int(words[5]))
    }

    var words: [UInt64] {
      let (kind, number) = meeting.words
      return [kind, UInt64(number), UInt64(cell), UInt64(count), digest, UInt64(values)]
    }

    /// Where the rank is, for messages.
    func position(numbered: Bool) -> String {
      meeting.description(cell: cell) + (numbered ? " (operation \(count) of all ranks)" : "")
    }

    /// The header as it is apart from the values.
    var withoutValues: Header { Header(meeting, cell: cell, count: count, digest: 0, values: values) }
  }
}

extension Ranks {
  /// Has all ranks call this at the regular end of their cells: those that run on are noticed.
  package static func end() { current?.meet(.end) }

  /// Waits for all ranks, and stops with a message unless they are at the same point with the same values.
  ///
  /// - Parameter values: What must be the same, with the words for it in messages.
  func meet(_ meeting: Meeting, _ values: [(name: String, digest: UInt64)] = []) {
    finishSending()
    meetings += 1
    var fingerprint = Fingerprint()
    for value in values { fingerprint.add(value.digest) }
    let own = Meeting.Header(
      meeting, cell: Int(ranks_cell), count: meetings, digest: fingerprint.value, values: values.count)
    let headers = allgather(own.words).map(Meeting.Header.init(words:))
    let rule = ": all ranks must run the same cells with the same values"
    let first = headers[0]
    if let other = headers.firstIndex(where: { $0.withoutValues != first.withoutValues }) {
      // The count distinguishes what their positions do not.
      let isNumbered = headers[other].position(numbered: false) == first.position(numbered: false)
      let positions = [first, headers[other]].map { $0.position(numbered: isNumbered) }
      fatalError("rank 0 is at \(positions[0]), rank \(other) at \(positions[1])" + rule)
    }
    guard let other = headers.firstIndex(where: { $0.digest != first.digest }) else { return }
    let digests = allgather(values.map(\.digest))
    let names = values.indices.filter { digests[0][$0] != digests[other][$0] }.map { values[$0].name }
    fatalError(
      "rank 0 and rank \(other) are at \(first.position(numbered: false)) with different "
        + names.joined(separator: ", ") + rule)
  }
}
