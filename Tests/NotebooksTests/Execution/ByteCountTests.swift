import Testing

import Notebooks

struct ByteCountTests {
  @Test(arguments: [
    ("4096", 4096), ("2GB", 2_000_000_000), ("2 GiB", 2 << 30), ("512mib", 512 << 20), ("1.5kB", 1500),
    ("12 bytes", 12),
  ])
  func `Sizes are read with any unit`(text: String, bytes: Int) { #expect(ByteCount.read(text) == bytes) }

  @Test(arguments: ["", "GB", "-1", "0", "2 GX", "1e30", "nan", "999999999999TB"])
  func `Other texts are no sizes`(text: String) { #expect(ByteCount.read(text) == nil) }

  @Test(arguments: [
    (999, "999 bytes"), (2_000_000_000, "2 GB"), (2 << 30, "2 GiB"), (1 << 40, "1 TiB"), (5000, "5 kB"),
    (800_000_032, "762.9 MiB"), (4801, "4.7 KiB"),
  ])
  func `Sizes are told in the largest unit that fits`(bytes: Int, text: String) {
    #expect(ByteCount.text(bytes) == text)
  }

  @Test func `A notebook gets what it asks for, and no more than the call allows`() {
    let confinement = Confinement(limits: ResourceLimits(memory: 100, processes: 7))
    let limits = confinement.limits(wanted: ResourceLimits(memory: 200, files: 5, processes: 3))
    #expect(limits.memory == 100)
    #expect(limits.files == 5)
    #expect(limits.processes == 3)
    #expect(limits.output == ResourceLimits.usual.output)
    #expect(limits.time == nil)
  }
}
