extension Cell {
  /// The options by which the cell compiles, with those of its group, if these declare that a type of another module
  /// conforms to a protocol of an `earlier` cell.
  ///
  /// To a module that imports it as `@testable`, an internal protocol is a public one, and Swift wants what meets the
  /// requirements of a public protocol for a public type to be public: `extension String: P { func f() {} }` would not
  /// compile, though it does below `P` in one file.
  ///
  /// An answer that is graded keeps access control: without it, it would reach what the libraries keep from cells.
  func accessArguments(declaring declarations: [Declaration], after earlier: [CompiledCell]) -> [String] {
    if isSubmitted { return [] }
    let types = declarations.topLevelTypes
    let conforms = declarations.contains { $0.kind == "conformance" && !types.contains($0.owner) }
    let protocols = earlier.lazy.flatMap(\.declarations).contains { $0.kind == "protocol" }
    return conforms && protocols ? ["-disable-access-control"] : []
  }
}
