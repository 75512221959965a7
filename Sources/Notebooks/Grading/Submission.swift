/// A notebook that a student has handed in, of which only the answers to exercises are used.
package struct Submission: Sendable {
  /// The path of the file, for messages.
  package let path: String
  /// Its lines: those of the markdown that a notebook of another kind becomes.
  let lines: [String]
  /// The cells that have a label, by their labels; the first one of each counts.
  let answers: [String: Cell]

  /// Reads the file at `path`, markdown or one of Jupyter's notebooks.
  package init(ofFileAt path: String) throws(NotebookError) {
    let isJupyter = path.lowercased().hasSuffix(".ipynb")
    let text = isJupyter ? try NotebookSource.notebook(ofFileAt: path).markdown : try TextFile.read(path)
    let notebook = MarkdownReader.read(text: text, path: path)
    self.path = path
    lines = notebook.lines
    answers = Dictionary(notebook.fencedCells.compactMap { cell in cell.options.label.map { ($0, cell) } }) {
      first, _ in first
    }
  }
}

extension Notebook {
  /// Puts the answers of `submission` in the places of the solutions, by label, and stubs where there is none.
  ///
  /// The lines of the submission stand behind those of the notebook, which so keep their numbers.
  package mutating func take(_ submission: Submission, _ plan: GradingPlan) {
    for item in plan.items {
      let stub = item.stub.map { cells[$0] }
      let answer = submission.answers[item.label]
      // The cell stands for both parts of the exercise.
      cells[item.answer].options.points = cells[item.answer].options.points ?? stub?.options.points
      if let answer, answer.codeDigest != stub?.codeDigest {
        cells[item.answer].code = answer.visibleCode
        cells[item.answer].firstLine = lines.count + answer.firstLine + answer.optionLineCount
        cells[item.answer].indentation = answer.indentation
        cells[item.answer].options.exercise = .stub
        cells[item.answer].isSubmitted = true
      } else {
        putStub(of: item)
      }
    }
    submitted = SubmittedLines(path: submission.path, start: lines.count)
    lines += submission.lines
  }

  /// Puts the stub of `item` in the place of its answer, where an exercise counts as open.
  mutating func putStub(of item: GradingPlan.Item) {
    let stub = item.stub.map { cells[$0] }
    cells[item.answer].code = stub?.visibleCode ?? ""
    cells[item.answer].firstLine =
      stub.map { $0.firstLine + $0.optionLineCount } ?? cells[item.answer].firstLine
    cells[item.answer].indentation = stub?.indentation ?? 0
    cells[item.answer].options.exercise = .stub
    cells[item.answer].options.isUntouched = true
    cells[item.answer].isSubmitted = false
  }

  /// The text without the answers for instructors; all that is left keeps its line.
  package var textWithoutAnswers: String { text(without: answersLeftOut.map(Range.init)) }

  /// The text without the code of solutions; all that is left keeps its line.
  package var textWithoutSolutions: String {
    text(
      without: cells.filter { $0.options.exercise == .solution }.map { cell in
        cell.firstLine + cell.optionLineCount..<cell.firstLine + cell.lines.count
      })
  }

  private func text(without hidden: [Range<Int>]) -> String {
    var lines = lines
    for line in hidden.joined() where lines.indices.contains(line - 1) { lines[line - 1] = "" }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension Notebook {
  /// Makes the notebook the one that is run first: its own solutions are compiled as answers are.
  package mutating func submitSolutions(_ plan: GradingPlan) {
    for item in plan.items { cells[item.answer].isSubmitted = true }
  }
}

/// Where the lines of a submission stand among those of a notebook that has taken it.
package struct SubmittedLines: Sendable {
  /// The path of the submission.
  var path: String
  /// The number of lines before its first one.
  var start: Int
}

extension Notebook {
  /// Returns the number of `line` in the file in which it stands.
  func shownLine(_ line: Int) -> Int {
    guard let submitted, line > submitted.start else { return line }
    return line - submitted.start
  }
}
