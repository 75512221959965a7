import Plotting
import Testing

struct GraphTests {
  private func picture(_ graph: Graph) throws -> PNGFile { try PNGFile(Figure { graph }.png(density: 1)) }

  private func nodes(_ names: String...) -> [Graph.Node] { names.map { Graph.Node($0) } }

  @Test("The description names the arrows")
  func description() {
    let graph = Graph(nodes("x", "z"), edges: [.init("x", "z", label: "3×3")], title: "T")
    #expect(graph.description == "Graph “T” of 2 nodes: x → z (3×3)")
    #expect(Graph([], edges: []).description == "Graph without nodes")
    #expect(Graph(chain: nodes("a")).description == "Graph of 1 node without arrows")
  }

  @Test("A chain grows along its direction")
  func direction() throws {
    let chain = nodes("a", "b", "c", "d", "e")
    let right = try picture(Graph(chain: chain))
    let down = try picture(Graph(chain: chain, direction: .down))
    #expect(right.width > 4 * right.height)
    #expect(down.height > 3 * down.width)
  }

  @Test("Circles, loops and doubled names give a picture", arguments: Graph.Direction.allCases)
  func odd(direction: Graph.Direction) throws {
    let long = String(repeating: "node ", count: 40)
    let graphs = [
      Graph([], edges: [], direction: direction),
      Graph(nodes("a", "a"), edges: [.init("a", "a")], direction: direction),
      Graph(
        nodes("a", "b", "c"), edges: [.init("a", "b"), .init("b", "c"), .init("c", "a", label: "back")],
        direction: direction),
      Graph(
        [.init(long), .init("", shape: .circle), .init("\n\n🦆\n", shape: .plain)],
        edges: [.init(long, "", label: long, dash: .dotted), .init(long, "", color: .red)],
        title: long, direction: direction),
    ]
    for graph in graphs { #expect(try picture(graph).width < 1200) }
  }

  @Test("Two thousand nodes in a chain and a dense graph are laid out")
  func large() throws {
    let names = (0..<2000).map { "\($0)" }
    let chain = Graph(chain: names.map { Graph.Node($0) }, direction: .down)
    #expect(try picture(chain).height > 100_000)
    let dense = names.prefix(24)
    let edges = dense.indices.flatMap { a in dense[(a + 1)...].map { Graph.Edge(dense[a], $0) } }
    #expect(try picture(Graph(dense.map { Graph.Node($0) }, edges: edges)).width > 1000)
  }

  @Test("An arrow over several layers goes around the nodes between")
  func passing() throws {
    let chain = nodes("a", "b", "c", "d")
    let steps = zip(chain, chain.dropFirst()).map { Graph.Edge($0.name, $1.name) }
    let red = SeriesColor.red.color(in: .light)
    let plain = try picture(Graph(chain, edges: steps))
    let skipping = try picture(Graph(chain, edges: steps + [.init("a", "d", color: .red)]))
    #expect(skipping.height > plain.height)
    // The red line is seen all the way from the first node to the last.
    let seen = (0..<skipping.width).count { column in
      (0..<skipping.height).contains { row in
        let color = skipping.color(column: column, row: row)
        return color.red > color.green &+ 60 || color == red
      }
    }
    #expect(seen > skipping.width / 2)
  }
}
