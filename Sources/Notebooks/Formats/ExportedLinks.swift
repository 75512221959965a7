internal import Foundation

/// Where the links and pictures of an export lead from the output folder: local files are copied to the same place as
/// those of the page, and other notebooks are exports, too.
final class ExportedLinks {
  private let links: NotebookLinks

  /// Creates the links of an export of `notebook` as a file with this extension.
  init(_ notebook: Notebook, fileExtension: String) {
    links = NotebookLinks(
      notebook, OtherNotebooks(besides: notebook) { _ in nil }, Findings(), fileExtension: fileExtension)
  }

  /// The files that belong beside the export, as far as it has been written.
  var files: [LinkedFile] { links.linkedFiles }

  /// Returns a line of prose with addresses as seen from the output folder.
  func rewritten(_ line: String) -> String {
    // An expression costs more than a look at the line.
    guard line.contains("](") || line.contains("]:") || line.contains("=\"") else { return line }
    let address =
      #/(?<code>`+[^`]*`+)|(?<open>\]\(\s*|^\s{0,3}\[[^\]]+\]:\s*|\b(?:src|href)=")(?<address><[^>]*>|[^\s<>()"]+(?:\([^\s<>()"]*\)[^\s<>()"]*)*)/#
    return line.replacing(address) { match in
      guard let open = match.open, let written = match.address else { return String(match.0) }
      let destination = String(written.first == "<" ? written.dropFirst().dropLast() : written)
      let target = links.target(of: destination, takesPicturesFromOutside: true).address
      return target == destination ? String(match.0) : open + target
    }
  }
}

/// A file in another format, and what belongs beside it.
public struct ExportedFile: Sendable {
  /// What stands in the file.
  public var text: String
  /// The local files that it shows or links to.
  public var files: [LinkedFile]

  /// Creates a file that needs no other.
  init(_ text: String, files: [LinkedFile] = []) { (self.text, self.files) = (text, files) }
}
