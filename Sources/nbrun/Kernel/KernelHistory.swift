internal import Display

/// The cells that a kernel has been given, with their values.
struct KernelHistory {
  private var entries: [(code: String, output: String)] = []

  /// The number of the latest cell.
  var count: Int { entries.count }

  /// Adds a cell; returns its number, from 1.
  mutating func add(_ code: String) -> Int {
    entries.append((code, ""))
    return entries.count
  }

  /// Adds the value of the latest cell.
  mutating func addOutput(_ text: String) { entries[entries.count - 1].output = text }

  /// Returns what a `history_request` with `content` asks for.
  func answer(_ content: JSON) -> [JSON] {
    let numbers = Array(1..<entries.count + 1)
    let limit = content.member("n")?.intValue ?? Int.max
    var found: [Int]
    switch content.member("hist_access_type")?.stringValue {
    case "range":
      let start = content.member("start")?.intValue ?? 1
      let stop = content.member("stop")?.intValue ?? Int.max
      found = numbers.filter { start <= $0 && $0 < stop }
    case "search":
      let pattern = Array(content.member("pattern")?.stringValue ?? "*")
      found = numbers.filter { matches(Array(entries[$0 - 1].code)[...], pattern[...]) }
      if content.member("unique")?.boolValue == true {
        var seen: Set<String> = []
        found = found.reversed().filter { seen.insert(entries[$0 - 1].code).inserted }.reversed()
      }
      found = found.suffix(max(limit, 0))
    default: found = numbers.suffix(max(limit, 0))
    }
    let hasOutput = content.member("output")?.boolValue ?? false
    return found.map { number in
      let (code, output) = entries[number - 1]
      let entry = hasOutput ? JSON.array([.string(code), .string(output)]) : .string(code)
      return .array([.int(0), .int(number), entry])
    }
  }

  /// Whether `text` is as `pattern` says, in which `*` stands for anything and `?` for one character.
  private func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    var (text, pattern) = (text, pattern)
    /// Where to go on after the latest `*` if what follows does not fit.
    var retry: (text: ArraySlice<Character>, pattern: ArraySlice<Character>)?
    while true {
      if pattern.first == "*" {
        pattern.removeFirst()
        retry = (text, pattern)
      } else if let wanted = pattern.first, let first = text.first, wanted == "?" || wanted == first {
        pattern.removeFirst()
        text.removeFirst()
      } else if pattern.isEmpty && text.isEmpty {
        return true
      } else if let last = retry, !last.text.isEmpty {
        retry = (last.text.dropFirst(), last.pattern)
        (text, pattern) = (last.text.dropFirst(), last.pattern)
      } else {
        return false
      }
    }
  }
}
