/// Why a figure could not be drawn.
public enum PlotError: Error, Sendable, Equatable {
  /// A font file is missing or is not a font.
  case font(path: String)
  /// The picture would have more pixels than can be drawn.
  case tooLarge(width: Double, height: Double)
  /// The PNG encoder failed.
  case png(reason: String)
}

extension PlotError: CustomStringConvertible {
  /// What went wrong and what to do about it.
  public var description: String {
    switch self {
    case .font(let path):
      "the figure cannot be drawn: no usable font at \(path); install the Debian package fonts-dejavu-core"
    case .tooLarge(let width, let height):
      """
      the figure cannot be drawn: \(NumberFormat.short(width)) × \(NumberFormat.short(height)) pixels are too \
      many; show fewer panels, or less data in each
      """
    case .png(let reason):
      "the figure cannot be written as PNG: \(reason)"
    }
  }
}
