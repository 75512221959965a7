internal import CWorkerHooks

#if compiler(<6.4)
  @_spi(ExperimentalCustomExecutors) @_spi(ExperimentalScheduling) internal import _Concurrency

  /// Runs the tasks of cells on threads of the worker's own, which the backup of a worker starts again.
  final class WorkerExecutor: TaskExecutor, SchedulingExecutor {
    /// Has all tasks without another executor run by it; to be called before the first task.
    static func start() { _createExecutors(factory: Factory.self) }

    func enqueue(_ job: consuming ExecutorJob) {
      cwh_run_task(WorkerExecutor.address(of: UnownedJob(job)), 0)
    }

    func enqueue<C: Clock>(
      _ job: consuming ExecutorJob, after delay: C.Duration, tolerance: C.Duration?, clock: C
    ) {
      let (seconds, attoseconds) = (delay as? Duration ?? .zero).components
      // A task that waits for ever is due in a hundred years.
      let nanoseconds =
        min(max(seconds, 0), 3_155_760_000) * 1_000_000_000 + max(attoseconds, 0) / 1_000_000_000
      cwh_run_task(WorkerExecutor.address(of: UnownedJob(job)), UInt64(nanoseconds))
    }

    func enqueue<C: Clock>(
      _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
    ) {
      enqueue(job, after: clock.now.duration(to: instant), tolerance: tolerance, clock: clock)
    }

    private static func address(of job: UnownedJob) -> UnsafeMutableRawPointer {
      unsafeBitCast(job, to: UnsafeMutableRawPointer.self)
    }

    private enum Factory: ExecutorFactory {
      static var mainExecutor: any MainExecutor { PlatformExecutorFactory.mainExecutor }
      static let defaultExecutor: any TaskExecutor = WorkerExecutor()
    }
  }
#else
  /// What gives tasks an executor in Swift 6.3 is no settled interface; with a newer compiler the runtime's own runs them.
  enum WorkerExecutor {
    static func start() {}
  }
#endif
