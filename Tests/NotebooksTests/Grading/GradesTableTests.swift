import Notebooks
import Testing

struct GradesTableTests {
  private let plan: GradingPlan = {
    let text = """
      ```swift
      //| exercise: solution
      //| label: f
      let f = 1
      ```

      ```swift
      //| points: 2.5
      expect(f == 1)
      ```
      """
    var notebook = MarkdownReader.read(text: text, path: "hw.md")
    notebook.apply(.solution)
    return GradingPlan(of: notebook)
  }()

  private func table(_ folders: [String], page: String? = nil) -> GradesTable {
    GradesTable(
      title: "Homework", plan,
      folders.map {
        GradesTable.Row(
          folder: $0, file: "hw.md", grade: Grade(plan, ending: .missing), isLate: true, seconds: 1.26,
          page: page)
      })
  }

  @Test func `Programs read RFC 4180, and spreadsheets no formulas`() {
    let table = table(["ada", "=1+1", "a,b", "say \"a\"\nb", "@x", "+1", "-1"])
    #expect(
      table.csv == """
        folder,file,f,total,status,seconds\r
        ada,hw.md,0,0,late; missing,1.3\r
        '=1+1,hw.md,0,0,late; missing,1.3\r
        "a,b",hw.md,0,0,late; missing,1.3\r
        "say ""a""
        b",hw.md,0,0,late; missing,1.3\r
        '@x,hw.md,0,0,late; missing,1.3\r
        '+1,hw.md,0,0,late; missing,1.3\r
        '-1,hw.md,0,0,late; missing,1.3\r

        """)
    #expect(GradesTable.isOne(table.csv))
    for other in ["", "folder,file\r\n", "name,folder,file,total,status,seconds\r\n"] {
      #expect(!GradesTable.isOne(other))
    }
  }

  @Test func `The page leads to handouts, and shows names as they are`() {
    let page = table(["<b> & c"], page: "<b> & c/hw.html").html
    #expect(page.contains("<a href=\"%3Cb%3E%20%26%20c/hw.html\">&lt;b&gt; &amp; c/hw.md</a>"))
    #expect(page.contains("<th scope=\"col\">f (2½)</th>"))
    #expect(page.contains("<td>late; missing</td>"))
  }
}
