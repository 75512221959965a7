/// How a line is broken up.
public enum Dash: String, Sendable, CaseIterable {
  case solid, dashed, dotted

  /// The lengths of dash and gap in turn, in line widths; empty for an unbroken line.
  var pattern: [Double] {
    switch self {
    case .solid: []
    case .dashed: [3.6, 2]
    case .dotted: [0.01, 2.2]
    }
  }
}
