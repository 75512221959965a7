internal import Foundation
internal import Glibc

/// What is handed out of a course as one archive: its pages, its notebooks for one variant, and the files that these
/// need.
///
/// | in the archive | what it is |
/// |---|---|
/// | `index.html`, `<name>.html`, `<name>/files/…` | the pages and the files that they link to, as in an output folder |
/// | `notebooks/<name>.md` | a notebook without what its variant leaves out |
/// | `notebooks/…` | the files that a notebook links to, shows, cites and reads, the folders `data`, and `nbrun.yml` |
/// | `README.txt` | what there is, and how to read it and run it |
///
/// Files of the course come from its folder only; hidden files and symbolic links are left out.
public struct CoursePackage {
  /// Where the bytes of a file are.
  private enum Content {
    case bytes([UInt8])
    case file(String)

    var size: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .file(let path): FileState.size(of: path) ?? 0
      }
    }
  }

  /// The folder of the course, without symbolic links.
  private let root: String
  /// Whom it is for.
  private let variant: Variant
  /// The most that the files may take together, in bytes.
  private let limit: Int
  private var files: [String: Content] = [:]
  /// The notebooks and the names of their pages, in order.
  private var notebooks: [(path: String, page: String)] = []
  /// The names of the courses to which the notebooks belong.
  private var courses: Set<String?> = []
  /// What is not in the archive though a notebook needs it, by its path.
  private var missing: [String: String] = [:]

  /// Creates the package of notebooks below `root`, without symbolic links, whose files may take `limit` bytes together.
  public init(root: String, _ variant: Variant, limit: Int = 1 << 30) {
    (self.root, self.variant, self.limit) = (root, variant, limit)
  }

  /// The number of files, the list of what there is among them.
  public var fileCount: Int { files.count + 1 }

  /// Warnings about files that notebooks need and that are not in the archive.
  public var problems: [String] {
    missing.sorted { $0.key < $1.key }.map {
      "\($0.key): warning: \($0.value), so it is not in the archive\n"
    }
  }

  /// Adds the notebook at `path`, what it needs, and the page that `handout` holds, all in `subfolder`.
  ///
  /// - Throws: `NotebookError` if the notebook cannot be read, or is not in the course's folder.
  public mutating func add(
    notebookAt path: String, inSubfolder subfolder: String, _ handout: HandoutFiles
  ) throws(NotebookError) {
    guard let real = FilePath.real(path), FilePath.relative(real, to: root) != nil else {
      throw .outsideRoot(path: path, root: root)
    }
    var notebook = try MarkdownReader.read(path: path)
    notebook.apply(variant)
    let inner = subfolder.isEmpty ? "" : subfolder + "/"
    let text = notebook.markdown
    files["notebooks/\(inner)\(FilePath.name(of: path))"] = .bytes(Array(text.utf8))
    let page = "\(inner)\(handout.name).html"
    files[page] = .file(handout.path(.html))
    for name in handout.linkedNames where !CoursePackage.isHidden(name) {
      files[inner + name] = .file("\(handout.folder)/\(name)")
    }
    notebooks.append((path, page))
    courses.insert(notebook.frontMatter.course)

    let folder = FilePath.folder(of: path)
    let realFolder = FilePath.real(folder) ?? folder
    func located(_ file: String) -> String {
      FilePath.joined(realFolder, FilePath.relative(file, to: folder) ?? file)
    }
    // What the variant leaves out needs no file.
    let shown = PlainMarkdown.files(of: MarkdownReader.read(text: text, path: path))
    for file in shown.map(\.origin) + MarkdownReader.filesBeside(path) { add(file: located(file)) }
    for file in RunRecorder.filesRead(inRecordAt: handout.run) { add(file: file, isNeeded: isInside(file)) }
    for data in Set(["\(realFolder)/data", "\(root)/data"]) where FilePath.real(data) == data {
      for name in (try? FileManager.default.subpathsOfDirectory(atPath: data)) ?? []
      where !CoursePackage.isOne(fileAt: "\(data)/\(name)") {
        add(file: "\(data)/\(name)", isNeeded: false)
      }
    }
  }

  /// Adds the list of the handouts, which is at `path`.
  public mutating func add(indexAt path: String) { files["index.html"] = .file(path) }

  /// Adds a file of the course.
  ///
  /// - Parameter isNeeded: Whether a notebook is not the same without it.
  private mutating func add(file path: String, isNeeded: Bool = true) {
    let path = CoursePackage.normalized(path)
    // The run has reported what is not there.
    guard let real = FilePath.real(path), FileState.kind(of: real) == "file" else { return }
    // Another notebook, with its solutions. The README of a folder of data says where they come from.
    if NotebookPath.isMarkdownOfFolder(path) { return }
    let name = FilePath.relative(path, to: root)
    let reason: String? =
      name == nil
      ? "it is not in the folder of the course"
      : real != path
        ? "it is or lies behind a symbolic link"
        : CoursePackage.isHidden(name ?? "") ? "it is hidden" : nil
    guard let name, reason == nil else {
      if isNeeded { missing[path] = reason }
      return
    }
    let entry = "notebooks/\(name)"
    if files[entry] == nil { files[entry] = .file(real) }
  }

  private static func isHidden(_ name: String) -> Bool {
    name.split(separator: "/").contains { $0.hasPrefix(".") }
  }

  private func isInside(_ path: String) -> Bool {
    FilePath.relative(CoursePackage.normalized(path), to: root) != nil
  }

  /// Returns the absolute `path` without `.` and `..`.
  private static func normalized(_ path: String) -> String {
    let names = path.split(separator: "/").reduce(into: [Substring]()) { names, name in
      if name == ".." { _ = names.popLast() } else if name != "." { names.append(name) }
    }
    return "/" + names.joined(separator: "/")
  }

  /// Writes the archive to `path`.
  ///
  /// - Parameters:
  ///   - name: What the course is called if its notebooks do not say so.
  ///   - program: The version of this program.
  ///   - toolchain: The toolchain that the handouts were made with.
  /// - Throws: `NotebookError.unwritable` if the files are too many or too large.
  public func write(
    to path: String, name: String, program: String, toolchain: Toolchain
  ) throws(NotebookError) {
    var files = files
    files["README.txt"] = .bytes(
      Array(readMe(name: name, program: program, toolchain: toolchain.version).utf8))
    let sizes = files.mapValues(\.size)
    let size = sizes.values.reduce(0, +)
    if size > limit, let largest = sizes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
      throw .unwritable(
        path: path,
        reason:
          "its files take \(ByteCount.text(size)) together, and the limit is \(ByteCount.text(limit)); the "
          + "largest is \(largest.key) with \(ByteCount.text(largest.value))")
    }
    if files.count > ZipWriter.mostFiles {
      throw .unwritable(
        path: path, reason: "it would hold \(files.count) files, and the limit is \(ZipWriter.mostFiles)")
    }
    var archive = ZipWriter()
    for (name, content) in files.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      switch content {
      case .bytes(let bytes): archive.add(name, bytes)
      case .file(let file): archive.add(name, try TextFile.bytes(file))
      }
    }
    let folder = FilePath.folder(of: path)
    try AtomicFile.createFolder(folder)
    Draft.removeAbandoned(in: folder, of: [FilePath.name(of: path)])
    try AtomicFile.write(archive.finished(comment: CoursePackage.comment), to: path)
  }

  private func readMe(name: String, program: String, toolchain: String) -> String {
    let title = courses.count == 1 ? courses.first.flatMap(\.self) ?? name : name
    let start = files["index.html"] == nil ? notebooks.first?.page ?? "" : "index.html"
    let notebook = notebooks.first { $0.page != "index.html" } ?? notebooks.first
    let stem = notebook.map { $0.page.dropLast("html".count) } ?? ""
    let file = "notebooks/\(stem)\(notebook?.path.split(separator: ".").last ?? "md")"
    let audience =
      switch variant {
      case .student: "students: exercises without their solutions"
      case .solution: "readers of the solutions"
      case .instructor: "instructors: exercises with their solutions"
      }
    return """
      \(title)

      For \(audience).

      To read:  open \(start) in a browser. The pages need no network.

      To run a notebook again, in the folder that holds this file:

          nbrun \(file)

      It writes its page to output/\(stem)html.

      What there is:

          *.html        the pages\(files["index.html"] == nil ? "" : "; index.html lists them")
          notebooks/    the notebooks, as markdown, and the files that they use

      Made with nbrun \(program) and \(toolchain).

      """
  }

  /// What the archives that this program packs say at their end.
  private static let comment = "Packed by nbrun"

  /// Whether the file at `path` is an archive that this program has packed.
  static func isOne(fileAt path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // The record at the end has 22 bytes, the comment's length the last two of them.
    let count = 22 + comment.utf8.count
    guard let size = FileState.size(of: path), size > count else { return false }
    var tail = [UInt8](repeating: 0, count: count)
    guard pread(descriptor, &tail, count, off_t(size - count)) == count else { return false }
    return tail.starts(with: ZipWriter.end) && tail.suffix(comment.utf8.count).elementsEqual(comment.utf8)
  }
}
