import CNN
import Foundation
import Testing

@Suite struct SafetensorsTests {
  private func model(seed: UInt64 = 1) throws -> Sequential {
    var model = Sequential {
      Conv2D(2, kernel: 3, name: "conv1"); ReLU(); Flatten(); Dense(3, name: "fc")
    }
    try model.build(input: [1, 4, 4], seed: seed)
    return model
  }

  @Test func aModelComesBackBitForBit() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.safetensors")
    var first = try model()
    first.parameters[1].value = Tensor([-0.0, Float.leastNonzeroMagnitude])
    try first.save(to: path)
    var second = try model(seed: 2)
    #expect(first.parameters != second.parameters)
    try second.load(from: path)
    #expect(first.parameters == second.parameters)
    #expect(second.parameters[1].value[0].sign == .minus)
    let file = try SafetensorsFile(reading: path)
    #expect(file.tensors.map(\.name) == ["conv1.weight", "conv1.bias", "fc.weight", "fc.bias"])
    #expect(file["conv1.weight"]?.shape == [2, 1, 3, 3] && file.metadata("format") == "pt")
    try second.save(to: folder.path("again.safetensors"))
    #expect(try read(path) == read(folder.path("again.safetensors")), "the same model gives the same bytes")
  }

  @Test func theBytesAreThoseOfTheFormat() {
    var file = SafetensorsFile()
    file.tensors = [("a", [1, 2]), ("é\"", 3), ("none", .zeros([0, 4]))]
    let header =
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"é\"":{"dtype":"F32","shape":[],"#
      + #""data_offsets":[8,12]},"none":{"dtype":"F32","shape":[0,4],"data_offsets":[12,12]}}"#
    let padded = Array(header.utf8) + Array(repeating: 0x20, count: (8 - header.utf8.count % 8) % 8)
    let numbers: [UInt8] = [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40]
    #expect(file.bytes() == [UInt8(padded.count), 0, 0, 0, 0, 0, 0, 0] + padded + numbers)
  }

  @Test func everyKindOfNumberIsRead() throws {
    let header =
      #"{"h":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[2],"#
      + #""data_offsets":[8,12]},"d":{"dtype":"F64","shape":[1],"data_offsets":[12,20]},"#
      + #""bn1.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[20,28]}}"#
    let numbers: [UInt8] =
      [0x00, 0x3c, 0x01, 0x00, 0x00, 0xfc, 0xff, 0x7b] + [0x80, 0x3f, 0x00, 0xc0]
      + [0, 0, 0, 0, 0, 0, 0xf8, 0x3f] + [7, 0, 0, 0, 0, 0, 0, 0]
    let file = try SafetensorsFile(safetensors(header, numbers), path: "x")
    #expect(file["h"] == Tensor([1, Float(0x1p-24), -.infinity, 65504]))
    #expect(file["b"] == [1, -2] && file["d"] == [1.5])
    #expect(file["bn1.num_batches_tracked"] == Tensor(shape: [], scalars: [7]))
    #expect(
      file.skipped.isEmpty && file.types["h"] == "F16" && file.types["bn1.num_batches_tracked"] == "I64")
  }

  /// The bytes of a number, the lowest first.
  private func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) }
  }

  @Test func integersAndTruthValuesBecomeTheNearestNumber() throws {
    let cases: [(type: String, bytes: [[UInt8]], values: [Float])] = [
      ("BOOL", [[0], [1]], [0, 1]),
      ("U8", [[0], [255]], [0, 255]),
      ("I8", [[0x7f], [0x80]], [127, -128]),
      ("U16", [little(UInt16.max)], [65535]),
      ("I16", [little(Int16.min), little(Int16(-2))], [-32768, -2]),
      ("U32", [little(UInt32.max)], [4_294_967_296]),
      ("I32", [little(Int32(16_777_217)), little(Int32(-16_777_219))], [16_777_216, -16_777_220]),
      ("U64", [little(UInt64.max), little(UInt64(1) << 63 + 1 << 39)], [0x1p64, 0x1p63]),
      ("I64", [little(Int64.min), little(Int64(3))], [-0x1p63, 3]),
      (
        "F64", [little((1e39).bitPattern), little((-1e-50).bitPattern), little((0.1).bitPattern)],
        [.infinity, -0.0, 0.1]
      ),
    ]
    for (type, bytes, values) in cases {
      let size = bytes[0].count * bytes.count
      let header = #"{"a":{"dtype":"\#(type)","shape":[\#(values.count)],"data_offsets":[0,\#(size)]}}"#
      let file = try SafetensorsFile(safetensors(header, bytes.flatMap(\.self)), path: "x")
      #expect(file["a"]?.scalars.map(\.bitPattern) == values.map(\.bitPattern), "\(type)")
      #expect(file.types == ["a": type])
    }
  }

  @Test func typesThatAreNotReadAreLeftOut() throws {
    let header =
      #"{"f8":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[0,3]},"#
      + #""one":{"dtype":"U8","shape":[],"data_offsets":[3,4]}}"#
    let file = try SafetensorsFile(safetensors(header, [0, 0, 0, 1]), path: "x")
    #expect(file.skipped.map(\.name) == ["f8"] && file.tensors.map(\.name) == ["one"])
    #expect(try file.tensor("one") == Tensor(shape: [], scalars: [1]))
    let error = #expect(throws: FileError.self) { try file.tensor("f8") }
    #expect(error?.problem == .numberType("F8_E4M3", tensor: "\"f8\""))
    #expect(throws: FileError.self) { try file.tensor("two") }
  }

  @Test func malformedFilesAreRefusedWithAReason() {
    let one = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let eight = [UInt8](repeating: 0, count: 8)
    func tensor(_ entry: String) -> [UInt8] { safetensors("{\"a\":{\(entry)}}", eight) }
    let cases: [(bytes: [UInt8], reason: String)] = [
      ([], "the file ends early: the length of the header needs 8 bytes, there are 0."),
      ([1, 0, 0], "the length of the header needs 8 bytes, there are 3."),
      ([200, 0, 0, 0, 0, 0, 0, 0, 0x7b], "the header needs 200 bytes, there are 1."),
      ([UInt8](repeating: 255, count: 16), "the header claims 18446744073709551615 bytes"),
      ([0, 0, 0, 0, 1, 0, 0, 0, 0], "the header claims 4294967296 bytes, more than the 16777216"),
      (safetensors("", []), "this is no safetensors file"),
      (safetensors(" {}", []), "does not begin with a brace"),
      (safetensors("{", []), "no valid JSON: expected a text in quotes, at byte 1"),
      (safetensors("{} x", []), "text after the value, at byte 3"),
      (safetensors("{\"a\":1", eight), "expected ',' or '}', at byte 6"),
      (safetensors("{\"a\"1}", eight), "expected ':', at byte 4"),
      (safetensors("{\"a", eight), "a text is never closed, at byte 3"),
      (safetensors("{\"a\":tru}", eight), "expected a value, at byte 5"),
      (tensor(#""dtype":"F32","shape":[-2],"data_offsets":[0,8]"#), "has no whole numbers as shape"),
      (safetensors("{\"a\":01}", eight), "'01' is no number, at byte 5"),
      (
        tensor(#""dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]"#),
        "has no whole numbers as shape"
      ),
      (safetensors("{\"\\q\":1}", eight), "an unknown escape in a text, at byte 4"),
      (safetensors("{\"\\ud800\":1}", eight), "half of a surrogate pair is missing"),
      (safetensors("{\"\\u12g4\":1}", eight), "expected four digits, at byte 4"),
      (safetensors("{\"a\":" + String(repeating: "[", count: 5000), eight), "too deep, at byte"),
      ([4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22, 0xff, 0x22], "a text is not UTF-8"),
      (safetensors("{\"a\":1,\"a\":2}", eight), "\"a\" is there twice"),
      (safetensors("{\"a\":1}", eight), "tensor \"a\" has no object"),
      (tensor(#""shape":[2],"data_offsets":[0,8]"#), "has no dtype"),
      (tensor(#""dtype":"F32","data_offsets":[0,8]"#), "has no shape"),
      (tensor(#""dtype":"F32","shape":[2]"#), "has no data_offsets"),
      (tensor(#""dtype":"F32","shape":["2"],"data_offsets":[0,8]"#), "has no whole numbers as shape"),
      (tensor(#""dtype":"F32","shape":[2],"data_offsets":[8,0]"#), "has data_offsets [8, 0]"),
      (tensor(#""dtype":"F32","shape":[2],"data_offsets":[0]"#), "has data_offsets [0]"),
      (
        tensor(#""dtype":"F32","shape":[3],"data_offsets":[0,8]"#),
        "of shape [3] and type F32 takes 12 bytes, its data_offsets [0, 8] give it 8"
      ),
      (
        tensor(#""dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]"#),
        "has the impossible shape [4294967296, 4294967296]"
      ),
      (
        tensor(#""dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]"#),
        "has the impossible shape"
      ),
      (
        Array("PK\u{3}\u{4}archive".utf8),
        "this is a zip archive, as torch.save writes it, and no safetensors file"
      ),
      (
        safetensors(
          #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
          eight),
        "tensor \"b\" overlaps the one before it: it begins at 0, not at 4"
      ),
      (
        safetensors(
          #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[6,8]}}"#,
          eight),
        "tensor \"b\" leaves a hole before it: it begins at 6, not at 4"
      ),
      (tensor(#""dtype":"F32","shape":[1],"data_offsets":[4,8]"#), "leaves a hole before it"),
      (safetensors(one, Array(eight.dropLast())), "the part after the header needs 8 bytes, there are 7."),
      (safetensors(one, eight + [0]), "the file should end after 8 bytes, but has 9."),
      (safetensors("{}", eight), "the file should end after 0 bytes, but has 8."),
      (safetensors(#"{"__metadata__":[]}"#, []), "__metadata__ is no object"),
      (safetensors(#"{"__metadata__":{"n":1}}"#, []), "__metadata__ holds something else than texts: \"n\""),
    ]
    for (bytes, reason) in cases {
      let error = #expect(throws: FileError.self, "\(reason)") { try SafetensorsFile(bytes, path: "x") }
      #expect("\(error as Any)".contains(reason), "\(error as Any)")
    }
  }

  @Test func noPrefixAndNoChangedByteEndsTheProcess() throws {
    var file = SafetensorsFile()
    file.metadata = [("format", "pt")]
    file.tensors = [("conv1.weight", .ones([2, 1, 2, 2])), ("conv1.bias", [1, 2])]
    let bytes = file.bytes()
    for count in bytes.indices {
      #expect(throws: FileError.self) { try SafetensorsFile(Array(bytes[..<count]), path: "x") }
    }
    for index in 0..<bytes.count - 40 {
      for value: UInt8 in [0, 0x22, 0x30, 0x39, 0x5c, 0x7b, 0x7d, 0x80, 0xff] {
        var changed = bytes
        changed[index] = value
        _ = try? SafetensorsFile(changed, path: "x")
      }
    }
  }

  private func read(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
}

/// Returns a file with the given header and numbers.
private func safetensors(_ header: String, _ numbers: [UInt8]) -> [UInt8] {
  let length = header.utf8.count
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + numbers
}
