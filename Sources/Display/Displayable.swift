/// A type that can be shown in a handout as more than its description.
public protocol Displayable {
  /// The value's representations, best first.
  var mimeBundle: MIMEBundle { get }
}
