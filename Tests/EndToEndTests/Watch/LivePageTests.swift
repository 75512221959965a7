import Display
import Foundation
import Testing

extension EndToEnd {
  /// The page of `nbrun watch` in a real browser, while its notebook is edited.
  @Suite(
    .enabled(if: Chromium.program != nil, "no Chromium on the PATH; install the Debian package 'chromium'"))
  struct LivePageTests {
    /// The handout inside of the page.
    private let page = "document.getElementById('page')?.contentDocument"

    private func text(second: String = "let b = a + 1", last: Int = 3, prose: String = "Some words.")
      -> String
    {
      let filler = (1...60).map { "Paragraph \($0) of what stands above.\n" }.joined(separator: "\n")
      return """
        # Live

        ```swift
        let a = 20
        print("first", a)
        ```

        \(filler)

        ```swift
        \(second)
        print("second", b)
        ```

        \(prose)

        ```swift
        //| label: fig-last
        //| fig-cap: "A line."
        print("last", b + \(last))
        Figure("Line") { Axes(x: "x", y: "y") { Line(y: [1, \(last), 2], label: "data") } }
        ```

        """
    }

    @Test func `A save changes the page in its place`() throws {
      let watched = try WatchedNotebook(text())
      let tab = try BrowserTab(watched.address)
      func shows(_ words: String) -> String {
        "\(page)?.querySelector('main')?.innerText.includes('\(words)')"
      }
      func scroll() throws -> Int { try tab.value(of: "Math.round(\(page).defaultView.scrollY)").number }
      let picture = "\(page).querySelector('#fig-last img').src"
      func isWhole(_ words: String) -> String {
        "\(shows(words)) && \(page)?.querySelector('#fig-last img')?.naturalWidth > 0"
      }
      let state = "document.getElementById('state').textContent"
      try tab.wait(until: "\(isWhole("last 24")) && \(state) == '3 of 3 cells ran'")
      let first = try tab.value(of: picture).string
      _ = try tab.value(of: "\(page).defaultView.scrollTo(0, 700)")
      #expect(try scroll() == 700)

      try watched.save(text(last: 5))
      try tab.wait(until: isWhole("last 26"))
      let second = try tab.value(of: picture).string
      #expect(second.hasPrefix("data:image/png") && second != first, "another figure")
      #expect(try scroll() == 700)
      try tab.wait(until: "\(state) == '1 of 3 cells ran'")

      try watched.save(text(last: 5, prose: "Other words."))
      try tab.wait(until: shows("Other words."))
      #expect(try tab.value(of: picture).string == second)
      try tab.wait(until: "\(state) == '0 of 3 cells ran'")

      try watched.save(text(second: "let b = a + \"x\"", last: 5, prose: "Other words."))
      try tab.wait(until: "\(page).querySelector('#cell-2.failed .diagnostic.error')")
      #expect(try tab.value(of: "\(page).querySelector('#cell-2').innerText").string.contains("cannot be"))
      #expect(try tab.value(of: "\(page).querySelectorAll('.cell.older').length").number == 1)
      #expect(try tab.value(of: picture).string == second, "older results stay, marked")
      #expect(try tab.value(of: shows("first 20")) == .bool(true))
      try tab.wait(until: "document.querySelector('footer').classList.contains('failed')")

      try watched.save(text(second: "let b = a + 2", last: 5, prose: "Other words."))
      try tab.wait(until: "\(isWhole("last 27")) && \(page).querySelectorAll('.older').length == 0")
      #expect(try scroll() == 700)
      try tab.wait(until: "\(state) == '2 of 3 cells ran'")
      #expect(tab.complaints == [])
    }
  }
}
