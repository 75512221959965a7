import Display
import Foundation
import Notebooks
import Testing

/// The schemas as files: what they say of themselves and of the sources.
@Suite struct SchemaTests {
  @Test(arguments: Schemas.names)
  func `Every member is described, and no other is allowed`(name: String) throws {
    let schema = try Schemas.schema(name)
    #expect(schema["$schema"].string == "https://json-schema.org/draft/2020-12/schema")
    let objects = schema.all { $0["type"] == .string("object") }
    #expect(!objects.isEmpty)
    for object in objects {
      let (properties, others) = (object["properties"].members, object["additionalProperties"])
      // What is of a type that a notebook declares has other members as well, which it alone knows.
      if others == .null, properties.map(\.key) == ["kind"] || properties.map(\.key) == ["panels"] {
        continue
      }
      // Without properties it has values by names that a notebook chooses.
      #expect(
        properties.isEmpty ? others["description"] != .null : others == .bool(false), "\(object.text)")
      let required = object["required"].list.map(\.string)
      #expect(Set(required).isSubset(of: properties.map(\.key)), "\(object.text)")
      for property in properties {
        #expect(property.value["description"].string.hasSuffix("."), "\(property.key) in \(object.text)")
      }
    }
  }

  @Test func `The schemas list every outcome, status, severity and exemption`() throws {
    let output = try Schemas.schema("output")["$defs"]
    #expect(output["outcome"].choices == Set(CellOutcome.allCases.map(\.rawValue)))
    let statuses = RunStatus.allCases.filter { $0 != .differs }
    #expect(output["status"].choices == Set(statuses.map(\.name)))
    let exit = try Schemas.schema("events")["$defs"]["runFinished"]["properties"]["exit"]
    #expect(exit["enum"].list == statuses.map { .int($0.rawValue) })
    let severities = output["diagnostic"]["properties"]["severity"].choices
    #expect(severities == Set(Diagnostic.Severity.allCases.map(\.rawValue)))
    let exemptions = output["expectation"]["properties"]["exemption"].choices
    #expect(exemptions == Set(ExpectationOutput.Exemption.allCases.map(\.rawValue)))
  }

  @Test func `The schemas list every event and every output`() throws {
    func name(_ value: Any) -> String? { Mirror(reflecting: value).children.first?.label }
    let events = Set(SchemaSamples.events.compactMap(name))
    #expect(try events == SchemaTests.cases(in: "Notebooks/Events/RunEvent.swift"))
    #expect(try events == Set(SchemaTests.alternatives(of: Schemas.schema("events"))))
    // That all of these are as the schemas say is a test of its own.
    let outputs = Set(SchemaSamples.outputs.compactMap(name))
    #expect(try outputs == SchemaTests.cases(in: "Notebooks/Outputs/Output.swift"))
  }

  @Test func `The schema of figures lists every panel and every mark`() throws {
    let figure = try Schemas.schema("figure")
    let folder = Schemas.root.appending(path: "Sources/Plotting")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".swift")
    }
    let sources = try files.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    let written = sources.joined().matches(of: /(?:"kind": \.string|\.series)\(\s*"([a-z-]+)"/).map {
      String($0.1)
    }
    let kinds = Set(figure.constants).subtracting(figure["$defs"]["colormap"].choices)
    #expect(written.count > 10 && kinds == Set(written))
    for part in ["panel", "mark"] {
      let definition = figure["$defs"][part]
      let listed = SchemaTests.alternatives(of: definition).flatMap {
        figure["$defs"][$0]["properties"]["kind"].constants
      }
      let excluded = definition.all { $0["enum"] != .null }.flatMap(\.choices)
      #expect(
        Set(excluded) == Set(listed), "a \(part) is of a notebook's own type only if it is none of ours")
    }
  }

  /// The names of the enumeration's cases in a file of the sources.
  private static func cases(in file: String) throws -> Set<String> {
    let text = try String(contentsOf: Schemas.root.appending(path: "Sources/\(file)"), encoding: .utf8)
    return Set(text.matches(of: /\n  case (\w+)/).map { String($0.1) })
  }

  /// The names of the definitions that `schema` is one of.
  private static func alternatives(of schema: JSON) -> [String] {
    schema["anyOf"].list.compactMap { $0["$ref"].string.split(separator: "/").last }.map(String.init)
  }
}
