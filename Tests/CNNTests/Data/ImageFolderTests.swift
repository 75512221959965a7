import CNN
import Foundation
import Testing

@Suite struct ImageFolderTests {
  /// The pixels of `gray()`.
  private static let ramp = Tensor((0..<6).map { Float($0) / 255 }).reshaped(2, 3)

  /// A gray image, the pixels counting up from `first` of 255.
  private func gray(_ rows: Int = 2, _ columns: Int = 3, from first: Int = 0) -> [UInt8] {
    png(
      rows: rows, columns: columns, depth: 8, .gray,
      (0..<rows).map { row in (0..<columns).map { UInt8(first + row * columns + $0) } })
  }

  /// An image in one color.
  private func color(_ red: UInt8, _ green: UInt8, _ blue: UInt8)
    -> [UInt8]
  {
    let row = (0..<3).flatMap { _ in [red, green, blue] }
    return png(rows: 2, columns: 3, depth: 8, .color, [row, row])
  }

  private func message(_ read: () throws -> Dataset) -> String {
    do {
      _ = try read()
      return "nothing was thrown"
    } catch { return "\(error)" }
  }

  @Test func eachSubfolderIsAClass() throws {
    let folder = try TemporaryFolder()
    for name in ["zebra/b.PNG", "zebra/a.png", "ant/1.jpeg"] { try folder.write(gray(), to: name) }
    for name in ["ant/notes.txt", "readme.txt", "ant/.hidden.png"] { try folder.write([1], to: name) }
    let data = try Datasets.images(in: folder.path("."))
    #expect(
      data.classes == ["ant", "zebra"] && data.labels == [0, 1, 1] && data.images.shape == [3, 1, 2, 3])
    #expect(data[2].slice(0) == Self.ramp)
  }

  @Test func grayBesideColor() throws {
    let folder = try TemporaryFolder()
    try folder.write(gray(), to: "a/1.png")
    try folder.write(color(51, 102, 255), to: "b/1.png")
    let mixed = try Datasets.images(in: folder.path("."))
    #expect(mixed.images.shape == [2, 3, 2, 3])
    for channel in 0..<3 { #expect(mixed[0].slice(channel) == Self.ramp) }
    #expect((0..<3).map { mixed[1][$0, 1, 2] } == [0.2, 0.4, 1])
    #expect(try Datasets.images(in: folder.path("."), channels: .color) == mixed)
    let dark = try Datasets.images(in: folder.path("."), channels: .gray)
    #expect(dark.images.shape == [2, 1, 2, 3] && dark[0].slice(0) == mixed[0].slice(0))
    #expect(dark[1][0, 0, 0] == 0.299 * 0.2 + 0.587 * 0.4 + 0.114 as Float)
    try FileManager.default.removeItem(atPath: folder.path("b"))
    #expect(try Datasets.images(in: folder.path(".")).images.shape == [1, 1, 2, 3])
    #expect(try Datasets.images(in: folder.path("."), channels: .color).images.shape == [1, 3, 2, 3])
  }

  @Test func imagesOfMixedSizes() throws {
    let folder = try TemporaryFolder()
    try folder.write(gray(6, 9), to: "a/1.png")
    let second = try folder.write(gray(8, 5), to: "a/2.png")
    let path = folder.path(".")
    #expect(
      message { try Datasets.images(in: path) }.hasSuffix(
        "/a/2.png\": the image has 8 × 5 pixels, but \"\(path)/a/1.png\" has 6 × 9. "
          + "Choose a size for all, as with `resize: .to([6, 9])`."))
    let image = try Tensor(png: second)
    let stretched = try Datasets.images(in: path, resize: .to([4, 6]))
    #expect(stretched.images.shape == [2, 1, 4, 6] && stretched[1] == resize(image, to: [4, 6]))
    let cropped = try Datasets.images(in: path, crop: [6, 5])
    #expect(cropped.images.shape == [2, 1, 6, 5] && cropped[1] == centerCrop(image, to: [6, 5]))
    let both = try Datasets.images(in: path, resize: .shorterSide(4), crop: 4)
    #expect(both.images.shape == [2, 1, 4, 4] && both[1] == centerCrop(resize(image, to: [6, 4]), to: 4))
    #expect(try Tensor(image: second, resize: .shorterSide(4), crop: 4) == both[1])
    #expect(try Tensor(image: second, resize: .shorterSide(10)).shape == [1, 16, 10])
    #expect(try Tensor(image: folder.path("a/1.png"), resize: .shorterSide(4)).shape == [1, 4, 6])
    #expect(
      message { try Datasets.images(in: path, crop: 6) }.hasSuffix(
        "/a/2.png\": the image has 8 × 5 pixels, too few for a crop of 6 × 6. "
          + "Resize it first, as with `resize: .shorterSide(6)`."))
  }

  @Test func sizesWithoutPixelsAreRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(gray(), to: "a/1.png")
    #expect(throws: DataError.outOfRange("the crop", value: "0×0", allowed: "at least 1 pixel")) {
      try Tensor(image: path, crop: 0)
    }
    #expect(throws: DataError.outOfRange("the size to resize to", value: "-1×3", allowed: "at least 1 pixel"))
    {
      try Datasets.images(in: folder.path("."), resize: .to([-1, 3]))
    }
    #expect(throws: DataError.self) { try Tensor(image: path, resize: .shorterSide(0)) }
    let error = #expect(throws: FileError.self) {
      try Tensor(image: path, resize: .to([1 << 40, 1 << 20]))
    }
    #expect(error?.problem == .system("Out of memory"))
  }

  @Test func whatIsWrongWithAFolderIsNamed() throws {
    let folder = try TemporaryFolder()
    func message() -> String { self.message { try Datasets.images(in: folder.path(".")) } }
    let remedy = "put the images of each class into a folder of its own."
    #expect(message() == "\"\(folder.path("."))\": the folder is empty; \(remedy)")
    try folder.write([1], to: "notes.txt")
    #expect(message().hasSuffix("\": it has no subfolders; \(remedy)"))
    try folder.write(gray(), to: "1.png")
    #expect(message().hasSuffix("\": its images are in no subfolder; \(remedy)"))
    #expect(
      self.message { try Datasets.images(in: folder.path("none")) }.hasSuffix(
        "/none\": No such file or directory."))
    #expect(
      self.message { try Datasets.images(in: folder.path("1.png")) }.hasSuffix("/1.png\": Not a directory."))
    try folder.write(Array(gray().prefix(50)), to: "zebra/c.png")
    #expect(message().contains("zebra/c.png\": the PNG file is damaged: "))
    try folder.write([], to: "zebra/c.png")
    #expect(message().hasSuffix("zebra/c.png\": this is neither a PNG nor a JPEG file."))
    try folder.write([1], to: "middle/notes.txt")
    #expect(message().hasSuffix("/middle\": it has no PNG or JPEG files."))
  }
}
