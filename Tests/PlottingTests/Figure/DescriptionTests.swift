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
    func line(_ y: [Double]) -> String { Line(y: y).summary }
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
}
