import Foundation
import Testing

/// What students read: the rows of the decks are for the teachers, and slides have a page of their own.
@Suite struct HandoutTextTests {
  private static let output = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "output")

  /// What links to the page about the slides are called.
  private static let title = "If you compare with the slides"

  /// The stored pages, but for the one about the slides and the index, which shows its abstract.
  private static func pages() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: output.path).filter {
      $0.hasSuffix(".html") && !["index.html", "comparing-with-the-slides.html"].contains($0)
    }.sorted()
  }

  @Test func noPageSpeaksOfSlidesOrDecks() throws {
    let pages = try Self.pages()
    #expect(pages.count > 12)
    for page in pages {
      let html = try String(contentsOf: Self.output.appending(path: page), encoding: .utf8)
      let found = Self.mentions(in: Self.text(of: html).replacing(Self.title, with: ""))
      #expect(found.isEmpty, "\(page): \(found.joined(separator: " … "))")
      #expect(!html.contains("<!-- rows"), "\(page)")
    }
  }

  @Test(arguments: [
    "as a slide has it", "On slides it is", "Slides often show", "the slide's kernel", "(deck row 000-21)",
    "Deck rows 000-21 and 002-18", "the course's decks", "let deck = plan",
  ])
  func mentionsAreFound(_ text: String) {
    #expect(!Self.mentions(in: text).isEmpty)
  }

  @Test(arguments: [
    "the filter slides over the image", "one slides three ways", "Turn it and slide", "Slide, multiply, add",
    "over channels a filter doesn't slide", "rows: table.rows",
  ])
  func movementsAreNone(_ text: String) {
    #expect(Self.mentions(in: text).isEmpty)
  }

  /// Returns the words of a text that speak of slides or decks; filters that slide are none.
  private static func mentions(in text: String) -> [String] {
    let noun =
      /(?i:\b(?:a|the|this|these|some|on|of|in|from|our|your|most|many) slides?\b|\bslide['’]s\b|\bdecks?\b)|\bSlides\b/
    return text.matches(of: noun).map { String($0.0) }
  }

  /// Returns a page without its tags, and so without its pictures.
  private static func text(of html: String) -> String {
    var (bytes, isTag) = ([UInt8](), false)
    for byte in html.utf8 {
      if byte == UInt8(ascii: "<") { isTag = true }
      if !isTag { bytes.append(byte) }
      if byte == UInt8(ascii: ">") { isTag = false }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
