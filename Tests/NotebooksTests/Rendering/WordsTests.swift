import Notebooks
import Testing

/// The table of what pages say, language by language.
@Suite struct WordsTests {
  private static let languages = [
    "ar", "de", "en", "es", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt", "zh",
  ]

  /// A text of the table, and what has to be put into it.
  private struct Entry {
    var text: String
    var places: Set<Phrase.Placeholder> = []
  }

  /// The texts of `words` by the names of their properties; those of a plural by its name and the category.
  private func entries(_ words: Any, _ prefix: String = "") -> [String: Entry] {
    var entries: [String: Entry] = [:]
    for child in Mirror(reflecting: words).children {
      let name = prefix + (child.label ?? "")
      switch child.value {
      case is Plural.Rule: break
      case let text as String: if name != "tag" { entries[name] = Entry(text: text) }
      case let phrase as Phrase: entries[name] = Entry(text: phrase.template, places: phrase.placeholders)
      case let plural as Plural:
        for (category, phrase) in plural.forms {
          entries["\(name).\(category)"] = Entry(text: phrase.template, places: phrase.placeholders)
        }
      case let texts as [String]:
        for (index, text) in texts.enumerated() { entries["\(name).\(index)"] = Entry(text: text) }
      default: entries.merge(self.entries(child.value, name + ".")) { $1 }
      }
    }
    return entries
  }

  private func words(_ language: String) throws -> PageWords { try #require(PageWords.all[language]) }

  @Test func theseLanguagesAreThere() {
    #expect(PageWords.all.keys.sorted() == Self.languages)
    #expect(entries(PageWords.words(for: "en")).count > 100)
  }

  @Test(arguments: Self.languages)
  func everyTextIsCompleteAndHasTheSamePlaces(language: String) throws {
    let english = entries(try words("en"))
    for (name, entry) in entries(try words(language)) {
      #expect(!entry.text.isEmpty, "\(name)")
      let shown = entry.places.reduce(entry.text) { $0.replacing("{\($1.rawValue)}", with: "") }
      #expect(!shown.contains { "{}".contains($0) }, "\(name): a place that nothing fills")
      let hasOddSpace = shown.hasPrefix(" ") || shown.hasSuffix(" ") || shown.contains("  ")
      #expect(!hasOddSpace || !entry.places.isEmpty || ["comma", "and"].contains(name), "\(name)")
      // The form for one thing need not say the number.
      if let other = english[name] {
        #expect(name.hasSuffix(".one") || entry.places == other.places, "\(name)")
      }
    }
  }

  @Test(arguments: Self.languages)
  func aPluralHasTheFormsThatNumbersNeed(language: String) throws {
    let words = try words(language)
    var numbers: [Plural.Category: [Int]] = [:]
    for number in 0...210 { numbers[words.rule.category(of: number), default: []].append(number) }
    let plurals = Mirror(reflecting: words).children.compactMap { $0.value as? Plural }
    #expect(plurals.count == 4)
    for plural in plurals {
      #expect(Set(plural.forms.keys) == Set(numbers.keys).union([.other]))
      for (category, numbers) in numbers where numbers.count > 1 {
        #expect(plural.forms[category]?.placeholders == [.number], "a form for several numbers says which")
      }
    }
  }

  /// Words that languages share with English.
  private static let shared: [String: Set<String>] = [
    "de": ["code", "months.3", "months.7", "months.8", "months.10"],
    "fr": [
      "figure", "figureCaption", "important", "picture", "points.one", "points.other", "section", "solution",
    ],
    "nl": ["code", "parameters", "tip"],
  ]

  @Test(arguments: Self.languages.filter { $0 != "en" })
  func everyTextIsTranslated(language: String) throws {
    let english = entries(try words("en"))
    let same = entries(try words(language)).filter { name, entry in
      let bare = entry.places.reduce(entry.text) { $0.replacing("{\($1.rawValue)}", with: "") }
      return bare.contains(where: \.isLetter) && english[name]?.text == entry.text
    }
    #expect(Set(same.keys) == Self.shared[language] ?? [])
  }

  @Test func frenchHasSpacesThatDoNotBreak() throws {
    for (name, entry) in entries(try words("fr")) {
      #expect(entry.text.matches(of: /[^\u{A0}][:;?!»]|«[^\u{A0}]/).isEmpty, "\(name): \(entry.text)")
    }
  }

  @Test(arguments: [
    ("en", 0, "0 exercises are open"), ("en", 1, "1 exercise is open"), ("fr", 0, "0 exercice reste à faire"),
    ("fr", 2, "2 exercices restent à faire"), ("pl", 1, "1 zadanie do rozwiązania"),
    ("pl", 22, "22 zadania do rozwiązania"), ("pl", 12, "12 zadań do rozwiązania"),
    ("he", 2, "שני תרגילים טרם נפתרו"), ("ar", 2, "تمرينان غير محلولين"), ("ar", 5, "5 تمارين غير محلولة"),
    ("ar", 11, "11 تمرينًا غير محلول"), ("ar", 102, "102 تمرين غير محلول"), ("ja", 1, "未解答の演習 1 問"),
  ])
  func numbersChooseTheirForm(language: String, number: Int, text: String) throws {
    let words = try words(language)
    let plural = try #require(Mirror(reflecting: words).descendant("exercisesOpen") as? Plural)
    #expect(words.text(plural, number) == text)
  }

  @Test(arguments: [
    ("de", "28. November 2026"), ("en", "28 November 2026"), ("fr", "28 novembre 2026"),
    ("es", "28 de noviembre de 2026"), ("pl", "28 listopada 2026"), ("zh-CN", "2026年11月28日"),
    ("ko", "2026년 11월 28일"), ("he", "28 בנובמבר 2026"), ("ar", "28 نوفمبر 2026"),
  ])
  func datesAreThoseOfTheLanguage(language: String, date: String) {
    #expect(PageWords.words(for: language).date("2026-11-28") == date)
  }

  @Test func onlyDatesOfTheCalendarAreDates() {
    let words = PageWords.words(for: "fr")
    #expect(words.date("2026-05-01") == "1er mai 2026")
    #expect(words.date("2024-02-29") == "29 février 2024")
    for text in [
      "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-3", "May 2026",
    ] {
      #expect(words.date(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("de-AT", "Hinweis"), ("DE", "Hinweis"), ("pt-BR", "Nota"), ("zh-Hans-CN", "注"), ("iw", "הערה"),
    ("fi", "Note"), ("x-klingon", "Note"),
  ])
  func aRegionTakesItsLanguageAndAnUnknownOneEnglish(tag: String, note: String) throws {
    let page = try Rendered("---\nlang: \(tag)\n---\n\n> [!NOTE]\n> text\n")
    #expect(page.problems == [])
    #expect(page.main.contains("<p class=\"alert-title\">\(note)</p>"))
    #expect(page.handout.html.contains("<html lang=\"\(tag)\""))
  }

  @Test(arguments: [
    ("ar", true), ("he-IL", true), ("fa", true), ("ur", true), ("az-Arab", true), ("de", false),
    ("ar-Latn", false), ("zh", false), ("en-Arab", true), ("sl-1994", false),
  ])
  func theDirectionIsThatOfTheScript(tag: String, isRightToLeft: Bool) throws {
    let html = try Rendered("---\nlang: \(tag)\n---\n\ntext\n").handout.html
    #expect(html.contains("<html lang=\"\(tag)\" dir=\"rtl\">") == isRightToLeft)
    #expect(html.contains("<html lang=\"\(tag)\">") != isRightToLeft)
  }

  @Test(arguments: [
    ("de", "Abbildung\u{A0}1", "Gleichung\u{A0}(1)", "Abschnitt\u{A0}1", "„x“"),
    ("fr", "Figure\u{A0}1", "Équation\u{A0}(1)", "Section\u{A0}1", "«\u{A0}x\u{A0}»"),
    ("zh", "图\u{A0}1", "式\u{A0}(1)", "第\u{A0}1\u{A0}节", "“x”一节"),
    ("ja", "図\u{A0}1", "式\u{A0}(1)", "第\u{A0}1\u{A0}節", "「x」"),
    ("ko", "그림\u{A0}1", "식\u{A0}(1)", "1절", "‘x’"),
    ("ar", "الشكل\u{A0}1", "المعادلة\u{A0}(1)", "القسم\u{A0}1", "«x»"),
    ("he", "איור\u{A0}1", "משוואה\u{A0}(1)", "סעיף\u{A0}1", "”x”"),
  ])
  func referencesAreWords(
    language: String, figure: String, equation: String, section: String, title: String
  ) throws {
    let text = """
      lang: \(language)
      ---
      @fig-a, @eq-a, @sec-a

      $$ y $$ {#eq-a}

      ## x {#sec-a}

      ```swift
      //| label: fig-a
      a
      ```
      """
    let picture = Output.figure(
      .init(name: "a", lightPNG: [1], darkPNG: nil, width: 1, height: 1, description: "", data: "{}"))
    func sentence(_ page: Rendered) -> String {
      let start = page.main.range(of: "<p>")?.upperBound ?? page.main.startIndex
      let line = page.main[start...].prefix { $0 != "\n" }
      return String(line.replacing(/<[^>]*>/, with: ""))
    }
    let page = try Rendered("---\n\(text)", [picture])
    #expect(sentence(page) == "\(figure), \(equation), \(title)")
    #expect(sentence(try Rendered("---\nnumber-sections: true\n\(text)")).hasSuffix(section))
    let result = NotebookResult(cells: [
      CellResult(number: 1, name: "fig-a", outcome: .succeeded, outputs: [picture])
    ])
    let markdown = PlainMarkdown.text(of: page.notebook, result)
    #expect(markdown.contains("\(figure), \(equation), \(title)") && markdown.contains("**\(figure)"))
  }
}
