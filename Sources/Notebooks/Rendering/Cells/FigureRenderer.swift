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
    let zoom = HTML.element("label", ["class": "zoom"], box, picture(figure))
    return .element("figure", ["id": entry?.anchor], zoom, caption(entry))
  }

  private func picture(_ figure: FigureOutput) -> HTML {
    let image = HTML.void(
      "img",
      [
        "src": address(figure.lightPNG),
        "alt": figure.alternative(in: cell, shared.words),
        "width": figure.width.flatMap(pixels), "height": figure.height.flatMap(pixels),
      ])
    guard let dark = figure.darkPNG else { return .element("span", ["class": "light-only"], image) }
    let source = HTML.void("source", ["media": "(prefers-color-scheme: dark)", "srcset": address(dark)])
    return .element("picture", [:], source, image)
  }

  /// The first numbered figure of a cell has the caption; those after it have their number only.
  private func caption(_ entry: Numbering.Entry?) -> HTML {
    guard let entry else { return .empty }
    let text =
      entry.isFirst ? cell.options.figureCaption.map { shared.fragment($0, line: cell.firstLine) } : nil
    return .element("figcaption", [:], shared.caption(.figure, entry, text))
  }

  private func address(_ png: [UInt8]) -> String {
    "data:image/png;base64,\(Data(png).base64EncodedString())"
  }

  private func pixels(_ length: Double) -> String? {
    length.isFinite && (1...100_000).contains(length) ? "\(Int(length.rounded()))" : nil
  }
}

extension FigureOutput {
  /// What stands for the picture, drawn by `cell`, where it cannot be seen.
  ///
  /// The author's words (`fig-alt`), or those of the figure itself, which tell its data. The caption comes last: whoever
  /// hears the words hears the caption, too.
  func alternative(in cell: Cell, _ words: PageWords) -> String {
    let texts = [cell.options.figureAlternative, description, cell.options.figureCaption]
    return texts.compactMap(\.self).first { !$0.isEmpty } ?? words.picture
  }
}
