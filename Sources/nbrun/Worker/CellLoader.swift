internal import CWorkerHooks
internal import Display
internal import Glibc
internal import Notebooks
internal import Synchronization

/// Loads a compiled cell into this process, or a child of it, and runs it.
enum CellLoader {
  /// The stack of a cell, in bytes: room for deep recursion, and an endless one still ends soon.
  private static let stackSize = 64 << 20

  private typealias Entry =
    @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32

  /// Loads `library`, calls its entry on a thread of its own, and reports how that went.
  ///
  /// The library is never unloaded: later cells use what it declares. The entry is named after the file, as
  /// `SwiftCompiler` does.
  static func run(library: String, isChild: Bool = false) {
    guard let handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL) else { return reportUnloadable(library) }
    let file = library.split(separator: "/").last ?? ""
    let module = file.prefix { $0 != "." }
    guard let symbol = dlsym(handle, "\(module)_main") else { return reportUnloadable(library) }
    var (base, size): (UInt64, UInt64) = (0, 0)
    if cwh_library_range(symbol, &base, &size) == 0 {
      DisplayChannel.current.send(.loaded(base: base, size: size))
    }
    UncaughtError.forget()
    hasReturned.store(false, ordering: .sequentiallyConsistent)
    let error = cwh_run_on_thread(
      { symbol in
        guard let symbol else { return }
        _ = unsafeBitCast(symbol, to: Entry.self)(0, nil)
        CellLoader.hasReturned.store(true, ordering: .sequentiallyConsistent)
      }, symbol, stackSize)
    if error != 0 {
      DisplayChannel.current.send(
        .unloadable(message: "no thread for the cell: \(SystemReason.of(error))"))
    } else if !UncaughtError.wasReported {
      finish(byReturning: hasReturned.load(ordering: .sequentiallyConsistent), isChild: isChild)
    }
  }

  /// Whether the code of the library that ran last came to its end.
  private static let hasReturned = Atomic(false)

  /// Reports that a cell has ended as it should.
  static func finish(byReturning: Bool = true, isChild: Bool = false) {
    sendLimit()
    if !isChild { DisplayChannel.current.send(takeAccesses()) }
    DisplayChannel.current.send(.finished(byReturning: byReturning))
  }

  /// Tells whether the system refused something because of a limit since the last time.
  static func sendLimit() {
    var amount = 0
    let limit = cwh_take_limit(&amount)
    if limit != 0 { DisplayChannel.current.send(.limitReached(limit: Int(limit), amount: amount)) }
  }

  /// Returns what to tell of what the cell asked the system for since the last time.
  private static func takeAccesses() -> Frame {
    var (bytes, overflowed): (UnsafePointer<CChar>?, Int32) = (nil, 0)
    let count = cwh_take_accesses(&bytes, &overflowed)
    let notes = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
    return .accessed(notes: Array(notes), isComplete: overflowed == 0)
  }

  /// Runs `library` in a child, a copy of this process, so that whatever the cell does is undone afterwards.
  static func runInChild(library: String) {
    if forkChild() {
      run(library: library, isChild: true)
      fflush(nil)
      _exit(0)
    }
  }

  /// Runs `library` in a child, which goes on with further tasks, and for which this returns true.
  ///
  /// This process waits, with the state before the cell, and returns false once the child has ended.
  static func checkpoint(library: String) -> Bool {
    guard forkChild() else { return false }
    run(library: library)
    return true
  }

  /// The child that keeps the state before the latest cell, and is killed by the runner once the cell has succeeded.
  private static let backup = Atomic<Int32>(0)

  /// Runs `library` in this process, while a child waits with the state before the cell.
  ///
  /// Returns in this process when the cell has ended, and in the child if this process has ended.
  static func runWithBackup(library: String) {
    let earlier = backup.exchange(0, ordering: .sequentiallyConsistent)
    if earlier > 0 {
      var (status, signal): (Int32, Int32) = (0, 0)
      cwh_await_child(earlier, &status, &signal)
    }
    let id = DisplayChannel.current.exclusively { send in
      let id = cwh_fork_backup()
      if id < 0 { send(.unloadable(message: "no process for the cell: \(SystemReason.ofLastCall)")) }
      if id > 0 { send(.forked(id: id)) }
      return id
    }
    if id == 0 {
      DisplayChannel.current.takeOver()
      DisplayChannel.current.send(.started(id: getpid()))
    } else if id > 0 {
      backup.store(id, ordering: .sequentiallyConsistent)
      run(library: library)
    }
  }

  /// Forks; returns true in the child.
  ///
  /// In the parent returns false once the child has ended, or if there is none. Until then threads of earlier cells that
  /// show something there wait: the channel is the child's.
  private static func forkChild() -> Bool {
    let isChild = DisplayChannel.current.exclusively { send in
      let id = cwh_fork()
      if id == 0 { return true }
      guard id > 0 else {
        send(.unloadable(message: "no process for the cell: \(SystemReason.ofLastCall)"))
        return false
      }
      // The runner takes hold of the child before it can end and leave its id to another process.
      send(.forked(id: id))
      cwh_release_child()
      var (status, signal): (Int32, Int32) = (0, 0)
      cwh_await_child(id, &status, &signal)
      send(takeAccesses())
      send(.childExited(status: Int(status), signal: Int(signal)))
      return false
    }
    if isChild { DisplayChannel.current.takeOver() }
    return isChild
  }

  private static func reportUnloadable(_ library: String) {
    // The path differs from run to run.
    let reason = String(cString: dlerror()).replacing(library + ": ", with: "")
    DisplayChannel.current.send(.unloadable(message: reason))
  }
}
