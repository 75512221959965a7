/// A phrase about a number of things, `{number}`, in each of the forms that the language has for numbers.
package struct Plural: Sendable, ExpressibleByDictionaryLiteral {
  /// The categories of numbers that languages know, as in Unicode's CLDR.
  package enum Category: String, Sendable, CaseIterable {
    case zero, one, two, few, many, other
  }

  /// The rules by which languages choose a form, for whole numbers, as in CLDR.
  package enum Rule: Sendable {
    /// One form for all numbers, as in Chinese.
    case same
    /// One thing, or any other number of them.
    case one
    /// None or one thing, or more, as in French.
    case upToOne
    case hebrew, polish, arabic

    /// Returns the category of `number`.
    package func category(of number: Int) -> Category {
      switch self {
      case .same: .other
      case .one: number == 1 ? .one : .other
      case .upToOne: number <= 1 ? .one : .other
      case .hebrew: number == 1 ? .one : number == 2 ? .two : .other
      case .polish:
        number == 1 ? .one : (2...4).contains(number % 10) && !(12...14).contains(number % 100) ? .few : .many
      case .arabic:
        switch (number, number % 100) {
        case (0, _): .zero
        case (1, _): .one
        case (2, _): .two
        case (_, 3...10): .few
        case (_, 11...99): .many
        default: .other
        }
      }
    }
  }

  /// The forms by category.
  package let forms: [Category: Phrase]

  /// Creates the phrase of these forms.
  package init(dictionaryLiteral forms: (Category, Phrase)...) {
    self.forms = Dictionary(uniqueKeysWithValues: forms)
  }
}
