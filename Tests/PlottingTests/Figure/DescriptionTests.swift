import Plotting
import Testing

struct DescriptionTests {
  private func description(@FigureBuilder _ panels: () -> [any Panel]) -> String {
    Figure(panels: panels).description
  }

  @Test("Axes say what each series does")
  func axes() {
    #expect(
      description {
        Axes(x: "epoch", y: "loss") {
          Line(y: [2.3, 1, 0.11], label: "training loss")
          Line(y: [2.3, 0.1, 0.5], label: "validation loss")
        }
      }
        == "Line plot of training loss and validation loss against epoch: training loss falls from 2.3 to 0.11; "
        + "validation loss falls from 2.3 to 0.5, with a minimum of 0.1.")
    #expect(
      description { Axes("T", x: "x", y: "y", yScale: .log10) { Points(x: [1, 2, .nan], y: [3, 4, 5]) } }
        == "Scatter plot “T” of y against x (logarithmic y): has 2 points, x from 1 to 2, y from 3 to 4 "
        + "(1 value is not finite).")
    #expect(
      description { Axes(y: "accuracy") { Bars(labels: ["cat", "dog"], values: [0.5, 0.75]) } }
        == "Bar chart of accuracy: cat 0.5, dog 0.75.")
  }

  @Test("Degenerate series are said to be so")
  func degenerate() {
    func line(_ y: [Double]) -> String { Line(y: y).summary(on: Axes {}) }
    #expect(line([]) == "is empty")
    #expect(line([.nan, .infinity]) == "has no finite value")
    #expect(line([3]) == "is one point at 3")
    #expect(line([3, 3]) == "stays at 3")
    #expect(line([1, .nan, .nan, 2]) == "rises from 1 to 2 (2 values are not finite)")
    #expect(line([0, 5, 0]) == "starts and ends at 0, with a maximum of 5")
    #expect(description { Axes {} } == "Empty axes.")
    #expect(description {} == "An empty figure.")
  }

  @Test("Matrices and images say their extent and their range")
  func matrices() {
    #expect(
      description {
        Heatmap([[1, -2], [.nan, 0]], title: "w", highlighted: [CellIndex(row: 0, column: 1)])
      }
        == "Heatmap “w” of 2 rows and 2 columns, values from −2 to 1 (1 value is not finite); highlighted: (0, 1)."
    )
    #expect(description { Heatmap([]) } == "Heatmap without cells.")
    #expect(
      description { ImageGrid([GridImage([[0, 1], [1, 1]]), GridImage([[0.5, 1], [1, 1]])]) }
        == "2 images of 2×2 pixels, values from 0 to 1.")
  }

  @Test("The author's description is taken as it is; several panels follow one another")
  func figures() {
    #expect(Figure("T", description: "D") { Heatmap([]) }.description == "D")
    #expect(
      Figure("T") {
        Heatmap([[1]])
        ImageGrid([])
      }.description
        == "T. 2 panels. Heatmap of 1 row and 1 column, values all 1. Grid without images.")
  }

  @Test("What axes don't show is told, and not described as if it were there")
  func hidden() {
    #expect(
      description { Axes(yScale: .log10) { Line(y: [-1, -2, -3], label: "s") } }
        == "Line plot of s (logarithmic y): s has nothing to show (3 values are not positive, and not shown on a "
        + "logarithmic axis).")
    #expect(
      description { Axes(yScale: .log10) { Line(y: [0, 100, 10]) } }
        == "Line plot (logarithmic y): falls from 100 to 10 (1 value is not positive, and not shown on a logarithmic "
        + "axis).")
    #expect(
      description {
        Axes(yRange: 0...1) {
          Line(y: [0.2, 0.5, 7]); ReferenceLine(y: 5, label: "five")
        }
      }
        == "Line plot: rises from 0.2 to 0.5 (1 value lies beyond the axes); five lies at y = 5, beyond the axes."
    )
    #expect(ReferenceLine(y: .nan).summary(on: Axes {}) == "a line has no finite value")
    #expect(
      Band(lower: [1, .nan], upper: [2, 3]).summary(on: Axes {}) == "lies from 1 to 3 (1 value is not finite)"
    )
    #expect(
      Bars(labels: ["a", "b"], values: [10, 0]).summary(on: Axes(yScale: .log10) {})
        == "a 10 (1 value is not positive, and not shown on a logarithmic axis)")
  }

  @Test("Numbers that differ are written with as many digits as tell them apart")
  func digits() {
    func line(_ y: [Double]) -> String { Line(y: y).summary(on: Axes {}) }
    #expect(line([0.99991, 0.99995, 0.99999]) == "rises from 0.99991 to 0.99999")
    #expect(line([123456.7, 123457.3]) == "rises from 123456.7 to 123457.3")
    #expect(line([0.1, 0.1 + 1e-16, 0.1 + 3e-17]) == "stays at about 0.1")
    #expect(Heatmap([[0.99991, 0.99999]]).description.hasSuffix("from 0.99991 to 0.99999"))
  }

  @Test("A line is described from left to right, as it is seen")
  func direction() {
    #expect(Line(x: [5, 4, 3], y: [1, 2, 3]).summary(on: Axes {}) == "falls from 3 to 1")
    #expect(
      Line(x: [0, 1, 0], y: [1, 2, 3]).summary(on: Axes {}) == "has 3 points, x from 0 to 1, y from 1 to 3")
  }
}
