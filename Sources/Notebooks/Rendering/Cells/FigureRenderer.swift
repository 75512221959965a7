internal import Foundation

/// Turns a figure into HTML that holds its pictures.
struct FigureRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// The cell that drew the figure.
  let cell: Cell

  /// Returns the figure that is output `index` of the cell.
  func html(_ figure: FigureOutput, index: Int) -> HTML {
    let entry = shared.numbers.entry(cell: cell.number, output: index)
    let words = shared.words
    let purpose = entry.map { words.enlargeFigure([.number: $0.number]) } ?? words.enlargePicture
    // A box that is ticked is all that enlarging takes: no script, and no second copy of the picture.
    let box = HTML.void(
      "input", ["type": "checkbox", "autocomplete": "off", "aria-label": purpose])
    let zoom = HTML.element(
      "label", ["class": "zoom", "style": figure.width.flatMap(Self.pixels).map { "--width: \($0)px" }], box,
      picture(figure))
    guard let steps = FigureSteps(figure) else {
      return .element("figure", ["id": entry?.anchor], zoom, caption(entry))
    }
    let group = "steps-\(cell.number)-\(index)"
    return .element(
      "figure", ["id": entry?.anchor, "class": "steps"],
      .element("div", ["class": "window", "style": steps.style], zoom), choice(steps, group), caption(entry))
  }

  /// Buttons that show one step of a figure at a time, by style alone.
  private func choice(_ steps: FigureSteps, _ group: String) -> HTML {
    let labels = [shared.words.allSteps] + (1...steps.count).map(String.init)
    let buttons = labels.enumerated().map { index, label in
      HTML.element(
        "label", [:],
        .void(
          "input",
          [
            "type": "radio", "name": group, "autocomplete": "off", "checked": index == 0 ? "" : nil,
          ]), .element("span", [:], HTML(label)))
    }
    return .element(
      "div", ["class": "choice", "role": "group", "aria-label": shared.words.steps], buttons.joined())
  }

  private func picture(_ figure: FigureOutput) -> HTML {
    Self.picture(
      figure, alternative: FigureAlternative(cell, shared.values).text(for: figure, shared.words))
  }

  /// Returns the picture of `figure` for the page's theme, with `alternative` for those who do not see it.
  static func picture(_ figure: FigureOutput, alternative: String) -> HTML {
    let image = HTML.void(
      "img",
      [
        "src": address(figure.lightPNG), "alt": alternative,
        "width": figure.width.flatMap(pixels), "height": figure.height.flatMap(pixels),
      ])
    guard let dark = figure.darkPNG else { return .element("span", ["class": "light-only"], image) }
    let source = HTML.void("source", ["media": "(prefers-color-scheme: dark)", "srcset": address(dark)])
    return .element("picture", [:], source, image)
  }

  /// The first numbered figure of a cell has the caption; those after it have their number only.
  private func caption(_ entry: Numbering.Entry?) -> HTML {
    guard let entry else { return .empty }
    let text = entry.isFirst ? cell.caption(.figure).map(shared.caption) : nil
    return .element("figcaption", [:], shared.caption(.figure, entry, text))
  }

  private static func address(_ png: [UInt8]) -> String {
    "data:image/png;base64,\(Data(png).base64EncodedString())"
  }

  private static func pixels(_ length: Double) -> String? {
    length.isFinite && (1...100_000).contains(length) ? "\(Int(length.rounded()))" : nil
  }
}

/// What stands for the pictures of a cell where they cannot be seen.
struct FigureAlternative {
  private let written: String?
  private let caption: String?

  /// Takes the texts of `cell`.
  init(_ cell: Cell, _ values: InlineValues) {
    written = cell.caption(.alternative).map(values.filled)
    caption = cell.caption(.figure).map(values.filled)
  }

  /// Returns the author's words (`fig-alt`), or those of `figure` itself, which tell its data.
  ///
  /// The caption comes last: whoever hears the words hears the caption, too.
  func text(for figure: FigureOutput, _ words: PageWords) -> String {
    [written, figure.description, caption].compactMap(\.self).first { !$0.isEmpty } ?? words.picture
  }
}

/// Where the steps of a figure are in its picture.
private struct FigureSteps {
  /// The style sheet has rules for so many.
  private static let most = 9
  /// The free space around a step, in CSS pixels, so that frames at its edge are not cut.
  private static let margin = 6.0

  /// The number of steps.
  let count: Int
  /// The properties that the style sheet needs to move and enlarge the picture.
  let style: String

  /// Returns nil unless the figure has two to nine steps inside its picture.
  init?(_ figure: FigureOutput) {
    guard let wholeWidth = figure.width, let wholeHeight = figure.height,
      let steps = FigureSteps.rectangles(in: figure.data), (2...FigureSteps.most).contains(steps.count),
      steps.allSatisfy({ $0.count == 4 && $0[2] > 0 && $0[3] > 0 })
    else { return nil }
    let margin = FigureSteps.margin
    let width = (steps.map { $0[2] }.max() ?? 0) + 2 * margin
    let height = (steps.map { $0[3] }.max() ?? 0) + 2 * margin
    guard width <= wholeWidth, height <= wholeHeight else { return nil }
    func percent(_ part: Double) -> String { String(format: "%.4g%%", 100 * part) }
    /// How far the picture is moved, so that a step begins at the left or at the top.
    func move(_ edge: Double, _ extent: Double, _ whole: Double) -> String {
      percent(-max(0, min(edge - margin, whole - extent)) / whole)
    }
    let moves = steps.enumerated().flatMap { index, step in
      [
        "--x\(index + 1):\(move(step[0], width, wholeWidth))",
        "--y\(index + 1):\(move(step[1], height, wholeHeight))",
      ]
    }
    count = steps.count
    style =
      ([
        "--step-width:\(Int(width.rounded(.up)))px", "--step-ratio:\(Int(width))/\(Int(height))",
        "--zoom:\(percent(wholeWidth / width))",
      ] + moves).joined(separator: ";")
  }

  /// Returns left, top, width and height of each step, with which the figure's data begins; nil if it doesn't.
  ///
  /// The rest of the data may be long, and is not read.
  private static func rectangles(in data: String) -> [[Double]]? {
    let head = #"{"steps":"#
    guard data.hasPrefix(head) else { return nil }
    let bytes = data.utf8.dropFirst(head.utf8.count)
    let end = zip(bytes.indices, bytes.indices.dropFirst()).first {
      bytes[$0] == bytes[$1] && bytes[$0] == UInt8(ascii: "]")
    }
    return end.flatMap { try? JSONDecoder().decode([[Double]].self, from: Data(bytes[...$0.1])) }
  }
}
