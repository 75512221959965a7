import CProcessors
import Glibc
import Testing

struct ProcessorsTests {
  @Test(arguments: [
    ("max 100000\n", 0), ("200000 100000\n", 2), ("150000 100000", 1), ("50000 100000", 1), ("-1 100000", 0),
    ("0 100000", 0), ("100000 0", 0), ("", 0), ("words", 0), ("9223372036854775807 1", 65536),
  ])
  func `A quota is told in whole processors`(line: String, count: Int32) {
    #expect(cpc_quota(line) == count)
  }

  @Test func `There is a processor, and no more than the scheduler has`() {
    #expect((1...Int32(sysconf(Int32(_SC_NPROCESSORS_ONLN)))).contains(cpc_processor_count()))
  }
}
