import Notebooks
import Testing

/// Which cells are optimized without a word.
struct CodeWorkTests {
  private static let product = """
    for i in 0..<n {
      for j in 0..<n {
        for k in 0..<n { c[i][j] += a[i][k] * b[k][j] }
      }
    }
    """

  private static let cases: [(cells: [String], repeated: [Bool])] = [
    ([product], [true]),
    (["for i in 0..<3 {\n  for j in 0..<3 { print(i, j) }\n}"], [false]),
    (["for epoch in 0..<20 { train() }"], [false]),
    // Few numbers make no loop.
    (["for a in 0..<3 {\n  for b in 0...3 {\n    for c in 0..<n { f(a, b, c) }\n  }\n}"], [false]),
    (
      ["for a in 0..<n {\n  for b in (0..<m).map({ x[$0] }) {\n    for c in 0..<90 { f(a, b, c) }\n  }\n}"],
      [true]
    ),
    (["(0..<3).map { i in (0..<3).map { j in xs.map { $0 * 2 } } }"], [false]),
    (["while i < 100_000_000 { i += 1 }"], [true]),
    (["let x = 100_000_000"], [false]),
    (["(0..<n).map { i in (0..<n).map { j in (0..<n).reduce(0) { $0 + a[i][$1] * b[$1][j] } } }"], [true]),
    (["Figure {\n  Axes {\n    Line(y: xs.map { $0 * 2 })\n  }\n}"], [false]),
    // Loops in functions that are called in loops.
    (
      ["func dot(_ a: [Int]) -> Int { a.reduce(0, +) }", "for i in a {\n  for j in b { print(dot(i)) }\n}"],
      [true, false]
    ),
    (
      ["func inner(_ x: Int) -> Int {\n  var s = 0\n  for i in 0..<x { s += i }\n  return s\n}", "inner(3)"],
      [false, false]
    ),
    (
      [
        "func inner(_ x: Int) -> Int {\n  var s = 0\n  for i in 0..<x { s += i }\n  return s\n}",
        "func outer() { for i in 0..<30 { print(inner(i)) } }", "(0..<90).map(outer)",
      ],
      [true, false, false]
    ),
    (
      [
        "func square(_ x: Int) -> Int { x * x }",
        "for i in a {\n  for j in b {\n    for k in c { print(square(k)) }\n  }\n}",
      ], [true, true]
    ),
    (["func fib(_ n: Int) -> Int { n < 2 ? n : fib(n - 1) + fib(n - 2) }\nfib(30)"], [true]),
    // The library calls a layer in loops of its own.
    (
      ["struct Half: Layer {\n  func forward(_ x: Tensor) -> Tensor { Tensor(x.scalars.map { $0 / 2 }) }\n}"],
      [true]
    ),
    (["struct Point { var x = 0 }\nlet p = Point()"], [false]),
    (["// for for for\nprint(\"for { for { for {\")"], [false]),
    (
      ["}}}{{{", "for {", ").map {", "x).map({", ".map {", "for"], [false, false, false, false, false, false]
    ),
  ]

  @Test(arguments: cases)
  func `Cells that loop over numbers of their own are found`(cells: [String], repeated: [Bool]) {
    #expect(CodeWork.areRepeated(cells, depth: 3) == repeated)
  }
}
