import Plotting
import Testing

struct TicksTests {
  @Test(
    "Linear ticks are multiples of 1, 2 or 5 times a power of ten, written without stray digits",
    arguments: [
      (0.0...1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0.0...0.35, 7, ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30", "0.35"]),
      (0.0...10.0, 5, ["0", "2", "4", "6", "8", "10"]),
      (-1.0...1.0, 4, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
      (0.1...0.4, 3, ["0.1", "0.2", "0.3", "0.4"]),
      (3.0...97.0, 5, ["20", "40", "60", "80"]),
      (0.0...3_000_000.0, 3, ["0", "1×10⁶", "2×10⁶", "3×10⁶"]),
      (0.0...0.0005, 5, ["0.0000", "0.0001", "0.0002", "0.0003", "0.0004", "0.0005"]),
      (0.0...2.5e-7, 5, ["0", "0.5×10⁻⁷", "1.0×10⁻⁷", "1.5×10⁻⁷", "2.0×10⁻⁷", "2.5×10⁻⁷"]),
      (1_000_000.001...1_000_000.002, 2, ["0.0010", "0.0015", "0.0020"]),
    ])
  func linear(limits: ClosedRange<Double>, intervals: Int, labels: [String]) {
    #expect(Ticks.linear(limits, intervals: intervals).labels == labels)
  }

  @Test(
    "A base of two has powers of two as ticks",
    arguments: [
      (8.0...256.0, 5, ["8", "16", "32", "64", "128", "256"]),
      (8.0...1024.0, 4, ["16", "64", "256", "1024"]),
      (0.2...1.0, 5, ["0.25", "0.5", "1"]), (1.0...1e6, 5, ["1", "16", "256", "4096", "65536"]),
      (1.0...1e9, 4, ["2⁰", "2⁸", "2¹⁶", "2²⁴"]), (5.0...7.0, 4, ["5.0", "5.5", "6.0", "6.5", "7.0"]),
    ])
  func powersOfTwo(limits: ClosedRange<Double>, intervals: Int, labels: [String]) {
    #expect(Ticks.powersOfTwo(limits, intervals: intervals).labels == labels)
  }

  @Test("Tick values are the nearest numbers to their labels")
  func values() {
    #expect(Ticks.linear(0...0.8, intervals: 8).values == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
  }

  @Test("Whole numbers have no ticks between them")
  func wholeNumbers() {
    #expect(Ticks.linear(0...3, intervals: 12, wholeNumbers: true).labels == ["0", "1", "2", "3"])
    #expect(Ticks.linear(0...3, intervals: 6).labels == ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0"])
  }

  @Test(
    "There are never more intervals than asked for, and at least two ticks for three intervals",
    arguments: [1e-280, 1e-9, 0.37, 1, 3.3, 9.99, 12345, 8.8e15, 1e300])
  func count(span: Double) {
    for intervals in 3...12 {
      for low in [0, -span / 3, span * 7.7] {
        let ticks = Ticks.linear(low...(low + span), intervals: intervals)
        #expect((2...intervals + 1).contains(ticks.values.count))
        #expect(Set(ticks.labels).count == ticks.values.count)
        #expect(ticks.values.allSatisfy { $0 >= low - span * 1e-6 && $0 <= low + span * (1 + 1e-6) })
      }
    }
  }

  @Test("Limits without an extent, and the largest ones, give no trap")
  func extremes() {
    #expect(Ticks.linear(5...5, intervals: 4).values.count <= 1)
    let most = Double.greatestFiniteMagnitude
    #expect(Ticks.linear(-most...most, intervals: 4).labels == ["−1×10³⁰⁸", "0", "1×10³⁰⁸"])
  }

  @Test(
    "Logarithmic ticks are powers of ten, with 2 and 5 where there is room",
    arguments: [
      (1.0...1000.0, 4, ["1", "10", "100", "1000"]),
      (0.001...10.0, 8, ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"]),
      (1e-8...1.0, 4, ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"]),
      (1.0...100.0, 10, ["1", "2", "5", "10", "20", "50", "100"]),
      (1e-7...1e-6, 8, ["10⁻⁷", "2×10⁻⁷", "5×10⁻⁷", "10⁻⁶"]),
      (3.0...4.0, 5, ["3.0", "3.2", "3.4", "3.6", "3.8", "4.0"]),
    ])
  func logarithmic(limits: ClosedRange<Double>, intervals: Int, labels: [String]) {
    #expect(Ticks.logarithmic(limits, intervals: intervals).labels == labels)
  }

  @Test(
    "A range that is tiny beside its values is counted from an offset",
    arguments: [
      (1000.5001...1000.5009, 4, ["0.0002", "0.0004", "0.0006", "0.0008"], "+ 1000.500"),
      (-1000.5009...(-1000.5001), 4, ["0.0002", "0.0004", "0.0006", "0.0008"], "− 1000.501"),
      (1e9...(1e9 + 4), 4, ["1000000000", "1000000001", "1000000002", "1000000003", "1000000004"], ""),
      (0.0...1e-9, 2, ["0", "0.5×10⁻⁹", "1.0×10⁻⁹"], ""),
    ])
  func offset(limits: ClosedRange<Double>, intervals: Int, labels: [String], offset: String) {
    let ticks = Ticks.linear(limits, intervals: intervals)
    #expect(ticks.labels == labels)
    #expect(ticks.offset == offset)
  }

  @Test("Logarithmic axes have minor ticks at 2 to 9, or at the powers that have no label")
  func minor() {
    #expect(
      Ticks.logarithmic(1...100, intervals: 4).minor == [
        2, 3, 4, 5, 6, 7, 8, 9, 20, 30, 40, 50, 60, 70, 80, 90,
      ])
    #expect(Ticks.logarithmic(1...1e4, intervals: 2).minor == [10, 1000])
    #expect(Ticks.logarithmic(1...3, intervals: 4).minor == [])
    #expect(Ticks.logarithmic(1e-300...1e300, intervals: 6).values.count <= 7)
    #expect(Ticks.logarithmic(1e-300...1e300, intervals: 6).minor == [])
  }

  @Test(
    "An axis has at least two labels",
    arguments: [
      (1.1...4.9, 1), (-0.4...0.4, 2), (0.02...0.09, 1), (11.0...99.0, 1), (0.3...0.303, 3), (2.1...2.9, 1),
      (1e15...1e15 + 3, 4), (5e-8...9e-8, 1),
    ])
  func two(limits: ClosedRange<Double>, intervals: Int) {
    let linear = Ticks.linear(limits, intervals: intervals)
    #expect(linear.values.count >= 2 && Set(linear.labels).count == linear.labels.count)
    #expect(linear.values.allSatisfy(limits.contains))
    guard limits.lowerBound > 0 else { return }
    let logarithmic = Ticks.logarithmic(limits, intervals: intervals)
    #expect(logarithmic.values.count >= 2 && Set(logarithmic.labels).count == logarithmic.labels.count)
    #expect(logarithmic.values.allSatisfy(limits.contains))
  }

  @Test("Whole numbers of many digits count from an offset")
  func largeWholeNumbers() {
    let ticks = Ticks.linear(1_234_567_890_100...1_234_567_890_160, intervals: 6, wholeNumbers: true)
    #expect(ticks.labels == ["0", "10", "20", "30", "40", "50", "60"] && ticks.offset.hasPrefix("+ "))
  }
}
