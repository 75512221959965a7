internal import CDuktape
internal import CProcess

/// KaTeX in a JavaScript engine of its own; it turns TeX into MathML while the handout is written.
final class KaTeX {
  /// What KaTeX says about a formula that it cannot read.
  struct Failure: Error, Equatable {
    /// What is wrong.
    var message: String
    /// The number of UTF-16 units before the place; nil if unknown.
    var position: Int?
  }

  /// Why formulas cannot be typeset at all.
  struct Unavailable: Error, Equatable {
    /// What is missing or wrong.
    var reason: String
  }

  /// Where Debian's package puts KaTeX.
  static let path = "/usr/share/javascript/katex/katex.min.js"

  /// The library that holds the engine; nil if it cannot be told.
  static var engineLibrary: String? { cpr_library_of("duk_create_heap").map { String(cString: $0) } }

  /// The time that one formula may take of the processor; common ones take a thousandth of it.
  private static let seconds = 2.0
  /// The memory that the engine may have; KaTeX takes 8 MB of it.
  private static let memory = 512 << 20

  private let engine: UnsafeMutablePointer<nb_engine>

  /// Starts the engine and loads KaTeX from the file at `path`, which takes 0.2 s.
  init(path: String) throws(Unavailable) {
    let library: String
    do { library = try TextFile.read(path) } catch {
      throw Unavailable(reason: "\(path) is missing; install the package 'libjs-katex'")
    }
    guard let engine = nb_create(KaTeX.memory) else { throw Unavailable(reason: "no memory") }
    self.engine = engine
    for program in [KaTeX.preparation, library, KaTeX.entry] {
      guard evaluate(program) else { throw Unavailable(reason: "KaTeX does not start: \(takeText())") }
      _ = takeText()
    }
  }

  deinit { nb_destroy(engine) }

  /// Whether a formula took too long, so that the engine is of no use any more.
  var isSpent: Bool { engine.pointee.is_spent != 0 }

  /// Returns `tex` as MathML; gives up, and is spent, when the time is up.
  func mathML(_ tex: String, isDisplay: Bool, until deadline: Deadline) throws(Failure) -> String {
    if let depth = MathDepth.excess(in: tex) { throw depth }
    let bytes = CESU8.bytes(tex)
    let failed =
      nb_call(
        engine, "nbrunTypeset", bytes, bytes.count, isDisplay ? 1 : 0, KaTeX.seconds, deadline.remaining)
      != 0
    if isSpent {
      throw Failure(
        message: "the formula takes more than \(KaTeX.seconds.formattedSeconds) or too much memory")
    }
    let answer = takeText()
    if failed { throw Failure(message: answer) }
    if answer.first == "=" { return String(answer.dropFirst()) }
    let parts = answer.dropFirst().split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false)
    throw Failure(message: String(parts.last ?? ""), position: parts.first.flatMap { Int($0) })
  }

  private func evaluate(_ program: String) -> Bool {
    nb_evaluate(engine, program, program.utf8.count) == 0
  }

  private func takeText() -> String {
    var length = 0
    let characters = nb_text(engine, &length)
    defer { duk_pop(engine.pointee.context) }
    return UnsafeBufferPointer(start: characters, count: length)
      .withMemoryRebound(to: UInt8.self) { CESU8.text($0) }
  }

  /// What Duktape lacks and KaTeX expects of a browser.
  private static let preparation = """
    var self = this;
    var document = { compatMode: 'CSS1Compat' };
    if (!Array.prototype.fill) {
      Array.prototype.fill = function (value) {
        for (var i = 0; i < this.length; i++) { this[i] = value; }
        return this;
      };
    }
    """

  /// The one function that is called: `=` and MathML, or `!`, the position, `!` and the message.
  private static let entry = """
    var nbrunMacros = {};
    function nbrunTypeset(tex, isDisplay) {
      try {
        return '=' + katex.renderToString(tex, {
          displayMode: isDisplay, output: 'mathml', throwOnError: true, strict: 'ignore',
          trust: false, maxSize: 50, maxExpand: 1000, macros: nbrunMacros
        });
      } catch (error) {
        var place = error.position === undefined ? '' : error.position;
        return '!' + place + '!' + error.message;
      }
    }
    """
}
