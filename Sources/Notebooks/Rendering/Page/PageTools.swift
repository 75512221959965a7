/// What the script of a page offers at its top: the search of the course, and the switch between light and dark.
///
/// All of it is hidden until the script has come.
enum PageTools {
  /// Returns the tools of a page.
  ///
  /// - Parameter index: The address of the index of the page's course; nil if there is none, or if it is the page itself.
  static func html(_ words: PageWords, index: String? = nil) -> HTML {
    let search = index.map { SearchBox.leading(to: $0, words) } ?? .empty
    return .element("div", ["class": "tools"], search, themeSwitch(words))
  }

  /// The button is named for the colors that the reader has chosen.
  private static func themeSwitch(_ words: PageWords) -> HTML {
    .element(
      "button",
      [
        "type": "button", "class": "theme-switch", "title": words.changeColors,
        "data-auto": words.automaticColors, "data-light": words.lightColors, "data-dark": words.darkColors,
        "hidden": "",
      ])
  }
}
