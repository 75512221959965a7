/// The button that switches between light and dark; the script of the page shows it.
enum ThemeSwitch {
  /// Returns the button, which is named for the colors that the reader has chosen.
  static func html(_ words: PageWords) -> HTML {
    .element(
      "button",
      [
        "type": "button", "class": "theme-switch", "title": words.changeColors,
        "data-auto": words.automaticColors, "data-light": words.lightColors, "data-dark": words.darkColors,
        "hidden": "",
      ])
  }
}
