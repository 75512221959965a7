internal import Foundation
internal import Glibc

/// Pictures that the prose shows; a handout holds them itself, so that it opens offline.
final class EmbeddedImages {
  /// The largest picture that is embedded, and the most that all pictures of a handout may take together, in bytes.
  static let (largest, total) = (32 << 20, 256 << 20)

  /// The folder of the notebook, which addresses start from.
  private let folder: String
  /// Whether pictures have to be in the folder, wherever links lead.
  private let isConfined: Bool
  /// What the pictures so far take.
  private var taken = 0
  /// What became of the addresses so far.
  private var known: [String: Result<String, Problem>] = [:]

  /// Why a picture is not in the handout.
  enum Problem: Error {
    case remote(String)
    case absolute(String)
    case outside(String)
    case missing(String)
    case noFile(String)
    case unknownType(String)
    case wrongContent(String, type: String)
    case tooLarge(String)
    case tooMany(String)

    /// Whether the handout is what the author wants without it.
    var severity: Diagnostic.Severity {
      if case .remote = self { .warning } else { .error }
    }

    /// What to tell the author.
    var message: String {
      switch self {
      case .remote(let address): "the picture '\(address)' is not on this computer; the handout links to it"
      case .absolute(let path):
        "the picture '\(path)' has an absolute path; write the path from the notebook's folder"
      case .outside(let path):
        "the picture '\(path)' is not in the notebook's folder, from which alone a notebook in a sandbox has pictures"
      case .missing(let path): "the picture '\(path)' cannot be read"
      case .noFile(let path): "the picture '\(path)' is not a plain file"
      case .unknownType(let path): "the picture '\(path)' is no PNG, JPEG, GIF, WebP or SVG"
      case .wrongContent(let path, let type): "the picture '\(path)' does not contain \(type)"
      case .tooLarge(let path):
        "the picture '\(path)' is larger than \(ByteCount.text(EmbeddedImages.largest)); a handout holds its "
          + "pictures itself, so make it smaller"
      case .tooMany(let path):
        "the picture '\(path)' does not fit: the pictures of a handout may take "
          + "\(ByteCount.text(EmbeddedImages.total)) together"
      }
    }
  }

  /// A kind of picture: what it is called, and how its files begin.
  private struct Kind {
    let mediaType: String
    let name: String
    let begins: @Sendable (Data) -> Bool
  }

  private static let kinds: [String: Kind] = {
    func starts(_ bytes: [UInt8]) -> @Sendable (Data) -> Bool { { $0.starts(with: bytes) } }
    let jpeg = Kind(mediaType: "image/jpeg", name: "JPEG", begins: starts([0xFF, 0xD8, 0xFF]))
    return [
      "png": Kind(
        mediaType: "image/png", name: "PNG", begins: starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])),
      "jpg": jpeg, "jpeg": jpeg,
      "gif": Kind(mediaType: "image/gif", name: "GIF", begins: starts(Array("GIF8".utf8))),
      "webp": Kind(
        mediaType: "image/webp", name: "WebP",
        begins: { $0.starts(with: Array("RIFF".utf8)) && $0.dropFirst(8).starts(with: Array("WEBP".utf8)) }),
      // Comments and a document type may stand above the element.
      "svg": Kind(
        mediaType: "image/svg+xml", name: "SVG",
        begins: { $0.prefix(1 << 16).range(of: Data("<svg".utf8)) != nil }),
    ]
  }()

  init(of notebook: Notebook) {
    folder = FilePath.folder(of: notebook.path)
    isConfined = notebook.isOfStranger
  }

  /// Returns the picture at `address` as a `data:` address.
  func embedded(_ address: String) -> Result<String, Problem> {
    if address.hasPrefix("data:image/") { return .success(address) }
    if address.contains("://") || address.hasPrefix("//") { return .failure(.remote(address)) }
    if let known = known[address] { return counted(known, address) }
    let result = Result { () throws(Problem) in try read(address) }
    known[address] = result
    return counted(result, address)
  }

  /// A picture counts each time it is shown, since the page holds it as often.
  private func counted(_ result: Result<String, Problem>, _ address: String) -> Result<String, Problem> {
    guard case .success(let data) = result else { return result }
    guard taken + data.utf8.count <= EmbeddedImages.total / 3 * 4 else { return .failure(.tooMany(address)) }
    taken += data.utf8.count
    return result
  }

  private func read(_ address: String) throws(Problem) -> String {
    let path = address.removingPercentEncoding ?? address
    guard let kind = EmbeddedImages.kinds[URL(filePath: path).pathExtension.lowercased()] else {
      throw .unknownType(address)
    }
    guard !path.hasPrefix("/") else { throw .absolute(address) }
    if isConfined, let real = FilePath.real("\(folder)/\(path)") {
      let base = FilePath.real(folder)
      guard let base, FilePath.relative(real, to: base) != nil else { throw .outside(address) }
    }
    // A named pipe would wait for somebody who writes.
    let descriptor = open("\(folder)/\(path)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .missing(address) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .missing(address) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile(address) }
    guard status.st_size <= EmbeddedImages.largest else { throw .tooLarge(address) }
    guard let data = try? file.read(upToCount: EmbeddedImages.largest) else { throw .missing(address) }
    guard kind.begins(data) else { throw .wrongContent(address, type: kind.name) }
    return "data:\(kind.mediaType);base64,\(data.base64EncodedString())"
  }
}
