internal import Foundation
internal import Notebooks

/// A course to start from: two chapters, what they read, and what runs, checks and publishes them.
///
/// Its files are those in `Template`; `docs/publishing.md` shows them.
enum NewCourse {
  /// A file of the course.
  private struct File {
    /// Its path in the folder of the course.
    let path: String
    /// What is in it.
    let content: [UInt8]
    /// Whether the title of the course is in it.
    var hasTitle = false
    /// Whether it is a program.
    var isProgram = false
  }

  private static let files = [
    File(path: "notebooks/welcome.md", content: PackageResources.welcome_md),
    File(path: "notebooks/digits.md", content: PackageResources.digits_md),
    File(path: "notebooks/nbrun.yml", content: PackageResources.nbrun_yml, hasTitle: true),
    File(path: "notebooks/data/README.md", content: PackageResources.data_md),
    File(path: "notebooks/data/seven.png", content: PackageResources.seven_png),
    File(path: "README.md", content: PackageResources.readme_md, hasTitle: true),
    File(path: "Makefile", content: PackageResources.Makefile),
    File(path: "ci/install-nbrun", content: PackageResources.install_nbrun, isProgram: true),
    File(path: ".github/workflows/course.yml", content: PackageResources.github_yml),
    File(path: ".gitlab-ci.yml", content: PackageResources.gitlab_yml),
    File(path: ".githooks/pre-commit", content: PackageResources.pre_commit, isProgram: true),
    File(path: ".gitignore", content: PackageResources.gitignore),
  ]

  /// Creates a folder at `folder` with a course called `title`; it is there as a whole or not at all.
  ///
  /// - Throws: `NotebookError.unwritable`, also if there is anything but an empty folder.
  static func write(title: String, to folder: String) throws(NotebookError) {
    if FileManager.default.fileExists(atPath: folder),
      (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty != true
    {
      throw .unwritable(path: folder, reason: "it already exists; choose another name")
    }
    let draft = Draft.path(of: folder)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    do {
      for file in files { try write(file, title: title, below: draft) }
    } catch {
      throw .unwritable(path: folder, reason: SystemReason.of(error))
    }
    // An empty folder gives way to another one; whatever is there by now does not.
    try Draft.publish(draft, as: folder)
  }

  private static func write(_ file: File, title: String, below folder: String) throws {
    let url = URL(fileURLWithPath: "\(folder)/\(file.path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    var content = Data(file.content)
    if file.hasTitle {
      // In double quotes, YAML and Swift escape alike.
      let text = String(decoding: content, as: UTF8.self)
        .replacing("\"@TITLE@\"", with: title.debugDescription).replacing("@TITLE@", with: title)
      content = Data(text.utf8)
    }
    try content.write(to: url)
    if file.isProgram {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    }
  }
}
