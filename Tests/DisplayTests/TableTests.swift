import Display
import Testing

struct TableTests {
  let table = Table(
    "Layers", columns: ["layer", "parameters"], rows: [["conv1", "1,040"], ["dense", "12"], ["relu"]])

  @Test func `Columns of numbers are set to the right, short rows are filled`() {
    #expect(table.alignments == [.left, .right])
    #expect(table.rows[2] == ["relu", ""])
  }

  @Test func `Plain text is aligned`() {
    #expect(
      Table(columns: ["a", "n"], rows: [["x", "1"], ["long", "200"]]).description == """
        a       n
        ────  ───
        x       1
        long  200
        """)
  }

  @Test func `The data names its parts`() throws {
    let bundle = Table("c", columns: ["a"], rows: [["1"]]).mimeBundle
    let json = try #require(bundle.bytes(of: MIMEType.table))
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"caption":"c","columns":["a"],"alignments":["right"],"rows":[["1"]]}"#)
    #expect(bundle.bytes(of: MIMEType.plainText) != nil)
  }
}
