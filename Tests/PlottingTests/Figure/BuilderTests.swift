import Plotting
import Testing

struct BuilderTests {
  private func titles(@FigureBuilder _ panels: () -> [any Panel]) -> [String] {
    Figure(panels: panels).panels.compactMap { ($0 as? Heatmap)?.title }
  }

  private func labels(@MarkBuilder _ marks: () -> [any Mark]) -> [String] {
    Axes(marks: marks).marks.map(\.label)
  }

  private func panel(_ title: String) -> Heatmap { Heatmap([], title: title) }

  @Test("Every form of control flow adds its panels", arguments: [true, false])
  func panels(flag: Bool) {
    let none: Heatmap? = nil
    let result = titles {
      panel("a")
      if flag { panel("b") }
      if flag { panel("c") } else { panel("d") }
      for index in 0..<2 { panel("e\(index)") }
      none
      [panel("f"), panel("g")]
    }
    #expect(result == (flag ? ["a", "b", "c"] : ["a", "d"]) + ["e0", "e1", "f", "g"])
    #expect(titles {} == [])
  }

  @Test("Every form of control flow adds its marks", arguments: [true, false])
  func marks(flag: Bool) {
    let none: Line? = nil
    let result = labels {
      Line(y: [], label: "a")
      if flag { Points(x: [], y: [], label: "b") }
      if flag { Line(y: [], label: "c") } else { Line(y: [], label: "d") }
      for index in 0..<2 { Line(y: [], label: "e\(index)") }
      none
      [Line(y: [], label: "f"), Line(y: [], label: "g")]
    }
    #expect(result == (flag ? ["a", "b", "c"] : ["a", "d"]) + ["e0", "e1", "f", "g"])
    #expect(labels {} == [])
  }
}
