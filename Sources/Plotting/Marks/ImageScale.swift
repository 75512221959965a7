/// Which values of an `ImageGrid` become black and white, or the ends of the color map.
public enum ImageScale: Sendable, Hashable {
  /// The smallest and the largest value of all images: brightness can be compared between them.
  case shared
  /// The smallest and the largest value of each image: every image shows its own contrast.
  case each
  /// Fixed limits; values beyond them are cut off.
  case range(ClosedRange<Double>)
}
