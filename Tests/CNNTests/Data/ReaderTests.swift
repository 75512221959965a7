import CNN
import Testing

@Suite struct ReaderTests {
  private func big(_ values: Int...) -> [UInt8] {
    values.flatMap { value in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
  }

  private func idxImages(_ count: Int = 2, rows: Int = 2, columns: Int = 3, bytes: Int? = nil) -> [UInt8] {
    var file: [UInt8] = [0, 0, 8, 3]
    file += big(count, rows, columns)
    for index in 0..<(bytes ?? count * rows * columns) { file.append(UInt8(51 * (index % 6))) }
    return file
  }

  private func message(_ body: () throws -> Dataset) -> String {
    do {
      _ = try body()
      return "nothing was thrown"
    } catch { return "\(error)" }
  }

  @Test func imagesAndLabelsInTheFormatOfMNIST() throws {
    let folder = try TemporaryFolder()
    try folder.write(idxImages(), to: "train-images-idx3-ubyte")
    try folder.write([0, 0, 8, 1] + big(2) + [9, 0], to: "train-labels-idx1-ubyte")
    let data = try Datasets.mnist(in: folder.path("."))
    #expect(data.images.shape == [2, 1, 2, 3] && data.labels == [9, 0] && data.classes.count == 10)
    #expect(data[0] == [[[0, 0.2, 0.4], [0.6, 0.8, 1]]])
    #expect(try Datasets.fashionMNIST(in: folder.path(".")).className(at: 0) == "ankle boot")
    #expect(
      message { try Datasets.mnist(in: folder.path("."), .test) }
        == "\"\(folder.path("."))\": there is no \"t10k-images-idx3-ubyte\", unpacked or as .gz.")
    try folder.write(idxImages(), to: "t10k-images.idx3-ubyte")
    try folder.write([0, 0, 8, 1] + big(2) + [9, 3], to: "t10k-labels.idx1-ubyte")
    #expect(try Datasets.mnist(in: folder.path("."), .test).labels == [9, 3])
  }

  /// The labels 7, 0 and 2 as an IDX file packed by gzip.
  private static let packedLabels = bytes(base64: "H4sIAAAAAAACA2Ng4GBkYGBgZmdgAgAtywHlCwAAAA==")

  @Test func packedFilesAreReadAsTheyCome() throws {
    let folder = try TemporaryFolder()
    try folder.write(idxImages(3), to: "t10k-images-idx3-ubyte")
    try folder.write(Self.packedLabels, to: "t10k-labels-idx1-ubyte.gz")
    #expect(try Datasets.mnist(in: folder.path("."), .test).labels == [7, 0, 2])
  }

  @Test func damagedIDXFilesAreRefusedWithAReason() throws {
    let folder = try TemporaryFolder()
    let labels = [0, 0, 8, 1] + big(2) + [9, 0]
    func read(_ images: [UInt8], _ labels: [UInt8]) throws -> String {
      let paths = (try folder.write(images, to: "i"), try folder.write(labels, to: "l"))
      return message { try Datasets.idx(images: paths.0, labels: paths.1) }
    }
    #expect(try read(idxImages(), labels) == "nothing was thrown")
    for count in 0..<idxImages().count {
      let text = try read(Array(idxImages()[..<count]), labels)
      #expect(
        text.contains("the file ends early: ") && text.hasSuffix("Was it copied completely?"), "\(text)")
    }
    for count in labels.indices {
      #expect(try read(idxImages(), Array(labels[..<count])).contains("the file ends early: "))
    }
    #expect(try read(idxImages() + [0], labels).contains("the file should end after 28 bytes, but has 29."))
    #expect(try read(idxImages(), labels + [0]).contains("the file should end after 10 bytes, but has 11."))
    #expect(
      try read([0x1f, 0x8b, 8, 0], labels).hasSuffix(
        "the packed file ends early, as if it was not copied completely."))
    #expect(
      try read([0x1f, 0x8b, 9, 0], labels).hasSuffix("the packed file is damaged: it cannot be unpacked."))
    #expect(
      try read(idxImages(), Self.packedLabels + [0]).hasSuffix("the packed file goes on behind its end."))
    #expect(try read([1, 0, 8, 3], labels).contains("this is no IDX file: it begins with 1000803."))
    #expect(try read([0, 0, 13, 3], labels).contains("the file has elements of type 13 of IDX"))
    #expect(try read(labels, labels).contains("it has 1 axes, expected 3: images [count, rows, columns]."))
    #expect(try read(idxImages(), idxImages()).contains("it has 3 axes, expected 1: one label an image."))
    let huge = [0, 0, 8, 3] + big(0xffff_ffff, 0xffff_ffff, 0xffff_ffff)
    #expect(
      try read(huge, labels).contains("it has the impossible shape [4294967295, 4294967295, 4294967295]."))
    let large = [0, 0, 8, 3] + big(0xffff, 0xffff, 3)
    #expect(
      try read(large, labels).contains("the array [65535, 65535, 3] needs 12884508675 bytes, there are 0."))
    #expect(try read(idxImages(3), labels).contains("it has 2 labels for 3 images."))
    let paths = (try folder.write(idxImages(), to: "i"), try folder.write(labels, to: "l"))
    #expect(throws: DataError.labelRange(label: 9, index: 0, classes: 2)) {
      try Datasets.idx(images: paths.0, labels: paths.1, classes: ["a", "b"])
    }
  }

  /// A record of CIFAR: labels, then planes that are all 0, all 51 and all 255.
  private func record(_ labels: UInt8...) -> [UInt8] {
    labels + [0, 51, 255].flatMap { [UInt8](repeating: $0, count: 1024) }
  }

  @Test func colorImagesInTheFormatOfCIFAR() throws {
    let folder = try TemporaryFolder()
    for batch in 1...5 { try folder.write(record(UInt8(batch)) + record(0), to: "data_batch_\(batch).bin") }
    try folder.write(record(9), to: "test_batch.bin")
    let data = try Datasets.cifar10(in: folder.path("."))
    #expect(data.images.shape == [10, 3, 32, 32] && data.labels == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
    #expect(data[3].slice(0).max == 0 && data[3].slice(1).min == 0.2 && data[3].slice(2).min == 1)
    #expect(data.classes == (0..<10).map(String.init))
    try folder.write(
      Array((0..<10).map { "class \($0)" }.joined(separator: "\n").utf8), to: "batches.meta.txt")
    #expect(try Datasets.cifar10(in: folder.path("."), .test).className(at: 0) == "class 9")
    try folder.write(record(3, 77), to: "train.bin")
    #expect(try Datasets.cifar100(in: folder.path(".")).labels == [77])
    #expect(try Datasets.cifar100(in: folder.path("."), groups: true).labels == [3])
  }

  @Test func aCollectionIsKnownByItsFiles() throws {
    let (ten, hundred, digits) = (try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder())
    let labels = [0, 0, 8, 1] + big(2) + [9, 0]
    try ten.write(record(9) + record(8) + record(7), to: "test_batch.bin")
    try hundred.write(record(3, 77), to: "train.bin")
    try digits.write(idxImages(), to: "t10k-images-idx3-ubyte")
    try digits.write(labels, to: "t10k-labels-idx1-ubyte")
    #expect(try Datasets.collection(in: ten.path("."), .test).labels == [9, 8, 7])
    #expect(try Datasets.collection(in: ten.path("."), .test, upTo: 2).labels == [9, 8])
    #expect(try Datasets.collection(in: hundred.path("."), upTo: 5).labels == [77])
    let read = try Datasets.collection(in: digits.path("."), .test)
    #expect(read.images == (try Datasets.idx(in: digits.path("."), .test)).images)
    #expect(throws: FileError.self) { try Datasets.collection(in: digits.path(".")) }
  }

  @Test func damagedCIFARFilesAreRefusedWithAReason() throws {
    let folder = try TemporaryFolder()
    func read(_ bytes: [UInt8]) throws -> String {
      try folder.write(bytes, to: "test_batch.bin")
      return message { try Datasets.cifar10(in: folder.path("."), .test) }
    }
    for count in [0, 1, 2, 1025, 3072, 3074, 6145] {
      let text = try read(Array((record(1) + record(2))[..<count]))
      #expect(text.contains("a whole number of images needs \((count / 3073 + 1) * 3073) bytes"), "\(text)")
    }
    #expect(try read(record(1) + record(10)).contains("image 1 has label 10, but there are 10 classes."))
    #expect(try read([0x1f, 0x8b, 8]).hasSuffix("Unpack it with tar -xzf first."))
    try folder.write(Array("one\ntwo".utf8), to: "batches.meta.txt")
    #expect(try read(record(1)).contains("it names 2 classes, expected 10."))
    #expect(
      message { try Datasets.cifar100(in: folder.path(".")) }
        == "\"\(folder.path("."))\": there is no \"train.bin\". "
        + "Unpack cifar-100-binary.tar.gz, the binary version, and name the folder that comes out.")
    try folder.write([1], to: "data_batch_1")
    #expect(
      message { try Datasets.cifar10(in: folder.path(".")) }.hasSuffix(
        ": this is the version for Python. "
          + "Unpack cifar-10-binary.tar.gz, the binary version, and name the folder that comes out."))
  }
}
