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

  private static let cases: [(cells: [String], often: [Bool])] = [
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
    // What is known of the numbers counts, also by name.
    (
      ["let n = 5", "for i in 0..<n {\n  for j in 0..<n {\n    for k in 0..<n { f(i, j, k) }\n  }\n}"],
      [false, false]
    ),
    (
      ["let n = 500", "for i in 0..<n {\n  for j in 0..<n {\n    for k in 0..<9 { f(i, j, k) }\n  }\n}"],
      [false, true]
    ),
    (["let xs = [1, 2, (3, 4)]", "for x in xs {\n  for i in 0..<9_000 { f(x, i) }\n}"], [false, false]),
    (["for x in [Int](repeating: 0, count: n) {\n  for i in 0..<9_000 { f(x, i) }\n}"], [true]),
    (["for step in 0..<1_000_000 { x += step }"], [true]),
    (["expect(plan.parameterCount, equals: 60_965_224)\nfor i in plan.layers { print(i) }"], [false]),
    (
      [
        "for i in 0...9_223_372_036_854_775_807 { break }",
        "for i in -5...99_999_999_999_999_999_999 { f(i) }",
      ], [true, false]
    ),
    // An argument or a variable of the same name may be another number.
    (
      [
        "let n = 5",
        "func f(n: Int) {\n  for i in 0..<n {\n    for j in 0..<n {\n      for k in 0..<n { g(i, j, k) }\n    }\n  }\n}",
      ], [false, true]
    ),
    (
      [
        "let n = 5\nlet (h, w) = (2, 2)",
        "let n = x.count\nfor i in 0..<n {\n  for j in 0..<h {\n    for k in 0..<w { g(i, j, k) }\n  }\n}",
      ], [false, true]
    ),
    (["let xs = [a, b].flatMap(\\.images)\nfor x in xs {\n  for i in 0..<9_000 { f(x, i) }\n}"], [true]),
    (["for (i, x) in [a, b].enumerated() {\n  for i in 0..<9_000 { f(x, i) }\n}"], [false]),
    // Averages of averages of a few numbers are no work.
    (
      [
        "func mean(_ xs: [Double]) -> Double { xs.reduce(0, +) / Double(xs.count) }",
        "Figure {\n  for runs in all { Line(y: runs.map { mean($0.map(\\.loss)) }) }\n}",
      ], [false, false]
    ),
    // Loops in functions that are called in loops.
    (
      [
        "func dot(_ a: [Int]) -> Int {\n  var s = 0\n  for x in a { s += x }\n  return s\n}",
        "for i in a {\n  for j in b { print(dot(i)) }\n}",
      ],
      [true, false]
    ),
    (
      ["func inner(_ x: Int) -> Int {\n  var s = 0\n  for i in 0..<x { s += i }\n  return s\n}", "inner(3)"],
      [false, false]
    ),
    (
      [
        "func inner(_ x: Int) -> Int {\n  var s = 0\n  for i in 0..<x { s += i }\n  return s\n}",
        "func outer() { for i in 0..<300 { print(inner(i)) } }", "(0..<90).map(outer)",
      ],
      [true, false, false]
    ),
    (
      ["let sum = { (n: Int) in\n  for i in 0..<n { f(i) }\n}", "for i in a {\n  for j in b { sum(j) }\n}"],
      [true, false]
    ),
    (
      [
        "func square(_ x: Int) -> Int { x * x }",
        "for i in a {\n  for j in b {\n    for k in c { print(square(k)) }\n  }\n}",
      ], [true, true]
    ),
    (["func fib(_ n: Int) -> Int { n < 2 ? n : fib(n - 1) + fib(n - 2) }\nfib(30)"], [true]),
    (
      [
        "func digits(_ n: Int) -> String { n < 10 ? String(n) : digits(n / 10) + String(n % 10) }\ndigits(30)"
      ],
      [false]
    ),
    // Names that are the same are not always calls.
    (
      [
        "func count(_ x: [Int]) -> Int { x.filter { $0 > 0 }.reduce(0, +) }\nlet n = a.map { b in b.count }",
        "func y(_ x: Int) -> Int { (0..<n).reduce(0, +) }\nfor i in a { for j in b { Line(x: i, y: j) } }",
      ], [false, false]
    ),
    (
      ["struct A { func f() { for i in a { print(i) } } }\nfor i in a { for j in b { j.f() } }"],
      [true]
    ),
    // The library calls a layer in loops of its own.
    (
      ["struct Half: Layer {\n  func forward(_ x: Tensor) -> Tensor { Tensor(x.scalars.map { $0 / 2 }) }\n}"],
      [true]
    ),
    (
      ["enum Rule: String, CaseIterable { case a, b\n  var name: String { parts.map { $0 }.joined() } }"],
      [false]
    ),
    (["struct Point { var x = 0 }\nlet p = Point()"], [false]),
    (["// for for for\nprint(\"for { for { for {\")"], [false]),
    (
      ["}}}{{{", "for {", ").map {", "x).map({", ".map {", "for"], [false, false, false, false, false, false]
    ),
  ]

  @Test(arguments: cases)
  func `Cells that loop over numbers of their own are found`(cells: [String], often: [Bool]) {
    #expect(CodeWork.runOften(cells) == often)
  }
}
