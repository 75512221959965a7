import Notebooks
import Testing

@Suite struct LaunchedRankTests {
  private static let openMPI = ["OMPI_COMM_WORLD_RANK": "2", "OMPI_COMM_WORLD_SIZE": "4"]
  private static let hydra = ["PMI_RANK": "1", "PMI_SIZE": "3", "PMI_FD": "9"]
  private static let slurm = ["SLURM_PROCID": "5", "SLURM_STEP_NUM_TASKS": "8", "SLURM_NTASKS": "16"]

  @Test(arguments: [
    (openMPI, 2, 4, LaunchedRank.Startup.openMPI),
    (hydra, 1, 3, .pmi),
    (slurm, 5, 8, .absent),
    (slurm.merging(["PMIX_RANK": "5"]) { $1 }, 5, 8, .pmix),
    // In a step of Slurm, 'mpirun' starts others.
    (slurm.merging(openMPI) { $1 }, 2, 4, .openMPI),
  ])
  func `Each launcher numbers ranks by its own variables`(
    environment: [String: String], rank: Int, count: Int, startup: LaunchedRank.Startup
  ) throws {
    let launched = try #require(LaunchedRank(environment))
    #expect((launched.rank, launched.count) == (rank, count))
    #expect(launched.startup == startup)
  }

  @Test(arguments: [
    [:], ["OMPI_COMM_WORLD_RANK": "2"], ["PMI_RANK": "3", "PMI_SIZE": "3"],
    ["PMI_RANK": "-1", "PMI_SIZE": "3"],
    ["PMI_RANK": "one", "PMI_SIZE": "3"],
    // The script of a job is no rank.
    ["SLURM_PROCID": "0", "SLURM_NTASKS": "4"],
  ])
  func `What is no launcher's is no rank`(environment: [String: String]) {
    #expect(LaunchedRank(environment) == nil)
  }
}
