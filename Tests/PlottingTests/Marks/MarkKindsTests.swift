import Display
import Plotting
import Testing

struct MarkKindsTests {
  private func file(_ axes: Axes) throws -> PNGFile { try PNGFile(Figure { axes }.png(density: 1)) }

  private func columns(of color: Color, in file: PNGFile, row: Int) -> Int {
    (0..<file.width).count { file.color(column: $0, row: row) == color }
  }

  @Test("Steps keep each value until the next, and the last one as long as the one before")
  func steps() {
    #expect(
      Steps(x: [0, 2], y: [5, 3]).points
        == [.init(x: 0, y: 5), .init(x: 2, y: 5), .init(x: 2, y: 3), .init(x: 4, y: 3)])
    #expect(Steps(x: [1], y: [5], end: 7).points == [.init(x: 1, y: 5), .init(x: 7, y: 5)])
    #expect(Steps(x: [], y: []).points == [])
  }

  @Test("A band lies between its limits, in the color of the line that follows")
  func band() throws {
    let band = Band(around: [2, 2, 2], deviation: [1, 1, 1])
    #expect(band.lower == [1, 1, 1])
    #expect(band.upper == [3, 3, 3])
    let blue = SeriesColor.blue.color(in: .light)
    let plain = try file(
      Axes {
        band
        Line(y: [2, 2, 2])
      })
    let row = try #require((0..<plain.height).first { columns(of: blue, in: plain, row: $0) > 100 })
    let middle = plain.width / 2
    let above = plain.color(column: middle, row: row - 20)
    #expect(above != .white && above != blue && above.blue > above.red)
    #expect(plain.color(column: middle, row: row + 20) == above)
  }

  @Test("A line with a marker has one at each of its points")
  func markers() throws {
    let blue = SeriesColor.blue.color(in: .light)
    func longest(_ marker: Marker?) throws -> Int {
      let plain = try file(Axes { Line(y: [2, 2, 2], marker: marker) })
      return (0..<plain.width).map { column in
        (0..<plain.height).count { plain.color(column: column, row: $0) == blue }
      }.max() ?? 0
    }
    #expect(try longest(.circle) > longest(nil) + 2)
    #expect(Line(x: [1], y: [2], marker: .square).data == Line(x: [1], y: [2]).data)
  }

  @Test("Runs are shown by their mean and the deviation of a sample")
  func runs() {
    let root = 7.0.squareRoot()
    let mean = MeanOfRuns(x: [1, 2], [[1, 4], [2, 4], [6, 4]])
    #expect(mean.means == [3, 4] && mean.count == 3)
    #expect(mean.deviations == [root, 0])
    #expect(mean.label == "mean of 3 runs ± σ" && MeanOfRuns([[1], [2]], label: "Adam").label == "Adam")
    #expect(mean.points.map(\.y) == [3 - root, 4, 3 + root, 4])
    #expect(
      mean.summary(on: Axes { mean }) == "the mean of 3 runs rises from 3 to 4, ± at most 2.65")
    #expect(
      mean.data.text.contains(#""mean":[3.0,4.0],"deviation":[2.6457"#)
        && mean.data.text.contains(#""runs":3"#))
  }

  @Test("A gap in either limit divides a band")
  func bandGap() throws {
    let picture = try file(
      Axes { Band(lower: [0, 0, .nan, 0, 0], upper: [1, 1, 1, 1, 1], color: .red) })
    let tinted = (0..<picture.width).filter {
      let color = picture.color(column: $0, row: picture.height / 2)
      return color.red > color.blue &+ 10
    }
    let first = try #require(tinted.first)
    let last = try #require(tinted.last)
    #expect(3 * tinted.count < 2 * (last - first))
  }

  @Test("A reference line is in the picture wherever the data is, and uses up no color")
  func reference() throws {
    let gray = Theme.light.secondaryText
    let picture = try file(
      Axes(xRange: 0...1) {
        ReferenceLine(y: 10, dash: .solid)
        ReferenceLine(x: .nan)
        Line(y: [1, 2])
      })
    // One and a half pixels thick: one row is covered entirely or two by three quarters.
    #expect(
      (0..<picture.height).contains { row in
        (0..<picture.width).count { picture.color(column: $0, row: row) != .white } > 450
      })
    let blue = SeriesColor.blue.color(in: .light)
    #expect((0..<picture.height).contains { columns(of: blue, in: picture, row: $0) > 0 })
    #expect(gray != blue)
    #expect(ReferenceLine(y: 0.5).summary(on: Axes {}) == "a line lies at y = 0.5")
    #expect(
      Figure {
        Axes(y: "loss") {
          Line(y: [2, 1], label: "a")
          ReferenceLine(x: 1, label: "b")
        }
      }.description == "Line plot of a: a falls from 2 to 1; b lies at x = 1.")
  }

  @Test("A remark stands where no data is")
  func annotation() throws {
    func picture(_ annotation: Annotation?) throws -> PNGFile {
      try file(
        Axes(xRange: 0...40, yRange: 0...1) {
          Line(y: (0...40).map { 1 / (1 + Double($0)) })
          annotation
        })
    }
    let (plain, noted) = (try picture(nil), try picture(Annotation("here", x: 20, y: 1 / 21)))
    #expect((plain.width, plain.height) == (noted.width, noted.height))
    #expect(plain.pixels != noted.pixels)
    let blue = SeriesColor.blue.color(in: .light)
    for row in 0..<plain.height {
      for column in 0..<plain.width where plain.color(column: column, row: row) == blue {
        #expect(noted.color(column: column, row: row) == blue)
      }
    }
  }

  @Test("An inset stands where it hides no data, and changes neither limits nor colors of the plot around it")
  func inset() throws {
    let values = (0...40).map { 1 / (1 + Double($0)) }
    let small = Axes(xRange: 30...40, yRange: 0...0.05) { Line(y: values, label: "tail") }
    func picture(_ inset: Inset?) throws -> PNGFile {
      try file(
        Axes {
          Line(y: values); inset
        })
    }
    let (plain, inset) = (try picture(nil), try picture(Inset(small)))
    let blue = SeriesColor.blue.color(in: .light)
    var (kept, all, added) = (0, 0, 0)
    for row in 0..<plain.height {
      for column in 0..<plain.width {
        let (before, after) = (plain.color(column: column, row: row), inset.color(column: column, row: row))
        if before == blue { all += 1 }
        if before == blue, after == blue { kept += 1 }
        if before != blue, after == blue { added += 1 }
      }
    }
    // Only the frame of the enlarged part may cross the line.
    #expect(all > 100 && all - kept <= 8)
    #expect(added > 50, "the small line has the first color too")
    #expect(Inset(small).points.isEmpty && !Inset(small).takesColor)
  }

  @Test("An inset tells what it enlarges, and its data are its own")
  func insetInWords() throws {
    let inset = Inset(Axes("Tail", xRange: 30...40, yRange: 0...0.05) { Line(y: [1, 2]) }, share: 7)
    #expect(inset.share == 0.7 && Inset(inset.axes, share: .nan).share == 0.42)
    #expect(
      inset.summary(on: Axes {}).hasPrefix("inset, x from 30 to 40 and y from 0 to 0.05: Line plot “Tail”"))
    #expect(inset.data.text.contains("\"title\":\"Tail\""))
    #expect(try file(Axes { inset }).width > 100, "an inset alone, too")
    let away = Inset(Axes(xRange: 100...200, yRange: 5...6) { Line(y: [1, 2]) })
    #expect(
      try file(
        Axes(width: 120, height: 100) {
          Line(y: [1, 2]); away
        }
      ).width > 100)
  }

  @Test("Panels that share limits show the same values; others stay as they are")
  func sharing() throws {
    let panels = Axes.sharing {
      Axes { Line(x: [0, 1], y: [0, 1]) }
      Heatmap([[1]])
      Axes { Line(x: [5, 9], y: [-3, 0]) }
      Axes(yScale: .log10) { Line(x: [1, 2], y: [1, 1000]) }
    }
    let axes = panels.compactMap { $0 as? Axes }
    #expect(panels.count == 4)
    #expect(axes[0].xRange == axes[1].xRange)
    #expect(axes[0].yRange == axes[1].yRange)
    #expect(axes[0].xRange?.contains(9) == true && axes[0].yRange?.contains(-3) == true)
    #expect(axes[2].xRange == axes[0].xRange)
    #expect(axes[2].yRange == nil)
    #expect(Axes.sharing {}.isEmpty)
  }

  @Test(
    "A range that the axis cannot show is ignored",
    arguments: [-1...1, 5...5, 1...(1 + 1e-15), -.infinity...2, 0...1e-300] as [ClosedRange<Double>])
  func ranges(range: ClosedRange<Double>) throws {
    for scale in [AxisScale.linear, .log10] {
      let axes = Axes(xScale: scale, yScale: scale, xRange: range, yRange: range) { Line(y: [1, 2, 3]) }
      #expect(try file(axes).width > 400)
    }
  }

  @Test("Empty and infinite data gives a picture of every kind")
  func degenerate() throws {
    let long = String(repeating: "remark ", count: 30)
    for values in [[], [.nan], [.infinity, 1], [1e-300, 1e300]] as [[Double]] {
      for scale in [AxisScale.linear, .log10] {
        let axes = Axes(yScale: scale) {
          Steps(x: values, y: values, label: "steps")
          Band(x: values, lower: values, upper: values.reversed(), label: "band")
          ReferenceLine(y: values.first ?? .nan, label: "reference")
          ReferenceLine(x: values.first ?? .nan)
          Annotation(long, x: values.first ?? .nan, y: values.last ?? 0)
          Annotation("", x: 0, y: 1)
          Annotation("အ", x: 0, y: 1, offset: Size(width: .nan, height: 3))
        }
        #expect(try file(axes).width > 400)
      }
    }
  }

  /// Returns the rows in which a column near the middle of the picture has a color.
  private func rows(of color: Color, in file: PNGFile, column: Int) -> [Int] {
    (0..<file.height).filter { file.color(column: column, row: $0) == color }
  }

  @Test("Error bars reach from limit to limit, in the color of the mark that follows")
  func errorBars() throws {
    let figure = Figure {
      Axes(xRange: -1...3, yRange: 0...10) {
        ErrorBars(x: [0, 1, 2], around: [5, 5, 5], deviation: [.nan, 2, 2])
        Points(x: [0, 1, 2], y: [5, 5, 5])
      }
    }
    let file = try PNGFile(figure.png(density: 2))
    let blue = SeriesColor.blue.color(in: .light)
    let inked = (0..<file.width).map { rows(of: blue, in: file, column: $0).count }
    let bars = inked.indices.filter { inked[$0] > 150 }
    // Two of three, each two or three device pixels wide, over four of ten units.
    #expect((4...6).contains(bars.count))
    let plotHeight = 10.0 / 4 * Double(inked.max() ?? 0) / 2
    #expect(plotHeight > 250 && plotHeight < 340)
    #expect(
      figure.description.contains("lies from 3 to 7 (2 values are not finite)"), "\(figure.description)")
    #expect(ErrorBars(lower: [1], upper: [2]).data.text.contains(#""kind":"error-bars""#))
  }

  @Test("A box reaches from quartile to quartile, whiskers to the last value within 1.5 of its height")
  func boxPlot() throws {
    // Quartiles 2 and 4, so that whiskers end at 1 and 5, and 20 is a dot.
    let values: [Double] = [1, 2, 3, 4, 20, .nan]
    let plot = BoxPlot(["a": values, "b": []])
    let figure = Figure { Axes(yRange: 0...20) { plot } }
    #expect(
      figure.description.contains("a has 5 values with the median 3, b is empty (1 value is not finite)"),
      "\(figure.description)")
    let file = try PNGFile(figure.png(density: 1))
    let blue = SeriesColor.blue.color(in: .light)
    let all = (0..<file.width).flatMap { rows(of: blue, in: file, column: $0) }
    let (top, bottom) = (try #require(all.min()), try #require(all.max()))
    // From the dot at 20 to the whisker at 1 there are 19 of 20 units.
    let unit = Double(bottom - top) / 19
    #expect(unit > 11 && unit < 16)
    let median = (0..<file.height).max { row, other in
      func count(_ row: Int) -> Int { (0..<file.width).count { file.color(column: $0, row: row) == blue } }
      return count(row) < count(other)
    }
    #expect(abs(Double(bottom - (median ?? 0)) / unit - 2) < 0.3)
    #expect(plot.placed(among: ["b", "a"]).values.map(\.count) == [0, 6])
  }

  @Test("Points have the shape that their author chose", arguments: Marker.allCases)
  func markers(marker: Marker) throws {
    func file(_ marker: Marker?) throws -> PNGFile {
      try PNGFile(Figure { Axes { Points(x: [0, 1], y: [0, 1], marker: marker) } }.png(density: 4))
    }
    let blue = SeriesColor.blue.color(in: .light)
    func area(_ file: PNGFile) -> Double {
      Double((0..<file.width).reduce(0) { $0 + rows(of: blue, in: file, column: $1).count })
    }
    let (circle, shape) = (try file(nil), try file(marker))
    #expect((circle.pixels == shape.pixels) == (marker == .circle))
    #expect(abs(area(shape) / area(circle) - 1) < 0.35)
  }
}
