/// Expectations that were checked one after the other, as they are listed.
struct ExpectationRows {
  /// Those that have words or do not hold; what a loop checks many times is there once, with how often.
  private(set) var rows: [(expectation: ExpectationOutput, count: Int)] = []
  /// How many others hold, of which there is nothing to say but that.
  private(set) var othersPassed = 0

  /// Takes in the expectations among `outputs`.
  init(_ outputs: some Sequence<Output>) {
    for case .expectation(let expectation) in outputs {
      if expectation.passed, expectation.comment.isEmpty {
        othersPassed += 1
      } else if let last = rows.last, last.expectation == expectation {
        rows[rows.count - 1].count += 1
      } else {
        rows.append((expectation, 1))
      }
    }
  }

  /// Returns the line for the others; nil if there are none.
  func summary(_ words: PageWords) -> String? {
    othersPassed == 0 ? nil : words.text(words.checksPassed, othersPassed)
  }
}
