import Foundation
import Yams

/// What a pipeline does, as its file in a course says.
struct Recipe {
  /// The page that shows the files of a new course.
  static let manual = Schemas.root.appending(path: "docs/publishing.md")

  /// Whether the programs that recipes call are here.
  static let canRun =
    (try? Shell.run("git --version && make --version", in: FileManager.default.temporaryDirectory))?.status
    == 0

  /// Why a file is no pipeline.
  struct Malformed: Error {
    let reason: String
  }

  /// The commands of each step, in order.
  let steps: [String]
  /// What the forge itself does: the actions that steps use.
  let actions: [String]

  /// Reads the job called `name` of GitHub Actions from its file's `text`.
  init(github text: String, job name: String) throws {
    let jobs = try Recipe.members(of: text)["jobs"] as? [String: Any]
    guard let job = jobs?[name] as? [String: Any], let steps = job["steps"] as? [[String: Any]] else {
      throw Malformed(reason: "there is no job '\(name)' with steps")
    }
    self.steps = steps.compactMap { $0["run"] as? String }
    actions = steps.compactMap { $0["uses"] as? String }
  }

  /// Reads the job called `name` of GitLab from its file's `text`.
  init(gitlab text: String, job name: String) throws {
    let members = try Recipe.members(of: text)
    guard let job = members[name] as? [String: Any], let script = job["script"] as? [String],
      let variables = members["variables"] as? [String: String]
    else { throw Malformed(reason: "there is no job '\(name)' with a script") }
    let exports =
      ["export CI_PROJECT_DIR=$PWD"] + variables.sorted { $0.key < $1.key }.map { "export \($0)=\"\($1)\"" }
    // All of it runs in one shell.
    steps = [(exports + (job["before_script"] as? [String] ?? []) + script).joined(separator: "\n")]
    actions = []
  }

  private static func members(of text: String) throws -> [String: Any] {
    guard let members = try Yams.load(yaml: text) as? [String: Any] else {
      throw Malformed(reason: "the file is no mapping")
    }
    return members
  }

  /// A script that does each step in a shell of its own, as the forges do, and ends at the first that fails.
  ///
  /// What a step writes to the files `$GITHUB_PATH` and `$GITHUB_ENV` counts for those after it.
  var script: String {
    """
    export GITHUB_PATH=$PWD/.git/path GITHUB_ENV=$PWD/.git/env
    touch "$GITHUB_PATH" "$GITHUB_ENV"

    """
      + steps.map { step in
        """
        bash -e <<'THE STEP' || exit
        \(step)
        THE STEP
        while read -r line; do PATH=$line:$PATH; done < "$GITHUB_PATH"
        while read -r line; do export "$line"; done < "$GITHUB_ENV"

        """
      }.joined()
  }
}
