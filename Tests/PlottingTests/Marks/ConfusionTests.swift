import Plotting
import Testing

struct ConfusionTests {
  @Test("Cells hold numbers and parts of the row; the diagonal is framed")
  func texts() throws {
    let map = Heatmap.confusion([[48, 2], [0, 0]], classes: ["cat"])
    #expect(map.texts == [["48\n96 %", "2\n4 %"], ["0", "0"]])
    #expect(map.values == [[0.96, 0.04], [0, 0]])
    #expect(map.rowLabels == ["cat", "1"])
    #expect(map.highlighted == [CellIndex(row: 0, column: 0), CellIndex(row: 1, column: 1)])
    #expect(try !Figure { map }.png().isEmpty)
  }

  @Test(
    "Any shape gives a picture",
    arguments: [[], [[]], [[1, 2, 3]], [[1], [2, 3], []], [[.max, .max]]] as [[[Int]]])
  func shapes(counts: [[Int]]) throws {
    #expect(try !Figure { Heatmap.confusion(counts) }.png(density: 1).isEmpty)
  }

  @Test("Arrows between cells are drawn over both matrices, and wrong ones are left out")
  func arrows() throws {
    func picture(_ links: [CellArrows.Link], isBackward: Bool = false) throws -> PNGFile {
      let panel = CellArrows(
        from: Heatmap([[1, 2], [3, 4]]), to: Heatmap([[4]]), links: links, isBackward: isBackward)
      return try PNGFile(Figure(description: "arrows") { panel }.png(density: 1))
    }
    let good = CellArrows.Link(from: CellIndex(row: 1, column: 1), to: CellIndex(row: 0, column: 0))
    let bad = CellArrows.Link(from: CellIndex(row: 2, column: 1), to: CellIndex(row: 0, column: -1))
    let (none, wrong, right) = (try picture([]), try picture([bad]), try picture([good, bad]))
    #expect(none.pixels == wrong.pixels)
    #expect(none.pixels != right.pixels)
    #expect(try picture([good], isBackward: true).pixels != right.pixels)
    let highlight = Theme.light.highlight
    #expect(
      (0..<right.height).contains { row in
        (0..<right.width).count { right.color(column: $0, row: row) == highlight } > 5
      })
    let panel = CellArrows(from: Heatmap([[1, 2]]), to: Heatmap([[2]]), links: [bad])
    #expect(panel.description.hasSuffix("Between them no arrows"))
  }
}
