import CNN
import Foundation
import Testing

@Suite struct ImageFileTests {
  /// Pictures of 3 × 2 pixels: gray 0 … 250, in color, with a palette, 16 bits deep, half transparent.
  private static let files = [
    "gray":
      "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAEElEQVR4nGNgMEphmHbiFwAHdALvVMIw2wAAAABJRU5ErkJggg==",
    "color":
      "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFklEQVR4nGP4z8DAAMMM////N06bCQA91gct7p0/QwAAAABJRU5ErkJggg==",
    "palette":
      "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAMAAACqqpYoAAAAElBMVEX/AAAA/wAAAP8AAAD///8zZpnDZCb/AAAAEElEQVR4nGNgYGRiYGZhBQAALgAQEtlogwAAAABJRU5ErkJggg==",
    "deep":
      "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACEAAAAADoj+WFAAAAFklEQVR4nGNgYDAySklhmDbtxIlfvwAZpAXdfVPkjQAAAABJRU5ErkJggg==",
    "alpha":
      "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAYAAAAb4BS0AAAAD0lEQVR4nGP4DwENQMwAAEpFCnfQlPuAAAAAAElFTkSuQmCC",
    "bits": "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACAQAAAAC1D1u3AAAADElEQVR4nGNwYFgAAAFkAOGROt8sAAAAAElFTkSuQmCC",
  ]

  private func bytes(_ name: String) throws -> [UInt8] {
    let text = try #require(Self.files[name])
    return [UInt8](try #require(Data(base64Encoded: text)))
  }

  private func read(_ bytes: [UInt8]) throws -> Tensor { try ImageFile(bytes, path: "a.png").pixels }

  @Test func everyKindOfPicture() throws {
    let gray = try read(bytes("gray"))
    #expect(
      gray.shape == [1, 2, 3] && gray.map { ($0 * 255).rounded() } == [[[0, 50, 100], [150, 200, 250]]])
    let color = try read(bytes("color"))
    #expect(
      color.shape == [3, 2, 3]
        && color == [[[1, 0, 0], [0, 1, 0.2]], [[0, 1, 0], [0, 1, 0.4]], [[0, 0, 1], [0, 1, 0.6]]])
    #expect(try read(bytes("palette")) == color)
    #expect(try read(bytes("deep")) == gray)
    #expect(try read(bytes("bits")) == [[[0, 1, 0], [1, 0, 1]]])
    // Half of white over black; nothing of white over black.
    let alpha = try read(bytes("alpha"))
    #expect(alpha.shape == [3, 1, 3] && alpha.slice(0).map { ($0 * 255).rounded() } == [[255, 128, 0]])
  }

  @Test func figuresAreWrittenAsTheyAreDrawn() throws {
    let folder = try TemporaryFolder()
    let figure = heatmaps(["x": Tensor([[1, 2], [3, 4]])])
    try figure.write(png: folder.path("light.png"))
    try figure.write(png: folder.path("dark.png"), theme: .dark, density: 1)
    #expect(try FileContents.read(folder.path("light.png")) == figure.png())
    #expect(try FileContents.read(folder.path("dark.png")) == figure.png(theme: .dark, density: 1))
    #expect(throws: FileError.self) { try figure.write(png: folder.path("none/a.png")) }
  }

  @Test func whatIsWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    let steps = Tensor(shape: [3, 2, 43], scalars: (0..<258).map { Float($0 % 256) / 255 })
    try steps.write(png: folder.path("color.png"))
    #expect(try Tensor(png: folder.path("color.png")) == steps)
    try steps.slice(1).write(png: folder.path("gray.png"))
    #expect(try Tensor(png: folder.path("gray.png")) == steps.slices(1..<2))
    // Clamped, and rounded to the nearest step.
    let ends = Tensor(shape: [1, 5], scalars: [-1, 0.4999 / 255, 0.5001 / 255, 2, .infinity])
    try ends.write(png: folder.path("ends.png"))
    #expect(try Tensor(png: folder.path("ends.png")) == [[[0, 0, 1 / 255, 1, 1]]])
    let shape = #expect(throws: FileError.self) {
      try Tensor.zeros([2, 4, 4]).write(png: folder.path("a.png"))
    }
    #expect(
      "\(try #require(shape))".contains(
        "expected an image [rows, columns], [1, rows, columns] or [3, rows, columns], got [2, 4, 4]"))
    let nan = #expect(throws: FileError.self) {
      try Tensor(repeating: .nan, shape: [1, 1]).write(png: folder.path("a.png"))
    }
    #expect("\(try #require(nan))".contains("some pixels are NaN"))
    #expect(throws: FileError.self) { try steps.write(png: folder.path("none/a.png")) }
  }

  /// The bytes of samples of 16 bits.
  private func samples(_ values: Int...) -> [UInt8] {
    values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
  }

  @Test func samplesOf16BitsKeepThem() throws {
    func values(_ bytes: [UInt8]) throws -> Tensor { try read(bytes).map { ($0 * 65535).rounded() } }
    let rows = [samples(0, 1), samples(30020, 65535)]
    let gray = png(rows: 2, columns: 2, depth: 16, .gray, rows)
    #expect(try read(gray).scalars == [0, 1, 30020, 65535].map { Float($0) / 65535 })
    let color = png(rows: 1, columns: 2, depth: 16, .color, [samples(1, 2, 3, 65535, 30020, 0)])
    #expect(try values(color) == [[[1, 65535]], [[2, 30020]], [[3, 0]]])
    // Over black: half of a pixel, and all of one.
    let alpha = png(
      rows: 1, columns: 2, depth: 16, .colorWithAlpha,
      [samples(40000, 2, 65535, 0x8000, 65535, 30020, 1, 65535)])
    #expect(try values(alpha) == [[[20000, 65535]], [[1, 30020]], [[32768, 1]]])
    let hole = png(
      rows: 1, columns: 2, depth: 16, .gray, transparent: samples(30021), [samples(30020, 30021)])
    #expect(try values(hole) == [[[30020, 0]]])
  }

  @Test func largeImagesAreRead() throws {
    let row = [UInt8](repeating: 0x0f, count: 525)
    let image = try read(
      png(rows: 4200, columns: 4200, depth: 1, .gray, Array(repeating: row, count: 4200)))
    #expect(image.shape == [1, 4200, 4200] && image[0, 4199, 4195] == 0 && image[0, 4199, 4196] == 1)
    let error = #expect(throws: FileError.self) {
      try read(png(rows: 20000, columns: 10000, depth: 1, .gray, [row]))
    }
    #expect(
      error?.problem == .tooManyPixels(rows: 20000, columns: 10000, limit: 178_956_970)
        && "\(error!)".hasSuffix(
          "the image has 20000 × 10000 pixels, 200000000 in all, more than the 178956970 that are read. "
            + "Scale it down first.")
    )
  }

  @Test func noDamageEndsTheProcess() throws {
    for name in Self.files.keys.sorted() {
      let sound = try bytes(name)
      for count in 0..<sound.count - 12 {
        let error = #expect(throws: FileError.self) { try read(Array(sound[..<count])) }
        guard case .malformed = error?.problem else { Issue.record("\(error as Any)"); continue }
      }
      for index in sound.indices {
        var changed = sound
        changed[index] ^= 0x55
        _ = try? read(changed)
      }
    }
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes("gray"), to: "a.png")
    #expect(try Tensor(png: path) == read(bytes("gray")) && Tensor(image: path) == read(bytes("gray")))
    let other = try folder.write([0xff, 0xd8, 0xff], to: "b.png")
    let error = #expect(throws: FileError.self) { try Tensor(png: other) }
    #expect(error?.problem == .malformed("this is no PNG file"))
    // A picture that claims 2³⁰ rows of 2³⁰ pixels.
    var huge = try bytes("gray")
    for offset in [16, 20] { huge.replaceSubrange(offset..<offset + 4, with: [0x40, 0, 0, 0]) }
    #expect(throws: FileError.self) { try read(huge) }
  }
}
