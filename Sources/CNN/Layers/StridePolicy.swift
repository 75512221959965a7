/// What happens when a stride does not divide evenly, so that no window reaches the last rows.
public enum StridePolicy: Sendable, Hashable {
  /// The number of windows is rounded down, and the summary says which rows and columns are left out.
  case floor
  /// Building the model throws.
  case strict
}
