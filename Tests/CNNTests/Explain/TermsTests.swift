import CNN
import Testing

@Suite struct TermsTests {
  private let small = CorrelationSpecification.correlation(input: [3, 3], filter: [2, 2], stride: 1)

  @Test("deck row 002-09: all nine gradients to the input")
  func inputGradients() {
    let want = [
      "dx00 = w00·dz00", "dx01 = w01·dz00 + w00·dz01", "dx02 = w01·dz01",
      "dx10 = w10·dz00 + w00·dz10", "dx11 = w11·dz00 + w10·dz01 + w01·dz10 + w00·dz11",
      "dx12 = w11·dz01 + w01·dz11", "dx20 = w10·dz10", "dx21 = w11·dz10 + w10·dz11", "dx22 = w11·dz11",
    ]
    for (position, text) in want.enumerated() {
      #expect(terms(of: .input(position / 3, position % 3), in: small).description == text)
    }
  }

  @Test("deck row 002-12: gradients to the filter")
  func filterGradients() {
    #expect("\(terms(of: .filter(0, 0), in: small))" == "dw00 = x00·dz00 + x01·dz01 + x10·dz10 + x11·dz11")
    #expect("\(terms(of: .filter(1, 1), in: small))" == "dw11 = x11·dz00 + x12·dz01 + x21·dz10 + x22·dz11")
    #expect("\(terms(of: .output(1, 0), in: small))" == "z10 = w00·x10 + w01·x11 + w10·x20 + w11·x21")
  }

  @Test("deck rows 000-14 and 000-16: nine terms for the pixel (2, 2), w(2−x′, 2−y′)")
  func nineTerms() {
    let found = terms(of: .input(2, 2), in: .correlation(input: 5, filter: 3))
    #expect(found.products.count == 9)
    #expect(found.products.allSatisfy { w, dz in w.row + dz.row == 2 && w.column + dz.column == 2 })
  }

  @Test("deck rows 004-06 and 004-08: stride 2")
  func strided() {
    let strided = CorrelationSpecification.correlation(input: 5, filter: 3, stride: 2)
    #expect("\(terms(of: .filter(0, 1), in: strided))" == "dw01 = x01·dz00 + x03·dz01 + x21·dz10 + x23·dz11")
    #expect("\(terms(of: .filter(2, 2), in: strided))" == "dw22 = x22·dz00 + x24·dz01 + x42·dz10 + x44·dz11")
    #expect("\(terms(of: .input(2, 2), in: strided))" == "dx22 = w22·dz00 + w20·dz01 + w02·dz10 + w00·dz11")
  }

  @Test("deck row 001-21: the fifteenth of 36 entries")
  func fifteenthEntry() {
    let found = terms(of: .input(2, 2), in: .correlation(input: 6, filter: 3))
    // v15 = g1·F33 + g2·F32 + g3·F31 + g5·F23 + …: 1-based there, g counted row by row.
    let names = found.products.map { w, g in "g\(g.row * 4 + g.column + 1)F\(w.row + 1)\(w.column + 1)" }
    #expect(names == ["g1F33", "g2F32", "g3F31", "g5F23", "g6F22", "g7F21", "g9F13", "g10F12", "g11F11"])
  }

  @Test func paddingLeavesOutWhatLiesOutside() {
    let same = CorrelationSpecification.correlation(input: [2, 2], filter: 3, padding: 1)
    #expect("\(terms(of: .output(0, 0), in: same))" == "z00 = w11·x00 + w12·x01 + w21·x10 + w22·x11")
    let skipped = CorrelationSpecification.correlation(input: 4, filter: 1, stride: 3)
    #expect("\(terms(of: .input(1, 1), in: skipped))" == "dx11 = 0")
  }

  @Test func largePlanesKeepIndicesApart() {
    let large = CorrelationSpecification.correlation(input: [1, 12], filter: [1, 2])
    #expect("\(terms(of: .output(0, 10), in: large))" == "z(0,10) = w(0,0)·x(0,10) + w(0,1)·x(0,11)")
  }

  @Test("deck row 001-14: the 16 × 9 table")
  func symbolicIm2col() {
    let table = im2col(symbolic: "X", input: [6, 6], filter: [3, 3], firstIndex: 1)
    #expect(table.rows.count == 16 && table.columns.count == 10)
    #expect(table.rows[0].dropFirst() == ["X11", "X12", "X13", "X21", "X22", "X23", "X31", "X32", "X33"])
    #expect(table.rows[15].dropFirst() == ["X44", "X45", "X46", "X54", "X55", "X56", "X64", "X65", "X66"])
  }

  @Test("deck row 001-19: the 16 × 36 table, whose fifth row starts at column 7")
  func symbolicMatrix() {
    let table = convolutionMatrix(symbolic: "F", filter: 3, inputSize: 6, firstIndex: 1)
    #expect(table.rows.count == 16 && table.rows[0].count == 37)
    #expect(
      table.rows[0].dropFirst().prefix(16) == [
        "F11", "F12", "F13", "0", "0", "0", "F21", "F22", "F23", "0", "0", "0", "F31", "F32", "F33", "0",
      ])
    #expect(table.rows[4].dropFirst().firstIndex(of: "F11") == 7)
  }

  @Test func `A long formula has a line for each row of the filter`() {
    let sum = terms(of: .input(2, 2), in: .correlation(input: 5, filter: 3))
    #expect(
      "\(sum)" == """
        dx22 = w22·dz00 + w21·dz01 + w20·dz02
             + w12·dz10 + w11·dz11 + w10·dz12
             + w02·dz20 + w01·dz21 + w00·dz22
        """)
  }
}
