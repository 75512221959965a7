/// The field to search a course in; it needs the script of the page, which shows it.
enum SearchBox {
  /// Returns the field of the page that has the data, with the number of hits and the hits below it.
  ///
  /// The number has a form for each category of numbers, of which the script chooses one.
  static func withResults(_ words: PageWords) -> HTML {
    let forms = words.sectionsFound.forms.mapValues(\.template)
    let count = HTML.element(
      "p",
      [
        "class": "count", "role": "status", "data-language": words.tag, "data-zero": forms[.zero],
        "data-one": forms[.one], "data-two": forms[.two], "data-few": forms[.few], "data-many": forms[.many],
        "data-other": forms[.other],
      ])
    let form = HTML.element(
      "form", [:],
      .element(
        "label", [:], HTML(words.search + " "), .void("input", ["type": "search", "autocomplete": "off"])))
    return .element(
      "search", ["class": "results", "hidden": ""], form, count, .element("ol", ["class": "found"]))
  }

  /// Returns the field of a handout, which leads to what the course's index at `address` finds.
  ///
  /// A page loads nothing, so it has no words of other handouts: they are in the index alone.
  static func leading(to address: String, _ words: PageWords) -> HTML {
    let field = HTML.void(
      "input",
      ["type": "search", "autocomplete": "off", "placeholder": words.search, "aria-label": words.search])
    return .element("search", ["data-index": address, "hidden": ""], .element("form", [:], field))
  }
}
