internal import Plotting

/// Returns a number as a reader would say it, with up to three digits.
func text(_ value: Double) -> String { Plotting.NumberFormat.short(value) }

/// Returns a number as a reader would say it, with up to three digits.
func text(_ value: Float) -> String { text(Double(value)) }

/// Returns how many of how many things are shown: "64 of 1,024".
func part(_ shown: Int, of count: Int) -> String {
  [shown, count].map { "\($0, .grouped)" }.joined(separator: " of ")
}

/// Returns a part of 1 as percent.
func percent(_ part: Double) -> String { "\(NumberFormat.fixed(100 * part, positions: 0)) %" }

/// Returns numbers of things in words: "map 3", "maps 1, 4 and 5", "12 maps" if there are many.
func list(_ numbers: [Int], _ noun: String) -> String {
  guard let last = numbers.last, numbers.count > 1 else {
    return numbers.first.map { "\(noun) \($0)" } ?? "no \(noun)"
  }
  if numbers.count > 8 { return "\(numbers.count) \(noun)s" }
  return "\(noun)s \(numbers.dropLast().map(String.init).joined(separator: ", ")) and \(last)"
}

/// Returns an image `[C, H, W]` for a grid: in color if it has three channels, else its first one in gray.
func gridImage(_ image: Tensor, title: String = "") -> GridImage {
  image.shape[0] == 3
    ? GridImage(
      red: image.slice(0).rows, green: image.slice(1).rows, blue: image.slice(2).rows, title: title)
    : GridImage(image.slice(0).rows, title: title)
}
