/// What one call of the compiler makes of a cell.
enum CompilerProducts: Sendable {
  /// All that there is to make, which checks all of the cell.
  ///
  /// The module goes where later cells look for it, or aside, as long as another one is there.
  case moduleAndObject(moduleAside: Bool)
  /// A module that tells later cells the same. Without bodies only those functions' are looked at that others see into.
  case module(withBodies: Bool)

  /// Whether all of the cell is checked.
  var areWhole: Bool { if case .moduleAndObject = self { true } else { false } }

  /// Returns the arguments that ask for these products of the cell whose files are called `base`.
  func arguments(base: String) -> [String] {
    switch self {
    case .moduleAndObject:
      [
        "-c", "-primary-file", base + ".swift", "-o", base + ".o", "-emit-module-path", module(base: base),
      ]
    case .module(let withBodies):
      ["-emit-module", base + ".swift", "-o", module(base: base)]
        + (withBodies ? [] : ["-experimental-skip-non-inlinable-function-bodies"])
    }
  }

  /// Returns the path of the module of the cell whose files are called `base`.
  func module(base: String) -> String {
    if case .moduleAndObject(moduleAside: true) = self { return CompilerProducts.moduleAside(base: base) }
    return base + ".swiftmodule"
  }

  /// The path of a module that is aside.
  static func moduleAside(base: String) -> String { base + "-whole.swiftmodule" }
}
