internal import Display

/// The text of a file as an editor has it, in the units in which editors count.
struct EditedText {
  private var units: [UInt16]

  init(_ text: String) { units = Array(text.utf16) }

  /// The text.
  var text: String { String(decoding: units, as: UTF16.self) }

  /// Makes a change of `textDocument/didChange`; places that there are not mean the nearest that there are.
  mutating func apply(_ change: JSON) {
    let text = Array((change.member("text")?.stringValue ?? "").utf16)
    guard let range = change.member("range") else {
      units = text
      return
    }
    let start = offset(range.member("start"))
    units.replaceSubrange(start..<max(start, offset(range.member("end"))), with: text)
  }

  private func offset(_ position: JSON?) -> Int {
    let line = position?.member("line")?.intValue ?? 0
    var start = 0
    for _ in 0..<max(line, 0) {
      guard let end = units[start...].firstIndex(where: isLineEnd) else { return units.count }
      let isPair = units[end] == 13 && end + 1 < units.count && units[end + 1] == 10
      start = end + (isPair ? 2 : 1)
    }
    let end = units[start...].firstIndex(where: isLineEnd) ?? units.count
    let column = position?.member("character")?.intValue ?? 0
    return start + min(max(column, 0), end - start)
  }

  private func isLineEnd(_ unit: UInt16) -> Bool { unit == 10 || unit == 13 }
}
