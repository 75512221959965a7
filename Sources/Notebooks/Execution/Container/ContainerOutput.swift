internal import Foundation
internal import Glibc

/// What a container has left in its output folder, which may be anything.
public struct ContainerOutput {
  /// The most files that are taken, and looked at; the most bytes of all; how deep folders may be.
  static let (mostFiles, mostEntries, mostBytes, deepest) = (2000, 10_000, 1 << 30, 16)

  private let isWanted: (String) -> Bool
  private var (files, entries, bytes) = (0, 0, 0)

  /// Copies the regular files of a handout from a folder that a container has written to one of this process.
  ///
  /// Links, devices, pipes and all other files stay.
  ///
  /// - Throws: `NotebookError.unreadable` if there is more than a handout can have.
  public static func take(_ origin: HandoutFiles, to clean: HandoutFiles) throws(NotebookError) {
    let folder = open(origin.folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    // A run that has written nothing has no folder.
    guard folder >= 0 else { return }
    defer { close(folder) }
    var output = ContainerOutput { origin.mayHold($0) }
    try output.copy(folder, "", to: clean.folder, depth: 0)
  }

  private init(_ isWanted: @escaping (String) -> Bool) { self.isWanted = isWanted }

  /// Copies what is in the open `folder`, whose path from the first one on is `prefix`.
  private mutating func copy(
    _ folder: Int32, _ prefix: String, to target: String, depth: Int
  ) throws(NotebookError) {
    for name in try names(in: folder) {
      let path = prefix + name
      // Opened below the open folder and through no link, whoever changes the names meanwhile.
      let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard file >= 0 else { continue }
      defer { close(file) }
      var status = stat()
      guard fstat(file, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR where depth < ContainerOutput.deepest:
        try copy(file, path + "/", to: target, depth: depth + 1)
      case S_IFREG where isWanted(path):
        files += 1
        guard files <= ContainerOutput.mostFiles else { throw tooMuch("\(ContainerOutput.mostFiles) files") }
        try AtomicFile.createFolder(FilePath.folder(of: "\(target)/\(path)"))
        try copy(file, to: "\(target)/\(path)")
      default: break
      }
    }
  }

  private mutating func copy(_ file: Int32, to path: String) throws(NotebookError) {
    let copy = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard copy >= 0 else { throw .unwritable(path: path, reason: SystemReason.ofLastCall) }
    defer { close(copy) }
    while let chunk = Pipe.read(from: file, atMost: 1 << 20), !chunk.isEmpty {
      bytes += chunk.count
      guard bytes <= ContainerOutput.mostBytes else {
        throw tooMuch(ByteCount.text(ContainerOutput.mostBytes))
      }
      guard Pipe.write(chunk, to: copy) else {
        throw .unwritable(path: path, reason: SystemReason.ofLastCall)
      }
    }
  }

  private mutating func names(in folder: Int32) throws(NotebookError) -> [String] {
    guard let stream = fdopendir(dup(folder)) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      entries += 1
      guard entries <= ContainerOutput.mostEntries else {
        throw tooMuch("\(ContainerOutput.mostEntries) names")
      }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func tooMuch(_ amount: String) -> NotebookError {
    .unreadable(path: "the container's output", reason: "there is more than a handout has (\(amount))")
  }
}
