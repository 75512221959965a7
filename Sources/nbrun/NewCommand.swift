internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Creates a notebook or a course to start from.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Create a small notebook, or a course of two, that runs as it is.",
    discussion: """
      nbrun new --course my-course

      creates the folder 'my-course' with two notebooks and their data, a Makefile, a hook for git, and pipelines for \
      GitHub and GitLab that check the notebooks and publish the pages. Nothing that exists is replaced.
      """)

  @Argument(help: "The file to write, such as 'notebooks/my-filter.md', or the folder of the course.")
  var path: String

  @Flag(help: "Create a folder with a course.")
  var course = false

  @Option(help: "The title; by default the name of the file or folder.")
  var title: String?

  /// What is created is called so.
  private var name: String {
    let name = course ? FilePath.name(of: folder) : HandoutFiles(ofNotebookAt: file, in: "").name
    let words = name.replacing("-", with: " ")
    return title ?? words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The path of the notebook.
  private var file: String { NotebookPath.isMarkdown(path) ? path : path + ".md" }
  /// The path of the course.
  private var folder: String { path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }

  func validate() throws {
    guard ["", ".", "..", "-"].contains(FilePath.name(of: course ? folder : path)) else { return }
    throw ValidationError(
      course
        ? "'\(path)' does not name a new folder; write a path such as 'my-course'"
        : "'\(path)' does not name a file; write a path such as 'notebooks/my-filter.md'")
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      if course {
        try NewCourse.write(title: name, to: folder)
        StandardOutput.tell(folder)
        return .succeeded
      }
      var plan = OutputPlan(inputs: [], replacesOthers: false)
      try plan.add(file: file, option: nil)
      try HandoutWriter.write(NewCommand.text(title: name), to: file)
      StandardOutput.tell(file)
      return .succeeded
    }
  }

  private static func text(title: String) -> String {
    // A title in double quotes, in which YAML and Swift escape alike.
    """
    ---
    title: \(title.debugDescription)
    seed: 1
    params:
      size: 3
    ---

    # \(title)

    A filter $w$ that slides over an image $x$ gives

    $$ z_{i,j} = \\sum_{r,s} w_{r,s}\\, x_{i+r,\\,j+s} $$

    ```swift
    //| label: fig-forward
    //| fig-cap: "An image, a filter, and what the filter makes of it."
    let x: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    let w: Tensor = [[1, 2], [3, 4]]
    let z = correlate(x, w)
    expect(z, equals: [[37, 47], [67, 77]])
    heatmaps(["x": x, "w": w, "z": z], scale: .each)
    ```

    @fig-forward shows it. What goes wrong with an index is worth a look, too:

    ```swift
    //| expect: trap "Index out of range"
    let numbers = Array(0..<size)
    print(numbers[size])
    ```

    """
  }
}
