import Display
import Foundation
import Notebooks
import Testing

extension ParallelRuns {
  /// Handouts in a real browser.
  @Suite(
    .enabled(if: Chromium.program != nil, "no Chromium on the PATH; install the Debian package 'chromium'"))
  struct BrowserTests {
    @Test(arguments: [false, true])
    func `Hostile text neither runs nor loads anything, and no page scrolls sideways`(isDark: Bool) throws {
      let run = try NBRunProcess(fixture: "hostile")
      #expect(run.status == 0, "\(run.messages)")
      let page = try run.handout("hostile")
      #expect(page.contains("more bytes are not shown; the whole text is in results.json"))
      #expect(
        try run.results("hostile").cells.last?.outputs.first.map { "\($0)".utf8.count > 10_000_000 } == true)
      let found = try Chromium.looks(at: page, widths: [400, 1400], isDark: isDark)
      #expect(found.looks.map(\.width) == [400, 1400])
      for look in found.looks {
        #expect(look.attacks == [], "at \(look.width) px")
        #expect(look.scrollWidth <= look.width, "at \(look.width) px")
        #expect(look.isDark == isDark && look.hasSwitch, "at \(look.width) px")
      }
      #expect(found.console == [])
      #expect(!found.requests.isEmpty && !found.requests.contains("probe.invalid"))
    }

    @Test func `The probe sees an attack that a page lets through`() throws {
      // A page that is not ours: without it the test above could pass with a probe that sees nothing.
      let page = """
        <!DOCTYPE html><html><head><meta name="color-scheme" content="light dark"><title>t</title></head>
        <body style="width: 2000px"><img src="https://probe.invalid/x.png" onerror="pwned('raw')">
        <script>console.log('seen')</script></body></html>
        """
      let found = try Chromium.looks(at: page, widths: [400], isDark: false)
      #expect(found.looks.first?.attacks == ["raw"] && found.looks.first?.scrollWidth ?? 0 > 1900)
      #expect(found.console.contains { $0.contains("seen") })
      #expect(found.requests.contains("probe.invalid"))
    }

    @Test func `A link unfolds a solution, and on paper it is open`() throws {
      let run = try NBRunProcess(fixture: "exercise")
      let tab = try BrowserTab(run.folder.appending(path: "exercise.html").absoluteString + "#cell-2")
      let isOpen = "document.querySelector('details.solution')?.open"
      try tab.wait(until: isOpen)
      _ = try tab.value(of: "document.querySelector('details.solution').open = false")
      _ = try tab.value(of: "dispatchEvent(new Event('beforeprint'))")
      #expect(try tab.value(of: isOpen) == .bool(true))
      _ = try tab.value(of: "dispatchEvent(new Event('afterprint'))")
      #expect(try tab.value(of: isOpen) == .bool(false))
      #expect(tab.complaints == [])
    }

    @Test(arguments: [false, true])
    func `A wide table uses the margin, scrolls with a sign on a phone, and is whole on paper`(
      isDark: Bool
    ) throws {
      let run = try NBRunProcess(fixture: "wide-table")
      #expect(run.status == 0, "\(run.messages)")
      let page = try run.handout("wide-table")
      let found = try Chromium.looks(at: page, widths: [400, 1400], isDark: isDark).looks
      try #require(found.map(\.width) == [400, 1400] && found.allSatisfy { $0.tables.count == 3 })
      #expect(found.allSatisfy { $0.scrollWidth <= $0.width }, "the page itself stays in its window")
      let (phone, desktop) = (found[0].tables, found[1].tables)
      // In order: columns of numbers, sentences, and a table that fits into the column.
      #expect(desktop.allSatisfy { $0.scrollWidth <= $0.clientWidth })
      #expect(desktop[0].overhang > 20 && desktop[1].overhang > 20 && desktop[2].overhang <= 0)
      #expect(phone[0].scrollWidth > phone[0].clientWidth && phone[0].hasShadow && phone[0].overhang <= 0)
      #expect(phone[2].scrollWidth <= phone[2].clientWidth)
      // A4 and a margin of 18 mm at 96 pixels to the inch.
      let paper = try Chromium.looks(at: page, widths: [657], isDark: false, isPrinted: true).looks
      try #require(paper.count == 1 && paper[0].tables.count == 3)
      #expect(
        paper[0].tables.allSatisfy { $0.scrollWidth <= $0.clientWidth && $0.overhang <= 0 && !$0.hasShadow })
    }

    @Test(arguments: [("a4", [595.0, 842]), ("letter", [612, 792])])
    func `A handout is printed as PDF on its paper`(paper: String, size: [Double]) throws {
      let run = try NBRunProcess(["figure.md", "--pdf"] + (paper == "a4" ? [] : ["--paper", paper]))
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.output.hasSuffix("/figure.html\n\(run.folder.path)/figure.pdf\n"))
      let pdf = try Data(contentsOf: run.folder.appending(path: "figure.pdf"))
      #expect(pdf.starts(with: Data("%PDF-".utf8)) && pdf.count > 10_000)
      let box = String(decoding: pdf, as: UTF8.self).firstMatch(of: /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/)
      #expect([box?.1, box?.2].map { $0.flatMap { Double($0) }?.rounded() } == size)
    }

    @Test func `The index of a course finds what is written in its handouts`() throws {
      let run = try NBRunProcess(["figure.md", "inline-values.md"])
      #expect(run.output.hasSuffix("/index.html\n"))
      let page = try run.handout("index")
      let found = try Chromium.looks(at: page, widths: [400, 1400], isDark: true)
      #expect(
        found.looks.count == 2 && found.looks.allSatisfy { $0.scrollWidth <= $0.width && $0.attacks.isEmpty })
      #expect(found.console == [])
    }

    /// A course of two handouts in a folder of its own.
    private func course() throws -> NBRunProcess {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let texts = [
        "a": """
        # First

        ## In prose

        Here the word gradient stands in a sentence.

        ## In code

        ```text
        gradient
        ```

        ## Set apart

        This is a *gradient*.
        """,
        "b": "# Second\n\n## Gradient descent\n\nWords.\n\n## Pool\n\nthe way of a cat\n",
      ]
      for (name, text) in texts {
        try Data("---\ncourse: C\n---\n\n\(text)\n".utf8).write(to: folder.appending(path: "\(name).md"))
      }
      let run = try NBRunProcess(["a.md", "b.md"], in: folder)
      #expect(run.status == 0, "\(run.messages)")
      return run
    }

    @Test func `The search of a course ranks what it finds and forgives typing errors`() throws {
      let run = try course()
      let tab = try BrowserTab(run.folder.appending(path: "index.html").absoluteString)
      try tab.wait(until: "document.querySelector('search.results')?.hidden === false")
      func found(_ text: String) throws -> [String] {
        let field = "document.querySelector('.results input')"
        _ = try tab.value(of: "\(field).value = '\(text)'; \(field).dispatchEvent(new Event('input'))")
        return try tab.value(
          of: "[...document.querySelectorAll('.found a')].map((link) => link.textContent).join('|')"
        )
        .string.split(separator: "|").map(String.init)
      }
      let ranked = ["First: Set apart", "Second: Gradient descent", "First: In prose", "First: In code"]
      #expect(try found("gradient") == ranked)
      // One letter too few, two swapped, one of them wrong as well; a third error is one too many.
      for text in ["gradent", "gradeint", "gredeint", "GRADIENT"] {
        #expect(try found(text) == ranked, "\(text)")
      }
      #expect(try found("gredeimt") == [])
      // Words of four letters forgive one error, shorter ones none.
      #expect(try found("pooo") == ["Second: Pool"])
      #expect(try found("pxxl") == [])
      #expect(try found("cat") == ["Second: Pool"])
      #expect(try found("cxt") == [])
      // Every word has to be there; the title of the handout counts for all of its sections.
      #expect(try found("second gradient") == ["Second: Gradient descent"])
      #expect(try found("gradient cat") == [])
      #expect(try found("First") == ["First: In prose", "First: In code", "First: Set apart"])
      #expect(try tab.value(of: "document.querySelector('.count').textContent") == .string("3 sections"))
      #expect(try tab.value(of: "document.querySelector('#handouts').hidden") == .bool(true))
      #expect(try found("") == [])
      #expect(try tab.value(of: "document.querySelector('#handouts').hidden") == .bool(false))
      #expect(tab.complaints == [])
    }

    @Test func `The field of a handout leads to what the course's index finds`() throws {
      let run = try course()
      let tab = try BrowserTab(run.folder.appending(path: "a.html").absoluteString)
      try tab.wait(until: "document.querySelector('.tools search')?.hidden === false")
      _ = try tab.value(
        of: "document.querySelector('.tools input').value = 'way & cat'; "
          + "document.querySelector('.tools form').requestSubmit()")
      try tab.wait(
        until: "location.pathname.endsWith('/index.html') && document.querySelector('.results input')?.value")
      #expect(try tab.value(of: "document.querySelector('.results input').value") == .string("way & cat"))
      #expect(try tab.value(of: "document.querySelector('.count').textContent") == .string("0 sections"))
      #expect(tab.complaints == [])
    }
  }
}
