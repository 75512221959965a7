internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Puts together what the parts of a course have written on several machines.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Put together the handouts that the shards of a run have written.",
    discussion: """
      nbrun merge part-1 part-2 part-3 --notebooks notebooks

      copies the handouts of 'nbrun run --shard 1/3', '2/3' and '3/3' to the output folder and writes the course's \
      index there. A file that two parts have and that is not the same in both is an error, and nothing is copied \
      then. The exit status is that of the gravest notebook, as if all had run here; a notebook of the course that no \
      part has run counts as a wrong call.
      """)

  @Argument(help: "The output folders of the parts.", completion: .directory)
  var parts: [String]

  @Option(name: .shortAndLong, help: "The folder for the handouts.", completion: .directory)
  var output = "output"

  @Option(
    name: .customLong("notebooks"), parsing: .upToNextOption,
    help: "The markdown files of the course, or folders of them.", completion: .file(extensions: ["md"]))
  var course = ["notebooks"]

  @Option(
    help: "Whom the handouts are for: student, solution, or instructor.",
    completion: .list(Variant.allCases.map(\.rawValue)))
  var variant = Variant.solution

  func run() throws {
    try exit { () throws(NotebookError) in
      let paths = try NotebookFolder.notebooks(at: course)
      try Merge(parts: parts, output: output).copy()
      var entries: [Batch.Entry] = []
      for path in paths {
        let found = try Merge.outcome(of: path, variant: variant, in: output)
        entries.append(Batch.Entry(path: path, status: found?.status, seconds: found?.seconds ?? 0))
      }
      Console.write(BatchSummary.text(of: entries, style: Console.style))
      StandardOutput.tell(try CourseFiles.writeIndex(of: paths, variant: variant, to: output))
      let gravest = entries.compactMap(\.status).gravest ?? .usage
      return gravest == .succeeded && entries.contains { $0.status == nil } ? .usage : gravest
    }
  }
}

/// The output folders of several machines on their way to one.
struct Merge {
  /// The folders.
  let parts: [String]
  /// Where their files go.
  let output: String

  /// Copies all files but indexes, which are of the whole course, unless two are in each other's way.
  func copy() throws(NotebookError) {
    var origins: [String: String] = [:]
    for part in parts {
      guard NotebookFolder.isFolder(part) else { throw .missing(path: part) }
      for file in files(in: part) {
        let path = "\(part)/\(file)"
        // How long two runs took never is the same.
        if let other = origins[file], !file.hasSuffix("/run.json"),
          !FileManager.default.contentsEqual(atPath: other, andPath: path)
        {
          throw .unwritable(path: "\(output)/\(file)", reason: "\(other) and \(path) differ")
        }
        origins[file] = path
      }
    }
    for (file, origin) in origins.sorted(by: { $0.key < $1.key }) {
      try HandoutWriter.copy(origin, to: "\(output)/\(file)")
    }
  }

  private func files(in part: String) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: part)) ?? []
    return paths.filter { path in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: "\(part)/\(path)", isDirectory: &isFolder)
      let isIndex = path.hasPrefix("index") && path.hasSuffix(".html") && !path.contains("/")
      return exists && !isFolder.boolValue && !isIndex
    }
  }

  /// Returns how the run of the notebook at `path` ended that left its results in `folder`; nil if there is none.
  static func outcome(
    of path: String, variant: Variant, in folder: String
  ) throws(NotebookError) -> (status: RunStatus, seconds: Double)? {
    var notebook = try MarkdownReader.read(path: path)
    notebook.apply(variant)
    let stored = Result { () throws(NotebookError) in try HandoutWriter.read(name: notebook.name, in: folder)
    }
    guard case .success(let result) = stored else { return nil }
    let seconds = RunRecorder.seconds(inFileAt: "\(folder)/\(notebook.name)/run.json") ?? 0
    return (result.status, seconds)
  }
}
