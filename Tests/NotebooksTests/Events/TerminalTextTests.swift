import Notebooks
import Testing

struct TerminalTextTests {
  @Test(arguments: [
    ("a\tb\nπ 学 🧮", "a\tb\nπ 学 🧮"),
    ("\r\u{8}\u{7}\u{0}\u{7F}", #"\u{D}\u{8}\u{7}\u{0}\u{7F}"#),
    ("\u{9B}2J\u{85}", #"\u{9B}2J\u{85}"#),
    ("\u{1B}]0;title\u{7}\u{1B}[2J\u{1B}c", #"\u{1B}]0;title\u{7}\u{1B}[2J\u{1B}c"#),
    (
      "\u{202A}\u{202E}\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}",
      #"\u{202A}\u{202E}\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}"#
    ),
    ("\u{2028}\u{FEFF}\u{E0041}", #"\u{2028}\u{FEFF}\u{E0041}"#),
  ])
  func `What would change a terminal is escaped`(text: String, escaped: String) {
    #expect(text.escapedForTerminal(keepsColors: true) == escaped)
    #expect(text.escapedForTerminal(keepsColors: false) == escaped)
  }

  @Test(arguments: ["\u{1B}[31mred\u{1B}[0m", "\u{1B}[1;4;97;107mloud\u{1B}[0m", "\u{1B}[mplain\u{1B}[0m"])
  func `The 16 colors stay where there are any`(text: String) {
    #expect(text.escapedForTerminal(keepsColors: true) == text)
    #expect(!text.escapedForTerminal(keepsColors: false).contains("\u{1B}"))
  }

  @Test(arguments: [
    "\u{1B}[5m", "\u{1B}[8m", "\u{1B}[38;5;9m", "\u{1B}[38;2;1;2;3m", "\u{1B}[1A",
    "\u{1B}[99999999999999999999m", "\u{1B}[", "\u{1B}",
  ])
  func `Other sequences do not`(text: String) {
    #expect(text.escapedForTerminal(keepsColors: true) == "\\u{1B}" + text.dropFirst())
  }

  @Test func `A color ends with the text`() {
    #expect("\u{1B}[31mred".escapedForTerminal(keepsColors: true) == "\u{1B}[31mred\u{1B}[0m")
  }

  @Test func `A name is on one line`() {
    #expect("a\tb\nc\u{1B}[31m".escapedForLine == #"a\tb\nc\u{1B}[31m"#)
  }
}
