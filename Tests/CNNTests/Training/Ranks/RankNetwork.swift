import CNN
import Foundation

/// Ranks that are threads of one test, and exchange bytes through memory.
///
/// A message is read where the sender has it, as late as it can be: what is not kept until `wait` is noticed. A rank that
/// waits longer than the deadline fails.
final class RankNetwork: @unchecked Sendable {
  private struct Route: Hashable {
    let from, to: Int
    let isCollective: Bool
  }

  let count: Int
  private let condition = NSCondition()
  private let deadline: TimeInterval
  private var messages: [Route: [UnsafeRawBufferPointer]] = [:]
  private var bytes: [Int]

  init(_ count: Int, deadline: TimeInterval = 300) {
    (self.count, self.deadline) = (count, deadline)
    bytes = Array(repeating: 0, count: count)
  }

  /// The bytes that each rank has sent so far.
  var sent: [Int] { condition.withLock { bytes } }

  /// Waits until `isTrue`, and returns whether it became so in time; the lock is held.
  private func wait(until isTrue: () -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: deadline)
    while !isTrue() {
      if !condition.wait(until: end) { return isTrue() }
    }
    return true
  }

  /// One of the ranks.
  struct Rank: RankTransport {
    let network: RankNetwork
    let rank: Int

    var count: Int { network.count }

    private func send(_ bytes: UnsafeRawBufferPointer, to other: Int, isCollective: Bool) {
      network.condition.withLock {
        network.messages[Route(from: rank, to: other, isCollective: isCollective), default: []].append(bytes)
        network.bytes[rank] += bytes.count
        network.condition.broadcast()
      }
    }

    private func receive(
      into bytes: UnsafeMutableRawBufferPointer, from other: Int, isCollective: Bool
    ) -> Bool {
      let route = Route(from: other, to: rank, isCollective: isCollective)
      return network.condition.withLock {
        guard network.wait(until: { network.messages[route]?.isEmpty == false }),
          let message = network.messages[route]?.removeFirst(), message.count == bytes.count
        else { return false }
        bytes.copyMemory(from: message)
        network.condition.broadcast()
        return true
      }
    }

    private func wait(isCollective: Bool) -> Bool {
      network.condition.withLock {
        network.wait(until: {
          (0..<count).allSatisfy {
            network.messages[Route(from: rank, to: $0, isCollective: isCollective)]?.isEmpty ?? true
          }
        })
      }
    }

    func allgather(_ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) -> Bool {
      for other in 0..<count where other != rank { send(own, to: other, isCollective: true) }
      for other in 0..<count {
        let part = UnsafeMutableRawBufferPointer(rebasing: all[other * own.count..<(other + 1) * own.count])
        if other == rank {
          part.copyMemory(from: own)
        } else if !receive(into: part, from: other, isCollective: true) {
          return false
        }
      }
      return wait(isCollective: true)
    }

    func send(_ bytes: UnsafeRawBufferPointer, to other: Int) -> Bool {
      send(bytes, to: other, isCollective: false)
      return true
    }

    func receive(into bytes: UnsafeMutableRawBufferPointer, from other: Int) -> Bool {
      receive(into: bytes, from: other, isCollective: false)
    }

    func wait() -> Bool { wait(isCollective: false) }
  }

  /// Returns what `body` returns on each rank, which is a thread.
  func run<Value: Sendable>(_ body: @escaping @Sendable (_ rank: Int) throws -> Value) throws -> [Value] {
    let results = Results<Value>(count)
    for rank in 0..<count {
      let thread = Thread {
        results.set(rank, Result { try Ranks.using(Rank(network: self, rank: rank)) { try body(rank) } })
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    return try results.all()
  }

  private final class Results<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var values: [Result<Value, any Error>?]

    init(_ count: Int) { values = Array(repeating: nil, count: count) }

    func set(_ rank: Int, _ value: Result<Value, any Error>) {
      condition.withLock {
        values[rank] = value
        condition.broadcast()
      }
    }

    func all() throws -> [Value] {
      try condition.withLock {
        while values.contains(where: { $0 == nil }) { condition.wait() }
        return try values.compactMap { try $0?.get() }
      }
    }
  }
}
