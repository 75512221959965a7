/// How a line is broken up.
public enum Dash: String, Sendable, CaseIterable {
  case solid, dashed, dotted

  /// Returns the dash of a series whose color others have before it: another one, unless its author chose it.
  func repeated(_ repetition: Int) -> Dash {
    self == .solid ? Dash.allCases[repetition % Dash.allCases.count] : self
  }

  /// The lengths of dash and gap in turn, in line widths; empty for an unbroken line.
  var pattern: [Double] {
    switch self {
    case .solid: []
    case .dashed: [3.6, 2]
    case .dotted: [0.01, 2.2]
    }
  }
}
