import Plotting
import Testing

struct PNGTests {
  private let red = Color(hex: 0xc01020)

  @Test("The file decodes to the pixels that were drawn", arguments: Theme.allCases)
  func pixels(theme: Theme) throws {
    let file = try PNGFile(Figure { Swatch(color: red) }.png(theme: theme))
    // A figure is at least 40 wide; the swatch stands in its middle, 8 from the top.
    #expect((file.width, file.height) == (2 * 56, 2 * 36))
    for row in 0..<file.height {
      for column in 0..<file.width {
        let isInside = (50..<56).contains(column) && (18..<22).contains(row)
        #expect(file.color(column: column, row: row) == (isInside ? red : theme.background))
      }
    }
  }

  @Test("The file knows its physical density", arguments: [(1.0, 3780), (2.0, 7559), (3.0, 11339)])
  func density(density: Double, pixelsPerMeter: Int) throws {
    let file = try PNGFile(Figure { Swatch(color: red) }.png(density: density))
    let chunk = try #require(file.chunk("pHYs"))
    #expect(PNGFile.number(chunk[0..<4]) == pixelsPerMeter)
    #expect(PNGFile.number(chunk[4..<8]) == pixelsPerMeter)
    #expect(chunk[8] == 1)
    #expect(file.width == Int(56 * density))
  }

  @Test("Few colors become a palette of few bits, and only what is needed is in the file")
  func palette() throws {
    let file = try PNGFile(Figure { Swatch(color: red) }.png())
    #expect(file.form == (depth: 1, colorType: 3))
    #expect(file.chunk("PLTE") == [255, 255, 255, 0xc0, 0x10, 0x20])
    // The text is the description; there is no time.
    #expect(file.chunks.map(\.type) == ["IHDR", "sRGB", "PLTE", "pHYs", "tEXt", "IDAT", "IEND"])
  }

  @Test("Every form of picture decodes to what was drawn")
  func forms() throws {
    // 16 × 16 cells: 200 of gray, or 2^n colors, or more than a palette holds.
    func file(_ image: GridImage, _ colormap: Colormap) throws -> PNGFile {
      try PNGFile(Figure { ImageGrid([image], colormap: colormap, imageSize: 32) }.png(density: 1))
    }
    for (count, depth) in [(2, 2), (10, 4), (200, 8)] {
      let values = (0..<16).map { row in (0..<16).map { Double((row * 16 + $0) % count) } }
      let picture = try file(GridImage(values), .gray)
      #expect(picture.form == (depth: depth, colorType: 3))
      for row in 0..<16 {
        for column in 0..<16 {
          let t = values[row][column] / Double(count - 1)
          #expect(picture.color(column: 12 + 2 * column, row: 8 + 2 * row) == Colormap.gray.color(at: t))
        }
      }
    }
    let ramp = (0..<16).map { row in (0..<16).map { Double(row * 16 + $0) } }
    let turned = (0..<16).map { row in (0..<16).map { Double($0 * 16 + row) } }
    let picture = try file(GridImage(red: ramp, green: turned, blue: turned), .gray)
    #expect(picture.form == (depth: 8, colorType: 2))
    #expect(picture.color(column: 12 + 2 * 3, row: 8 + 2 * 5) == Color(red: 83, green: 53, blue: 53))
  }

  @Test("Title and description are in the file, beyond ASCII as UTF-8")
  func texts() throws {
    let figure = Figure("Loss", description: "y = x ⋆ w") { Swatch(color: red) }
    let file = try PNGFile(figure.png())
    #expect(file.chunk("tEXt") == Array("Title\0Loss".utf8))
    #expect(file.chunk("iTXt") == Array("Description\0\0\0\0\0y = x ⋆ w".utf8))
  }

  @Test("The same figure gives the same bytes")
  func determinism() throws {
    func figure() -> Figure {
      Figure("Training") {
        Axes("Loss", x: "epoch", y: "loss") {
          Line(y: [2.3, 1.1, 0.4, 0.2], label: "training")
          Points(x: [0, 1, 2], y: [1, 2, 0.5], label: "best")
        }
        Heatmap([[1, 2], [3, .nan]], colormap: .diverging, highlighted: [CellIndex(row: 0, column: 1)])
      }
    }
    for theme in Theme.allCases { #expect(try figure().png(theme: theme) == figure().png(theme: theme)) }
    #expect(try figure().png(theme: .light) != figure().png(theme: .dark))
  }

  @Test(
    "A figure of more pixels than can be drawn is an error",
    arguments: [1e5, 1e300, .infinity, .nan, 0, -1] as [Double])
  func tooLarge(density: Double) {
    let error = #expect(throws: PlotError.self) { try Figure { Swatch(color: red) }.png(density: density) }
    #expect(error?.description.contains("too many") == true)
  }
}
