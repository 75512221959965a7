internal import CSourceKit
internal import Glibc
internal import Synchronization

/// The toolchain's own reader of Swift, opened at run time; it tells what each piece of code is.
///
/// Its functions may be called from any thread, and one document must not be opened twice at a time.
final class SourceKit: @unchecked Sendable {
  /// The one of the toolchain that compiles cells; nil if it has none.
  static let shared = SourceKit.libraryPath.flatMap { SourceKit(library: $0) }

  private let functions: Functions
  private let turn = Mutex(())

  /// What is called; every field is a function of the library.
  private struct Functions {
    var initialize: sk_initialize
    var uid: sk_uid_from_text
    var uidText: sk_uid_text
    var makeDictionary: sk_dictionary_create
    var setText: sk_dictionary_set_text
    var setInteger: sk_dictionary_set_integer
    var setUID: sk_dictionary_set_uid
    var send: sk_send
    var isError: sk_is_error
    var value: sk_value
    var releaseRequest: sk_release
    var releaseResponse: sk_release
    var member: sk_dictionary_value
    var integer: sk_dictionary_integer
    var memberUID: sk_dictionary_uid
    var count: sk_array_count
    var element: sk_array_value
  }

  private init?(library path: String) {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL), let functions = SourceKit.functions(of: library)
    else {
      return nil
    }
    self.functions = functions
    functions.initialize()
  }

  /// Returns the kinds and byte ranges of what `code` is made of, in order; nil if it could not be read.
  func tokens(in code: String) -> [(kind: String, bytes: Range<Int>)]? {
    turn.withLock { _ in open(code) }
  }

  private func open(_ code: String) -> [(kind: String, bytes: Range<Int>)]? {
    guard let request = functions.makeDictionary(nil, nil, 0) else { return nil }
    defer { functions.releaseRequest(request) }
    functions.setUID(request, functions.uid("key.request"), functions.uid("source.request.editor.open"))
    for (key, text) in [("key.name", "cell.swift"), ("key.sourcetext", code)] {
      functions.setText(request, functions.uid(key), text, text.utf8.count)
    }
    for key in ["key.enablesyntaxmap", "key.syntactic_only"] {
      functions.setInteger(request, functions.uid(key), 1)
    }
    guard let response = functions.send(request) else { return nil }
    defer { functions.releaseResponse(response) }
    guard !functions.isError(response) else { return nil }
    let map = functions.member(functions.value(response), functions.uid("key.syntaxmap"))
    return (0..<functions.count(map)).map { index in
      let token = functions.element(map, index)
      let start = Int(functions.integer(token, functions.uid("key.offset")))
      let length = Int(functions.integer(token, functions.uid("key.length")))
      let kind = functions.memberUID(token, functions.uid("key.kind")).flatMap { functions.uidText($0) }
      return (kind.map { String(cString: $0) } ?? "", start..<start + length)
    }
  }

  private static func functions(of library: UnsafeMutableRawPointer) -> Functions? {
    func find<Function>(_ name: String, as type: Function.Type = Function.self) -> Function? {
      dlsym(library, "sourcekitd_" + name).map { unsafeBitCast($0, to: type) }
    }
    guard let initialize: sk_initialize = find("initialize"),
      let uid: sk_uid_from_text = find("uid_get_from_cstr"),
      let uidText: sk_uid_text = find("uid_get_string_ptr"),
      let makeDictionary: sk_dictionary_create = find("request_dictionary_create"),
      let setText: sk_dictionary_set_text = find("request_dictionary_set_stringbuf"),
      let setInteger: sk_dictionary_set_integer = find("request_dictionary_set_int64"),
      let setUID: sk_dictionary_set_uid = find("request_dictionary_set_uid"),
      let send: sk_send = find("send_request_sync"),
      let isError: sk_is_error = find("response_is_error"),
      let value: sk_value = find("response_get_value"),
      let releaseRequest: sk_release = find("request_release"),
      let releaseResponse: sk_release = find("response_dispose"),
      let member: sk_dictionary_value = find("variant_dictionary_get_value"),
      let integer: sk_dictionary_integer = find("variant_dictionary_get_int64"),
      let memberUID: sk_dictionary_uid = find("variant_dictionary_get_uid"),
      let count: sk_array_count = find("variant_array_get_count"),
      let element: sk_array_value = find("variant_array_get_value")
    else { return nil }
    return Functions(
      initialize: initialize, uid: uid, uidText: uidText, makeDictionary: makeDictionary, setText: setText,
      setInteger: setInteger, setUID: setUID, send: send, isError: isError, value: value,
      releaseRequest: releaseRequest, releaseResponse: releaseResponse, member: member, integer: integer,
      memberUID: memberUID, count: count, element: element)
  }

  /// The library of the toolchain that compiles cells; nil if there is none.
  static var libraryPath: String? {
    guard let toolchain = try? Toolchain.current(), access(toolchain.sourceKit, F_OK) == 0 else { return nil }
    return toolchain.sourceKit
  }
}
