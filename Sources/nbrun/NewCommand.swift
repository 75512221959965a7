internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Creates a notebook to start from.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Create a small notebook to start from, which runs as it is.")

  @Argument(help: "The file to write, such as 'notebooks/my-filter.md'.")
  var path: String

  @Option(help: "The title; by default the file's name.")
  var title: String?

  func validate() throws {
    guard ["", ".", "..", "-"].contains(FilePath.name(of: path)) else { return }
    throw ValidationError("'\(path)' does not name a file; write a path such as 'notebooks/my-filter.md'")
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      let file = NotebookPath.isMarkdown(path) ? path : path + ".md"
      var plan = OutputPlan(inputs: [], replacesOthers: false)
      try plan.add(file: file, option: nil)
      let name = HandoutFiles(ofNotebookAt: file, in: "").name.replacing("-", with: " ")
      try HandoutWriter.write(
        NewCommand.text(title: title ?? name.prefix(1).uppercased() + name.dropFirst()), to: file)
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
