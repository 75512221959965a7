import CNN
import Foundation
import Testing

/// The data that the course brings along, in `notebooks/data`.
@Suite struct CourseDataTests {
  private static let folder = LibrarySources.root.appending(path: "notebooks/data")

  /// Returns the CRC-32 of all numbers as bytes.
  private func digest(_ images: Tensor) -> UInt32 {
    checksum(images.scalars.map { UInt8($0 * 255 + 0.5) })
  }

  @Test func digitsAreComplete() throws {
    let digits = Self.folder.appending(path: "digits").path
    let train = try Datasets.idx(in: digits)
    let test = try Datasets.idx(in: digits, .test)
    #expect(train.images.shape == [1352, 1, 8, 8] && test.images.shape == [445, 1, 8, 8])
    #expect(train.classes == (0...9).map(String.init) && test.classes == train.classes)
    let counts = zip(train.classCounts, test.classCounts).map(+)
    #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(test.classCounts == counts.map { $0 / 4 })
    // Numbers from 0 to 16 were scaled: there are 17 levels.
    #expect(Set(train.images.scalars).count == 17 && train.images.max == 1 && train.images.min == 0)
    #expect(train.labels.prefix(5) == [0, 1, 2, 3, 4])
    #expect(digest(train.images) == 0xdeb5_278c && digest(test.images) == 0xa1c8_f2ce)
  }

  @Test(arguments: [("cat.png", UInt32(0x21e0_7d76)), ("coffee.png", 0xb9b7_b379)])
  func photographsAreInColor(name: String, wanted: UInt32) throws {
    let photograph = try Tensor(image: Self.folder.appending(path: name).path)
    #expect(photograph.shape == [3, 128, 128])
    #expect(digest(photograph) == wanted)
  }

  @Test func everyFileIsDescribed() throws {
    let page = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path).filter {
      !$0.hasSuffix("README.md") && $0.contains(".")
    }
    #expect(names.count >= 7)
    for name in names { #expect(page.contains("`\(name)`"), "\(name) is not described") }
    for word in ["CC BY 4.0", "CC0", "Alpaydin", "Stéfan van der Walt", "Rachel Michetti"] {
      #expect(page.contains(word))
    }
  }
}
