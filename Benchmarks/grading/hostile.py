"""Answers to the exercise 'mean' that try to get points without solving it, to end the grading, or to spoil that of others."""

RIGHT = 'func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }'
WRONG = 'func mean(_ x: [Double]) -> Double { -1 }'


def called(code):
    """An answer that does CODE whenever an expectation calls it."""
    return 'import Foundation\nfunc mean(_ x: [Double]) -> Double {\n' + code + '\n  return -1\n}'


def start(program, *arguments):
    """Code that runs PROGRAM and waits for it."""
    words = ', '.join('"' + argument.replace('\\', '\\\\').replace('"', '\\"') + '"' for argument in arguments)
    return (f'do {{\n  let process = Process()\n  process.executableURL = URL(filePath: "{program}")\n'
            f'  process.arguments = [{words}]\n  try? process.run()\n  process.waitUntilExit()\n}}\n')


ALWAYS_EQUAL = (': Equatable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {\n  init(floatLiteral: Swift.Double) {}\n'
                '  init(integerLiteral: Int) {}\n  static func == (a: Self, b: Self) -> Bool { true }\n}\n')

# Each tries to get the points of 'mean' without an answer; none of them may get any. The other exercise counts.
HOSTILE = {
    'own-expect': ('func expect<V: Equatable>(_ value: V, equals: V, _ comment: String = "") {}\n' + WRONG, 'cheating'),
    'own-equals': ('func == (a: Double, b: Double) -> Bool { true }\n' + WRONG, 'cheating'),
    'always-equal': ('struct Any2: Equatable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {\n  init(floatLiteral: Double) {}\n'
                     '  init(integerLiteral: Int) {}\n  static func == (a: Any2, b: Any2) -> Bool { true }\n}\n'
                     'func mean(_ x: [Double]) -> Any2 { 0 }', 'does not compile'),
    'overload': (WRONG + '\nstruct Yes: Equatable, ExpressibleByFloatLiteral {\n  init(floatLiteral: Double) {}\n'
                 '  static func == (a: Yes, b: Yes) -> Bool { true }\n}\nfunc mean(_ x: [Double]) -> Yes { 0.0 }', 'cheating'),
    'literal-type': ('struct One: Equatable {}\ntypealias FloatLiteralType = Float\n' + WRONG, 'cheating'),
    'extension': ('extension Double { static func == (a: Double, b: Double) -> Bool { true } }\n' + WRONG, 'cheating'),
    'signal': ('let signal: [Double] = [7]\nfunc mean(_ x: [Double]) -> Double { 2.5 }', 'cheating'),
    'frames': ('import Foundation\nfunc mean(_ x: [Double]) -> Double {\n  func number(_ value: Int) -> [UInt8] { (0..<8).map { '
               'UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }\n  let empty: [UInt8] = [0, 0, 0, 0]\n'
               '  let payload = number(1) + number(1) + empty + empty + number(32) + number(7)\n'
               '  let frame = [2] + number(payload.count).prefix(4) + payload\n'
               '  let channel = FileHandle(fileDescriptor: 4)\n  channel.write(Data(frame))\n'
               '  channel.write(Data([4, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 24)))\n  return -1\n}',
               'cheating'),
    'places': ('import Foundation\nfunc mean(_ x: [Double]) -> Double {\n  for line in 20...60 { for column in 1...9 { expect(true, line: line, column: column) } }\n'
               '  Thread.exit()\n  return -1\n}', 'crashed'),
    'module-expect': ('import Foundation\nfunc mean(_ x: [Double]) -> Double {\n  Display.expect(true, line: 32, column: 7)\n  return -1\n}', 'not allowed'),
    'pointers': ('import Foundation\nfunc mean(_ x: [Double]) -> Double {\n  let start = UnsafeRawPointer(bitPattern: 4096)!\n  return start.load(as: Double.self)\n}',
                 'does not compile'),
    'unsafe-word': ('func mean(_ x: [Double]) -> Double { unsafe x.withUnsafeBufferPointer { $0[0] } }', 'not allowed'),
    'foreign-import': ('#if os(Linux)\nimport Dispatch\n#endif\n' + WRONG, 'not allowed'),
    'symbol': ('@_silgen_name("cwh_end_cell") func endCell()\nfunc mean(_ x: [Double]) -> Double { endCell(); return -1 }', 'not allowed'),
    'memory-file': ('import Foundation\nfunc mean(_ x: [Double]) -> Double {\n  let file = FileHandle(forUpdatingAtPath: "/proc/self/mem")\n'
                    '  file?.seek(toFileOffset: 4096)\n  file?.write(Data([1]))\n  return -1\n}', None),
    'exit': ('import Foundation\nfunc mean(_ x: [Double]) -> Double { exit(0) }', 'crashed'),
    'exit-at-once': ('import Foundation\n' + RIGHT + '\nexit(0)', 'crashed'),
    'quick-exit': ('import Foundation\nfunc mean(_ x: [Double]) -> Double { _exit(0) }', 'crashed'),
    'endless': ('func mean(_ x: [Double]) -> Double { while true {} }', 'timed out'),
    'endless-at-once': (RIGHT + '\nwhile true {}', 'timed out'),
    'throws': ('struct Bad: Error {}\n' + RIGHT + '\nthrow Bad()', 'threw'),
    'line-directive': ('#sourceLocation(file: "hw.md", line: 32)\nfunc mean(_ x: [Double]) -> Double { expect(true, column: 7); return -1 }\n#sourceLocation()', 'not allowed'),
    'fork': ('import Foundation\nfunc mean(_ x: [Double]) -> Double { let id = fork(); return id == 0 ? -1 : -2 }', None),
    # Types and names.
    'shadow-double': ('struct Double' + ALWAYS_EQUAL + 'func mean(_ x: [Swift.Double]) -> Double { 0 }', 'does not compile'),
    'alias-double': ('struct Yes' + ALWAYS_EQUAL + 'typealias Double = Yes\nfunc mean(_ x: [Swift.Double]) -> Double { 0 }', 'does not compile'),
    'generic': ('struct Yes' + ALWAYS_EQUAL + WRONG + '\nfunc mean<T: ExpressibleByFloatLiteral>(_ x: [Double]) -> T { 0 }', 'does not compile'),
    'members': ('extension Array { var isEmpty: Bool { true } }\n' + WRONG, 'cheating'),
    'protocol-extension': ('extension FloatingPoint { static func == (a: Self, b: Self) -> Bool { true } }\n' + WRONG, 'cheating'),
    'in-if': ('#if os(Linux)\nfunc expect<V: Equatable>(_ value: V, equals: V, _ comment: String = "") {}\n#endif\n' + WRONG, 'cheating'),
    'backticks': ('func `expect`(_ value: Double, equals: Double, _ comment: String = "") {}\n' + WRONG, 'cheating'),
    'variable': ('let expect = { (value: Double, equals: Double, comment: String) in }\n' + WRONG, 'cheating'),
    'own-options': ('//| points: 100\n//| eval: false\n//| expect: trap\n' + WRONG, 'ok'),
    'line-word': ('#line 32 "hw.md"\n' + WRONG, 'does not compile'),
    'end-of-call': ('let f = 1\n); expect(true); (f', 'does not compile'),
    'dynamic-replacement': ('@_dynamicReplacement(for: expect(_:when:_:line:column:)) func e(_ c: Bool) {}\n' + WRONG, 'not allowed'),
    # Memory.
    'stream-beyond': (called('let s = OutputStream.toMemory()\n  s.open()\n  s.write([1, 2, 3], maxLength: 100_000)'), 'does not compile'),
    'uninitialized': (called('print([UInt8](unsafeUninitializedCapacity: 4096) { _, n in n = 4096 })'), 'does not compile'),
    'unchecked-range': (called('print(x[Range(uncheckedBounds: (0, 100_000))])'), 'does not compile'),
    'memcpy': (called('var a = [UInt8](repeating: 0, count: 8), b: [UInt8] = [1]\n  memcpy(&a, &b, 8)'), 'does not compile'),
    'unmanaged': (called('print(Unmanaged.passRetained(NSObject()).toOpaque())'), 'does not compile'),
    'number-value': (called('var out = 0.0\n  NSNumber(value: 3).getValue(&out)'), 'does not compile'),
    'reflection': (called('dump(DisplayChannel.current)'), 'ok'),
    # The channels of the worker.
    'own-pipe': (called('let pipe = Pipe()\n  dup2(pipe.fileHandleForWriting.fileDescriptor, 4)'), 'crashed'),
    'filter-frames': (called('let (pipe, real) = (Pipe(), FileHandle(fileDescriptor: dup(4)))\n  dup2(pipe.fileHandleForWriting.fileDescriptor, 4)\n'
                             '  Thread.detachNewThread {\n    while true {\n      var data = pipe.fileHandleForReading.availableData\n'
                             '      if data.isEmpty { break }\n      if data[0] == 2 { data[5] ^= 1 }\n      real.write(data)\n    }\n  }'), 'cheating'),
    'read-commands': (called('Thread.detachNewThread { _ = FileHandle(fileDescriptor: 3).availableData }\n  sleep(1)'), None),
    'close-all': (called('for file in 3...30 { close(Int32(file)) }'), 'crashed'),
    'other-thread': ('import Foundation\nThread.detachNewThread { while true { expect(true); usleep(100) } }\n' + WRONG, 'ok'),
    'timer': (called('Glibc.signal(SIGALRM) { _ in expect(true) }\n  alarm(1)\n  sleep(2)'), None),
    'fork-oracle': (called('let pipe = Pipe()\n  if fork() == 0 {\n    for file in 1...2 { dup2(pipe.fileHandleForWriting.fileDescriptor, Int32(file)) }\n'
                           '    return -1\n  }\n  try? pipe.fileHandleForWriting.close()\n'
                           '  print("heard", pipe.fileHandleForReading.readDataToEndOfFile().count)'), 'ok'),
    # Files and programs.
    'read-master': (called('for path in ["hw.md", "../notebook/hw.md", "../reference.json"] { print((try? String(contentsOfFile: path, encoding: .utf8)) ?? "none") }'), 'ok'),
    'read-sources': (called('for n in 1...20 {\n    if let text = try? String(contentsOfFile: NSTemporaryDirectory() + "/../Cell_\\(n).swift", encoding: .utf8) { print("SOURCE", text) }\n  }'), 'ok'),
    'working-folder': (called('_ = FileManager.default.changeCurrentDirectoryPath(NSTemporaryDirectory())'), 'not allowed'),
    'write-results': (called('for path in ["/nbrun/hw.html", "/nbrun/hw/results.json", "../reference.json"] { print(FileManager.default.createFile(atPath: path, contents: Data())) }'), 'ok'),
    'compiler': ('import Foundation\n' + start('/bin/sh', '-c', 'cd $TMPDIR && echo "print(1)" >a.swift && swiftc a.swift && ./a >&4') + WRONG, None),
    'debugger': ('import Foundation\n' + start('/bin/sh', '-c', 'cat /proc/$PPID/mem /proc/$PPID/environ /proc/$PPID/maps; ls /nbrun') + WRONG, 'ok'),
    'disassemble': ('import Foundation\n' + start('/bin/sh', '-c', 'cd $TMPDIR/../libraries && objdump -d *.so') + WRONG, 'ok'),
    'fake-page': ('struct Fake: Displayable {\n  var mimeBundle: MIMEBundle { MIMEBundle([.init(type: "text/html", text: "<div class=\'banner grade\'><p>3½ of 3½ points</p></div>")]) }\n}\n'
                  + WRONG + '\ndisplay(Fake())\nprint("\\u{1B}[2J<b>3½ of 3½ points</b>")', 'ok'),
    # Others.
    'kill-others': (called('for id in 1...60 where id != getpid() { kill(pid_t(id), SIGKILL) }'), None),
    'busy': ('import Foundation\nfor _ in 0..<100 { Thread.detachNewThread { while true {} } }\n' + WRONG, None),
    'hungry': (called('var all: [[UInt8]] = []\n  while true { all.append([UInt8](repeating: 1, count: 64 << 20)) }'), None),
}
# These do harm, or seem to, and answer rightly: the points count.
NOISY = {
    'lines': RIGHT + '\nfor i in 0..<10_000 { print("line", i) }',
    'delete': 'import Foundation\n' + RIGHT + '\nfor name in (try? FileManager.default.contentsOfDirectory(atPath: ".")) ?? [] {\n'
              '  try? FileManager.default.removeItem(atPath: name)\n}',
    'threads': 'import Foundation\n' + RIGHT + '\nfor _ in 0..<20 { Thread.detachNewThread { while true { usleep(1000) } } }',
}
