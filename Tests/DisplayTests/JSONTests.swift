import Display
import Testing

struct JSONTests {
  @Test(arguments: [
    (JSON.null, "null"), (.bool(true), "true"), (.int(-3), "-3"), (.double(0.1), "0.1"),
    (.float(0.1), "0.1"), (.double(.nan), "\"nan\""), (.double(-.infinity), "\"-inf\""),
    (.string("a\"\\\n\u{1}é"), #""a\"\\\n\u0001é""#), (.array([]), "[]"),
    (.object(["b": .int(1), "a": .array([.null, .int(2)])]), #"{"b":1,"a":[null,2]}"#),
  ])
  func `Text is exact and keys keep their order`(value: JSON, text: String) {
    #expect(value.text == text)
  }
}
