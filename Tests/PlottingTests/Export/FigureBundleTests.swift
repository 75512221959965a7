import Display
import Plotting
import Testing

struct FigureBundleTests {
  private let figure = Figure("Learning") {
    Axes("Loss", x: "epoch", y: "loss", yScale: .log10) {
      Line(x: [0, 1, 2], y: [2.5, .nan, 0.1], label: "training")
      Points(x: [1], y: [Double(Float(0.3))])
      Bars(labels: ["a"], values: [4], label: "bars")
    }
    Heatmap(
      [[1, 2], [3]], title: "w", highlighted: [CellIndex(row: 1, column: 0), CellIndex(row: 0, column: 1)])
    ImageGrid(
      [GridImage([[0, 1]], title: "one"), GridImage(red: [[1]], green: [[0.5]], blue: [[0]])], title: "i")
  }

  @Test("The bundle is light PNG, dark PNG, data and description, in this order")
  func order() throws {
    let bundle = figure.mimeBundle
    #expect(
      bundle.representations.map(\.type) == [
        MIMEType.png, MIMEType.darkPNG, MIMEType.figure, MIMEType.plainText,
      ])
    #expect(bundle.bytes(of: MIMEType.png) == (try figure.png(theme: .light)))
    #expect(bundle.bytes(of: MIMEType.darkPNG) == (try figure.png(theme: .dark)))
    #expect(bundle.bytes(of: MIMEType.plainText) == Array(figure.description.utf8))
  }

  @Test("The data says every label and every number")
  func json() throws {
    let bytes = try #require(figure.mimeBundle.bytes(of: MIMEType.figure))
    let text = String(decoding: bytes, as: UTF8.self)
    let panels = [
      #"{"kind":"axes","title":"Loss","x":"epoch","y":"loss","xScale":"linear","yScale":"log10","marks":["#
        + #"{"kind":"line","label":"training","x":[0.0,1.0,2.0],"y":[2.5,"nan",0.1]},"#
        + #"{"kind":"points","label":"","x":[1.0],"y":[0.3]},"#
        + #"{"kind":"bars","label":"bars","labels":["a"],"values":[4.0]}]}"#,
      #"{"kind":"heatmap","title":"w","x":"","y":"","colormap":"sequential","rowLabels":[],"columnLabels":[],"#
        + #""highlighted":[[0,1],[1,0]],"values":[[1.0,2.0],[3.0]]}"#,
      #"{"kind":"images","title":"i","colormap":"gray","images":[{"title":"one","values":[[0.0,1.0]]},"#
        + #"{"title":"","red":[[1.0]],"green":[[0.5]],"blue":[[0.0]]}]}"#,
    ]
    let size = try PNGFile(figure.png())
    let head =
      #"{"title":"Learning","description":"\#(figure.description)","#
      + #""width":\#(size.width / 2),"height":\#(size.height / 2),"panels":["#
    #expect(text == head + panels.joined(separator: ",") + "]}")
  }

  @Test("A figure that cannot be drawn says why, and what helps")
  func failure() throws {
    let font = try #require(throws: PlotError.self) { try figure.mimeBundle(fontDirectory: "/nonexistent") }
    #expect("\(font)".contains("fonts-dejavu-core"))
    let large = #expect(throws: PlotError.self) {
      try Figure { Heatmap([[1]], cellSize: 1e6) }.mimeBundle(fontDirectory: Typesetter.standardDirectory)
    }
    #expect(large.map { "\($0)" }?.contains("show fewer panels") == true)
  }

  @Test("Long series keep a digest and some points, and a change of any point is seen")
  func long() throws {
    var y = (0..<1_000_000).map { Double($0 * 7919 % 1000) / 7 }
    func data() -> JSON { Line(y: y).data }
    let first = data()
    #expect(first.text.utf8.count < 100_000)
    guard case .object(let members) = first else { throw PNGFile.Damaged() }
    #expect(members.list.map(\.key) == ["kind", "label", "count", "digest", "x", "y"])
    #expect(members.list[2].value == .int(1_000_000))
    guard case .array(let kept) = members.list[5].value else { throw PNGFile.Damaged() }
    #expect(kept.count == 2000 && kept.first == .float(0))
    y[123_457].negate()
    #expect(data() != first)
    // Up to 20,000 points are all there.
    #expect(Points(x: y.suffix(20_000), y: y.suffix(20_000)).data.text.contains("digest") == false)
    #expect(Points(x: y.suffix(20_001), y: y.suffix(20_001)).data.text.contains("digest"))
    let rows = [Array(y.prefix(15_000)), Array(y.prefix(15_000))]
    #expect(Heatmap(rows).data.text.utf8.count < 400)
    #expect(Heatmap([rows[0] + [0], rows[1]]).data != Heatmap([rows[0], rows[1] + [0]]).data)
  }

  @Test("A panel or a mark alone is shown as a figure")
  func alone() throws {
    let map = Heatmap([[1, 2]])
    #expect(map.mimeBundle.bytes(of: MIMEType.png) == (try Figure { map }.png()))
    let line = Line(y: [1, 2])
    #expect(line.mimeBundle.bytes(of: MIMEType.png) == (try Figure { Axes { line } }.png()))
  }

  @Test("A stepped figure says where its panels are")
  func steps() throws {
    func text(_ isStepped: Bool) throws -> String {
      let figure = Figure(columns: 1, isStepped: isStepped) {
        Swatch(color: .black)
        Swatch(color: .white)
      }
      return String(decoding: try #require(figure.mimeBundle.bytes(of: MIMEType.figure)), as: UTF8.self)
    }
    #expect(try text(true).hasPrefix(#"{"steps":[[23,8,10,8],[23,44,10,8]],"title":"#))
    #expect(try !text(false).contains("steps"))
  }
}
