/// Gives out the names that links point to, each once.
final class Anchors {
  private var taken: Set<String>
  /// The number that the next heading of the same words gets.
  private var numbers: [String: Int] = [:]

  /// Creates names beside those that are `reserved`.
  init(reserved: some Sequence<String>) { taken = Set(reserved) }

  /// Returns a name for the heading `text`, as GitHub makes them, with a number if it is taken.
  func slug(for text: String) -> String {
    var slug = ""
    for character in text.lowercased() {
      if character.isLetter || character.isNumber || character == "_" || character == "-" {
        slug.append(character)
      } else if character.isWhitespace {
        slug.append("-")
      }
    }
    if slug.isEmpty { slug = "section" }
    var unique = slug
    var number = numbers[slug] ?? 1
    while !taken.insert(unique).inserted {
      unique = "\(slug)-\(number)"
      number += 1
    }
    numbers[slug] = number
    return unique
  }
}
