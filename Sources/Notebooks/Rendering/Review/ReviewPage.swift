internal import Foundation

/// The page that shows how a run differs from what is stored: texts side by side, pictures on top of each other.
public struct ReviewPage {
  private let notebook: Notebook
  private let stored: NotebookResult
  private let found: NotebookResult
  private let differences: [Difference]

  /// Creates the page of a check that found `differences` between two results of `notebook`.
  public init(
    notebook: Notebook, stored: NotebookResult, found: NotebookResult, differences: [Difference]
  ) {
    self.notebook = notebook
    self.stored = stored
    self.found = found
    self.differences = differences
  }

  /// The page; it needs no other file.
  public var text: String {
    let count = "\(differences.count) \(differences.count == 1 ? "difference" : "differences")"
    let title = "\(notebook.fileName): \(count)"
    let frame = PageFrame(
      title: title, language: "en",
      scripts: [PackageResources.handout_js, PackageResources.review_js].map {
        String(decoding: $0, as: UTF8.self)
      },
      styles: [PackageResources.handout_css, PackageResources.review_css].map {
        String(decoding: $0, as: UTF8.self)
      })
    return frame.page("review", heading: title, sections.joined(by: "\n"))
  }

  /// One section for each cell, in the order of the notebook, and first the one about the notebook as a whole.
  private var sections: [HTML] {
    var names: [String?] = []
    for difference in differences where !names.contains(difference.cell) { names.append(difference.cell) }
    return names.map { name in
      let cell = name.flatMap { name in notebook.cells.first { $0.name == name } }
      let location = cell.map { "\(notebook.path):\($0.start.line)" } ?? notebook.path
      let heading = HTML.element("h2", [:], HTML(name ?? "The notebook"))
      let rows = differences.filter { $0.cell == name }.map(row)
      let table = HTML.element(
        "table", [:],
        .element(
          "thead", [:],
          .element(
            "tr", [:], .element("th", [:], HTML("What")), .element("th", [:], HTML("Stored")),
            .element("th", [:], HTML("Found")))), .element("tbody", [:], rows.joined()))
      return .element(
        "section", [:], heading, .element("p", ["class": "place"], HTML(location)),
        .element(
          "div", ["class": "table", "tabindex": "0", "role": "group", "aria-label": "Differences"], table),
        pictures(of: name).joined(by: "\n"))
    }
  }

  private func row(_ difference: Difference) -> HTML {
    func cell(_ text: String?) -> HTML {
      guard let text else { return .element("td", [:], .element("em", [:], HTML("nothing"))) }
      return .element("td", [:], .element("pre", [:], HTML(text)))
    }
    return .element(
      "tr", [:], .element("th", ["scope": "row"], HTML(difference.subject)), cell(difference.stored),
      cell(difference.found))
  }

  /// The pictures of the cell that are not the same, each with the stored one.
  private func pictures(of name: String?) -> [HTML] {
    func figures(_ result: NotebookResult) -> [FigureOutput] {
      result.cells.filter { $0.name == name }.flatMap(\.outputs).compactMap { output in
        if case .figure(let figure) = output { figure } else { nil }
      }
    }
    guard name != nil else { return [] }
    return zip(figures(stored), figures(found)).filter { $0.lightPNG != $1.lightPNG }.map { old, new in
      let pair = HTML.element(
        "div", ["class": "overlay"], image(old.lightPNG, "stored: \(old.description)", "stored"),
        image(new.lightPNG, "found: \(new.description)", "found"))
      let slider = HTML.element(
        "label", ["class": "slider"], HTML("Stored "),
        .void("input", ["type": "range", "min": "0", "max": "100", "value": "50", "class": "wipe"]),
        HTML(" found"))
      let mask = PictureComparison.mask(old.lightPNG, new.lightPNG).map { mask in
        HTML.element(
          "figure", [:], image(mask, "where the pictures differ, red", nil),
          .element("figcaption", [:], HTML("Where they differ")))
      }
      return .element(
        "div", ["class": "pictures"],
        .element("figure", [:], pair, .element("figcaption", [:], slider)), mask ?? .empty)
    }
  }

  private func image(_ png: [UInt8], _ words: String, _ kind: String?) -> HTML {
    let address = "data:image/png;base64,\(Data(png).base64EncodedString())"
    return .void("img", ["src": address, "alt": words, "class": kind])
  }
}
