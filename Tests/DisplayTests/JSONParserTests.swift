import Display
import Testing

struct JSONParserTests {
  @Test(arguments: [
    #"{"b":[1,-2.5e-3,0],"a":{"x":null,"y":true}}"#, #""é\n😀""#, "[]", "{}", "0.10", "[[[]]]",
  ])
  func `What is read and written again is the same`(text: String) throws {
    let value = try JSONParser.parse(text)
    #expect(value.text == text)
    #expect(try JSONParser.parse(value.pretty()) == value)
  }

  @Test func `Escapes are read`() throws {
    #expect(try JSONParser.parse(#""\u00e9\ud83d\ude00\/\b""#) == .string("é😀/\u{8}"))
  }

  @Test(arguments: [
    ("", "expected a value"), ("{\"a\":1,\"a\":2}", "\"a\" is there twice"), ("[1,]", "expected a value"),
    ("01", "'01' is no number"), ("1.", "'1.' is no number"), ("--1", "'--1' is no number"),
    ("\"a", "a text is never closed"), ("\"\\q\"", "an unknown escape in a text"),
    ("\"\\ud83d\"", "half of a surrogate pair is missing"), ("\"\u{1}\"", "a control character in a text"),
    ("{} x", "text after the value"), ("{1:2}", "expected a text in quotes"),
    (String(repeating: "[", count: 100_000), "too deep"),
  ])
  func `What is no JSON is refused with a reason`(text: String, reason: String) {
    #expect { try JSONParser.parse(text) } throws: { ($0 as? JSONParser.Failure)?.reason == reason }
  }

  @Test func `Bytes that are not UTF-8 are refused at their place`() {
    #expect(throws: JSONParser.Failure(reason: "a text is not UTF-8", line: 2, offset: 5)) {
      try JSONParser.parse([0x5B, 0x0A, 0x22, 0xFF, 0x22, 0x5D])
    }
  }
}
