import Notebooks
import Testing

struct ExtensionHeaderTests {
  @Test(arguments: [
    ("extension Double: P { let x = 1 }", "extension Double { let x = 1 }", ["extension Double: P {}"]),
    (
      "extension Double: Q, @retroactive P,R {}", "extension Double: Q, R {}",
      ["extension Double: @retroactive P {}"]
    ),
    ("extension Double : P\n{ }", "extension Double\n{ }", ["extension Double: P {}"]),
    ("extension A.Double: P {}", "extension A.Double: P {}", []),
    (
      "// extension Double: P {}\nlet s = \"extension Double: P {}\"",
      "// extension Double: P {}\nlet s = \"extension Double: P {}\"", []
    ),
    (
      "extension Double: P {}\nextension Int: P {}\nextension Array: P where Element: P {}",
      "extension Double {}\nextension Int: P {}\nextension Array where Element: P {}",
      ["extension Array: P where Element: P {}", "extension Double: P {}"]
    ),
    (
      "extension [Int]: P {}", "extension [Int] {}", ["extension [Int]: P {}"]
    ),
  ])
  func `Conformances are moved out of extensions`(_ code: String, _ rest: String, _ extensions: [String]) {
    let conformances = ["Double", "Array"].map { owner in
      var conformance = Declaration(kind: "conformance", name: "P")
      conformance.owner = owner
      return conformance
    }
    let moved = ExtensionHeader.moving(conformances, outOf: code)
    #expect(moved.rest == rest)
    #expect(moved.extensions == extensions)
  }
}
