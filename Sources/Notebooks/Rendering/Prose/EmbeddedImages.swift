internal import Foundation

/// Pictures that the prose shows; a handout holds them itself, so that it opens offline.
struct EmbeddedImages {
  /// The folder of the notebook, which addresses start from.
  let folder: String

  /// Why a picture is not in the handout.
  enum Problem: Error {
    case remote(String)
    case missing(String)
    case unknownType(String)

    /// Whether the handout is what the author wants without it.
    var severity: Diagnostic.Severity {
      if case .remote = self { .warning } else { .error }
    }

    /// What to tell the author.
    var message: String {
      switch self {
      case .remote(let address): "the picture '\(address)' is not on this computer; the handout links to it"
      case .missing(let path): "the picture '\(path)' cannot be read"
      case .unknownType(let path): "the picture '\(path)' is no PNG, JPEG, GIF, WebP or SVG"
      }
    }
  }

  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "svg": "image/svg+xml",
  ]

  init(notebookPath: String) { folder = FilePath.folder(of: notebookPath) }

  /// Returns the picture at `address` as a `data:` address.
  func embedded(_ address: String) -> Result<String, Problem> {
    if address.hasPrefix("data:image/") { return .success(address) }
    if address.contains("://") || address.hasPrefix("//") { return .failure(.remote(address)) }
    let path = address.removingPercentEncoding ?? address
    guard let type = EmbeddedImages.types[URL(filePath: path).pathExtension.lowercased()] else {
      return .failure(.unknownType(address))
    }
    guard !path.hasPrefix("/"), let bytes = try? TextFile.bytes("\(folder)/\(path)") else {
      return .failure(.missing(address))
    }
    return .success("data:\(type);base64,\(Data(bytes).base64EncodedString())")
  }
}
