import CNN
import Testing

@Suite struct PhiloxTests {
  @Test(
    "known answers of the authors' library",
    arguments: [
      (
        SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0),
        SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
      ),
      (
        SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
        SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
      ),
      (
        SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
        SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
      ),
    ])
  func knownAnswer(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, words: SIMD4<UInt32>) {
    #expect(Philox.block(counter: counter, key: key) == words)
  }

  @Test func streamsDependOnSeedNameAndStepOnly() {
    func words(_ seed: UInt64, _ name: String, _ step: Int) -> [UInt64] {
      var stream = RandomStream(seed: seed, name: name, step: step)
      return (0..<5).map { _ in stream.next() }
    }
    #expect(words(1, "a", 0) == words(1, "a", 0))
    let all = [
      words(1, "a", 0), words(2, "a", 0), words(1 << 32, "a", 0), words(1, "b", 0), words(1, "a", 1),
    ]
    #expect(Set(all.flatMap(\.self)).count == 25)
  }

  @Test func distributionsHaveTheirMoments() {
    let uniform = Tensor.random([100_000], in: -1...1, seed: 3)
    let normal = Tensor.randomNormal([100_000], deviation: 2, seed: 3)
    #expect(uniform.mean.magnitude < 0.01)
    #expect(((uniform * uniform).mean - 1 / 3).magnitude < 0.01)
    #expect(uniform.min >= -1 && uniform.max < 1)
    #expect(normal.mean.magnitude < 0.02)
    #expect(((normal * normal).mean - 4).magnitude < 0.05)
    #expect(((normal * normal * normal * normal).mean - 48).magnitude < 2)
  }

  @Test func permutationHoldsEveryNumberOnce() {
    var stream = RandomStream(seed: 5, name: "order")
    let order = stream.permutation(of: 100)
    #expect(order.sorted() == Array(0..<100))
    #expect(order != Array(0..<100))
  }

  @Test func everyNumberComesToEveryPositionEquallyOften() {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 5), count: 5)
    for step in 0..<5000 {
      var stream = RandomStream(seed: 5, name: "order", step: step)
      for (position, number) in stream.permutation(of: 5).enumerated() { counts[position][number] += 1 }
    }
    #expect(counts.allSatisfy { $0.allSatisfy { (850...1150).contains($0) } }, "\(counts)")
  }
}
