extension [Declaration] {
  /// The options by which a cell that declares these compiles, if it has a type of another module conform to a protocol of
  /// an `earlier` cell.
  ///
  /// To a module that imports it as `@testable`, an internal protocol is a public one, and Swift wants what meets the
  /// requirements of a public protocol for a public type to be public: `extension String: P { func f() {} }` would not
  /// compile, though it does below `P` in one file.
  func accessArguments(after earlier: [CompiledCell]) -> [String] {
    let types = topLevelTypes
    let conforms = contains { $0.kind == "conformance" && !types.contains($0.owner) }
    let protocols = earlier.lazy.flatMap(\.declarations).contains { $0.kind == "protocol" }
    return conforms && protocols ? ["-disable-access-control"] : []
  }
}
