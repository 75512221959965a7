/// What the cells of one notebook may use; nil sets no limit.
public struct ResourceLimits: Sendable, Equatable {
  /// `time-limit`: how long the notebook may run, in seconds.
  public var time: Double?
  /// `memory-limit`: the memory that its processes may write to, in bytes.
  public var memory: Int?
  /// `output-limit`: what each cell may output, in bytes.
  public var output: Int?
  /// `file-limit`: how many files each process may have open.
  public var files: Int?
  /// `process-limit`: how many processes it may have started that still run.
  public var processes: Int?

  /// Creates limits; none is set.
  public init(
    time: Double? = nil, memory: Int? = nil, output: Int? = nil, files: Int? = nil, processes: Int? = nil
  ) {
    self.time = time
    self.memory = memory
    self.output = output
    self.files = files
    self.processes = processes
  }

  /// What holds if nobody says anything: enough for every course, and a runaway cell leaves the machine usable.
  public static var usual: ResourceLimits {
    ResourceLimits(memory: MachineMemory.total.map { $0 / 10 * 9 }, output: 100 << 20, processes: 256)
  }

  /// Returns these limits with what `other` says in place of them.
  package func replaced(by other: ResourceLimits) -> ResourceLimits {
    ResourceLimits(
      time: other.time ?? time, memory: other.memory ?? memory, output: other.output ?? output,
      files: other.files ?? files, processes: other.processes ?? processes)
  }

  /// Returns the smaller limit of these and `other`, each.
  func tightened(by other: ResourceLimits) -> ResourceLimits {
    func smaller<Value: Comparable>(_ one: Value?, _ another: Value?) -> Value? {
      [one, another].compactMap(\.self).min()
    }
    return ResourceLimits(
      time: smaller(time, other.time), memory: smaller(memory, other.memory),
      output: smaller(output, other.output), files: smaller(files, other.files),
      processes: smaller(processes, other.processes))
  }
}
