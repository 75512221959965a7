internal import Glibc

extension String {
  /// Whether the bytes of `text` stand somewhere in this one.
  ///
  /// `contains(_:)` compares characters, and takes many times as long.
  func holds(_ text: StaticString) -> Bool {
    var copy = self
    return copy.withUTF8 { UnsafeRawBufferPointer($0).firstIndex(of: text) } != nil
  }
}

extension UnsafeRawBufferPointer {
  /// Returns where `text` stands first, from `start` on; nil if nowhere.
  func firstIndex(of text: StaticString, from start: Int = 0) -> Int? {
    firstIndex(of: .init(start: text.utf8Start, count: text.utf8CodeUnitCount), from: start)
  }

  /// Returns where `pattern` stands first, from `start` on; nil if nowhere.
  func firstIndex(of pattern: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
    guard let baseAddress, let first = pattern.first, let wanted = pattern.baseAddress else { return nil }
    var index = start
    while index + pattern.count <= count,
      let hit = memchr(baseAddress + index, Int32(first), count - pattern.count + 1 - index)
    {
      if memcmp(hit, wanted, pattern.count) == 0 { return UnsafeRawPointer(hit) - baseAddress }
      index = UnsafeRawPointer(hit) - baseAddress + 1
    }
    return nil
  }
}
