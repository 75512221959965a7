internal import Foundation

/// The kernel's files of lines `Name:   1234 kB`.
enum StatusFile {
  /// Returns what stands in the file at `path`; nil if it cannot be read.
  static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns the number on the line `name` of the file at `path`, which may be gone.
  static func kilobytes(_ name: String, inFileAt path: String) -> Int? {
    text(path).flatMap { kilobytes(name, in: $0) }
  }

  /// Returns the number on the line `name` of `text`.
  static func kilobytes(_ name: String, in text: String) -> Int? {
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line.flatMap { Int($0.split { $0 == " " || $0 == "\t" }.dropFirst().first ?? "") }
  }
}
