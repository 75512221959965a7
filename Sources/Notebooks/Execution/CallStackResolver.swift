internal import Foundation

/// Finds the place in the markdown file that a call stack leads to.
struct CallStackResolver {
  /// Where a cell's library lies in the worker's memory.
  struct LoadedLibrary: Sendable, Equatable {
    var path: String
    var base: UInt64
    var size: UInt64
    /// How many lines the cell has moved down in the file since it was compiled.
    var movedLines = 0
  }

  /// What a call stack tells.
  struct Finding: Equatable {
    /// The innermost place in the markdown file.
    var location: SourceLocation?
    /// Where the cell that ran called what led there, if that is another cell's.
    var call: SourceLocation?
    /// The name of the check that failed, when the compiler kept no message: `Index out of range`.
    var failure: String?
  }

  /// The toolchain whose symbolizer reads the debug information.
  var toolchain: Toolchain
  /// The name of the markdown file in the line directives.
  var fileName: String
  /// The libraries of the cells.
  var libraries: [LoadedLibrary] = []

  /// Looks up `callStack`, innermost first, each address that of the instruction after a call.
  ///
  /// - Parameters:
  ///   - isInterrupted: Whether the cell has not failed but was ended, wherever it was.
  ///   - isOwn: Whether a line of the file is one of the cell that ran: its library may hold others, too.
  func find(_ callStack: [UInt64], isInterrupted: Bool, isOwn: (Int) -> Bool) -> Finding {
    let all = callStack.compactMap { address -> Call? in
      let call = address &- 1
      return libraries.last { $0.base <= call && call - $0.base < $0.size }.map { Call($0, call - $0.base) }
    }
    // An endless recursion repeats itself; what is sought is near the top, and where the cell that runs enters it.
    let calls = all.prefix(32) + all.dropFirst(32).filter { $0.library == libraries.last }
    let finding = find(Array(calls), isOwn)
    if !isInterrupted || finding.location != nil { return finding }
    // Arithmetic and accesses to variables may have no line; the next instruction with one is of the same loop.
    let next = calls.prefix(4).flatMap { call in
      stride(from: 0, to: 128, by: 4).map { Call(call.library, call.offset + $0) }
    }
    return find(next, isOwn)
  }

  /// A place in a library's code.
  private struct Call {
    var library: LoadedLibrary
    var offset: UInt64

    init(_ library: LoadedLibrary, _ offset: UInt64) { (self.library, self.offset) = (library, offset) }

    /// The place as the symbolizer takes it.
    var text: String { "\(library.path) 0x\(String(offset, radix: 16))" }
  }

  private func find(_ calls: [Call], _ isOwn: (Int) -> Bool) -> Finding {
    guard !calls.isEmpty,
      let run = try? Tool.run(
        toolchain.symbolizer, ["--output-style=JSON"] + calls.map(\.text), in: "/", timeout: 60),
      let frames = try? JSONDecoder().decode([Frame].self, from: Data(run.standardOutput.utf8))
    else { return Finding() }
    var finding = Finding()
    // A function that has no stack left ends where it is entered, which has no column; the call that failed is that of
    // its caller, the same function.
    var entered: String?
    for (symbol, library) in zip(frames, calls).flatMap({ frame, call in
      (frame.symbols ?? []).map { ($0, call.library) }
    }) {
      let marker = "Swift runtime failure: "
      if finding.failure == nil, symbol.function.hasPrefix(marker) {
        finding.failure = String(symbol.function.dropFirst(marker.count))
      }
      guard symbol.line > 0, (symbol.file as NSString).lastPathComponent == fileName else { continue }
      let location = SourceLocation(line: symbol.line + library.movedLines, column: max(symbol.column, 1))
      let isEntry = library == libraries.last && isOwn(location.line)
      if finding.location == nil || entered == symbol.function {
        finding.location = location
      } else if isEntry, entered == nil {
        finding.call = location
      }
      let isEntered = symbol.column == 0 && entered == nil && finding.call == nil
      if isEntry, !isEntered { break }
      entered = isEntered ? symbol.function : nil
    }
    return finding
  }

  private struct Frame: Decodable {
    var symbols: [Symbol]?
    enum CodingKeys: String, CodingKey { case symbols = "Symbol" }
  }

  private struct Symbol: Decodable {
    var function: String
    var file: String
    var line: Int
    var column: Int
    enum CodingKeys: String, CodingKey {
      case function = "FunctionName"
      case file = "FileName"
      case line = "Line"
      case column = "Column"
    }
  }
}
