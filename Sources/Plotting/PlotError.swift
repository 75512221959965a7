/// Why a figure could not be drawn.
public enum PlotError: Error, Sendable, Equatable {
  /// A font file is missing or is not a font.
  case font(path: String)
  /// The picture would have more pixels than can be drawn.
  case tooLarge(width: Double, height: Double)
  /// The PNG encoder failed.
  case png(reason: String)
}
