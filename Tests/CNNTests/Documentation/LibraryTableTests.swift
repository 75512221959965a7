import Foundation
import Testing

/// `docs/library.md` says what the library's parts are called elsewhere: it has to name them all.
@Suite struct LibraryTableTests {
  /// The words of the column "here" in the tables of the page, in small letters.
  private static func words() throws -> Set<String> {
    let page = try String(contentsOf: LibrarySources.root.appending(path: "docs/library.md"), encoding: .utf8)
    let cells = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.compactMap {
      $0.split(separator: " | ").last
    }
    #expect(cells.count > 70)
    return Set(cells.flatMap { $0.lowercased().matches(of: /[a-z0-9]+/).map { String($0.0) } })
  }

  /// Returns the names that the page lacks.
  private static func missing(_ names: some Sequence<String>) throws -> [String] {
    let words = try words()
    return Set(names).filter { !words.contains($0.lowercased()) }.sorted()
  }

  /// Returns the cases of a public enumeration.
  private static func cases(of name: String) throws -> [String] {
    let text = try LibrarySources.texts().joined(separator: "\n")
    let start = try #require(
      text.firstRange(of: "public enum \(name):") ?? text.firstRange(of: "public indirect enum \(name):"))
    let lines = text[start.upperBound...].split(separator: "\n").prefix { $0 != "}" }
    return lines.filter { $0.hasPrefix("  case ") }.flatMap { line in
      line.dropFirst(7).replacing(/\(.*|\ =.*/, with: "").split(separator: ", ").map(String.init)
    }
  }

  @Test func everyLayerIsNamed() throws {
    let layers = try LibrarySources.types(conformingTo: "Layer")
    #expect(
      layers.count > 50 && layers.isSuperset(of: ["Conv2D", "Residual", "LpPool3D", "PReLU", "GroupNorm"]))
    #expect(try Self.missing(layers) == [])
  }

  /// The compiler knows what PyTorch and Keras call layers, losses, optimizers and schedules.
  @Test func everyOtherNameIsAnswered() throws {
    let page = try String(contentsOf: LibrarySources.root.appending(path: "docs/library.md"), encoding: .utf8)
    let tables = try #require(page.firstMatch(of: #/(?s)\n### Layers\n(.*)\n### Metrics\n/#)?.1)
    var names: Set<String> = []
    for row in tables.split(separator: "\n") where row.hasPrefix("| ") {
      let columns = row.split(separator: " | ").dropLast().joined(separator: " ")
      for code in columns.matches(of: /`([^`]*)`/) {
        let words = code.1.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }
        names.formUnion(
          words.filter { $0.count > 1 && $0.first?.isUppercase == true && !$0.contains("_") }.map(String.init)
        )
      }
    }
    #expect(names.isSuperset(of: ["Conv2d", "MaxPooling2D", "CrossEntropyLoss", "StepLR", "Adagrad"]))
    let others = LibrarySources.root.appending(path: "Sources/CNN/Layers/OtherNames.swift")
    let sources = try (LibrarySources.texts() + [String(contentsOf: others, encoding: .utf8)]).joined()
    let known = Set(
      sources.matches(of: #/\b(?:struct|class|protocol|public var) (\w+)/#).map { String($0.1) })
    // A network in Keras, and words of Python.
    #expect(names.subtracting(known).subtracting(["Model", "None", "True", "False"]) == [])
  }

  @Test func everyOptimizerIsNamed() throws {
    let optimizers = try LibrarySources.types(conformingTo: "Optimizer")
    #expect(optimizers.isSuperset(of: ["SGD", "Adam", "AdaGrad"]))
    #expect(try Self.missing(optimizers) == [])
  }

  @Test func everyLossIsNamed() throws {
    let text = try LibrarySources.texts("Losses").joined(separator: "\n")
    let losses = text.matches(of: /public static (?:let|func) (\w+)/).map { String($0.1) }
    #expect(Set(losses).isSuperset(of: ["softmaxCrossEntropy", "huber", "binaryCrossEntropy"]))
    #expect(try Self.missing(losses) == [])
  }

  @Test(arguments: [
    "Schedule", "Metric", "Augmentation", "Stopping", "GradientClipping", "GradientAccumulation",
    "PaddingMode",
    "Initializer", "Mode", "Reduction",
  ])
  func everyChoiceIsNamed(_ name: String) throws {
    let cases = try Self.cases(of: name)
    #expect(cases.count > 1)
    #expect(try Self.missing(cases) == [])
  }

  /// The labels of what layers, optimizers and `fit` are called with.
  @Test func everyOptionIsNamed() throws {
    let types = try LibrarySources.types(conformingTo: "Layer").union(
      LibrarySources.types(conformingTo: "Optimizer"))
    var labels: Set<String> = []
    for text in try LibrarySources.texts() {
      let parts = text.split(separator: "public struct ").dropFirst()
      for part in parts where types.contains(String(part.prefix { $0 != ":" && $0 != " " })) {
        for call in part.matches(of: #/public init\(([^{]*)\) \{/#) {
          labels.formUnion(Self.labels(String(call.1)))
        }
      }
      for call in text.matches(of: #/public mutating func fit\(([^{]*)\) throws/#) {
        labels.formUnion(Self.labels(String(call.1)))
      }
    }
    #expect(labels.isSuperset(of: ["kernel", "padding", "lastAxes", "centered", "until"]))
    #expect(try Self.missing(labels.subtracting(["name"])) == [])
  }

  /// Returns the labels of a list of parameters.
  private static func labels(_ parameters: String) -> [String] {
    parameters.matches(of: #/(?:^|[(,])\s*(?:@\w+\s+)?(\w+)(?: \w+)?: /#).map { String($0.1) }.filter {
      $0 != "_"
    }
  }
}
