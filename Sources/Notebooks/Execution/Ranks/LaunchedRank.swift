/// Which of several processes this one is, as the launcher that started them says in each one's environment.
public struct LaunchedRank: Sendable, Equatable {
  /// Its number, from 0.
  public let rank: Int
  /// How many there are.
  public let count: Int
  /// How the launcher makes MPI's processes find each other.
  public let startup: Startup

  /// A way in which launchers make MPI's processes find each other.
  public enum Startup: Sendable, Equatable {
    /// Open MPI's own.
    case openMPI
    /// That of MPICH and what descends from it, by a descriptor or a port.
    case pmi
    /// The one that schedulers offer to any MPI.
    case pmix
    /// Not at all: Slurm has started processes and no more.
    case absent
  }

  /// The variables of the launchers; the first pair that is set counts, as launchers start each other.
  private static let variables: [(rank: String, counts: [String], startup: Startup)] = [
    ("OMPI_COMM_WORLD_RANK", ["OMPI_COMM_WORLD_SIZE"], .openMPI),
    ("PMI_RANK", ["PMI_SIZE"], .pmi),
    ("PMIX_RANK", ["SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"], .pmix),
    ("SLURM_PROCID", ["SLURM_STEP_NUM_TASKS"], .absent),
  ]

  /// Reads `environment`; nil if no launcher has started this process.
  public init?(_ environment: [String: String]) {
    for (name, counts, startup) in LaunchedRank.variables {
      guard let rank = environment[name].flatMap({ Int($0) }),
        let count = counts.lazy.compactMap({ environment[$0].flatMap { Int($0) } }).first,
        (0..<count).contains(rank)
      else { continue }
      (self.rank, self.count, self.startup) = (rank, count, startup)
      return
    }
    return nil
  }
}
