import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// The recipes of `docs/publishing.md`, which are the files of a new course: their commands do what they are there for.
  @Suite(.enabled(if: Recipe.canRun, "there is no git or no make here"))
  final class RecipeTests: UserFolder {
    /// What earlier runs have compiled.
    private static let cache = Fixtures.scratch.appending(path: "cache-of-recipes").path

    /// Creates a course with its outputs in a repository, `course`, and one that passes for nbrun's, `source`.
    ///
    /// What the latter installs is the program of these tests.
    override init() throws {
      try super.init()
      let made = try run(
        """
        set -e
        mkdir programs && ln -s "$nbrun" programs/nbrun
        "$nbrun" new --course course > log
        cd course && git init --quiet --initial-branch main && "$nbrun" run --quiet notebooks > ../log
        git add . && git commit --quiet -m "A course" && cd ..
        git init --quiet --initial-branch main source && cd source
        printf '#!/bin/sh\necho bootstrap >> %s\n' "$PWD/../log-of-installing" > bootstrap
        printf '#!/bin/sh\ntest "$1" = --prefix && mkdir -p "$2/bin" && ln -sf %s "$2/bin"\necho install >> %s\n' \
          "$nbrun" "$PWD/../log-of-installing" > install
        chmod +x bootstrap install && git add . && git commit --quiet -m "nbrun"
        """)
      try #require(made.status == 0, "\(made.text)")
    }

    /// Runs `script` with git as somebody whom it knows, and nothing else of the user's.
    private func run(
      _ script: String, in folder: String = ".", environment: [String: String] = [:]
    ) throws -> (status: Int32, text: String) {
      let name = ["AUTHOR", "COMMITTER"].flatMap {
        [("GIT_\($0)_NAME", "A"), ("GIT_\($0)_EMAIL", "a@example.org")]
      }
      let variables = Dictionary(uniqueKeysWithValues: name).merging([
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "NBRUN_CACHE": RecipeTests.cache,
      ]) { $1 }
      return try Shell.run(
        script, in: self.folder.appending(path: folder), environment: variables.merging(environment) { $1 })
    }

    /// Runs the commands of a pipeline in a fresh clone of the course that keeps what an earlier one has kept.
    private func pipeline(_ recipes: [Recipe], change: String = "true") throws -> (
      status: Int32, text: String
    ) {
      let clone = try run(
        """
        set -e
        if [ -d clone/.nbrun ]; then mv clone/.nbrun kept; fi
        rm -rf clone && git clone --quiet course clone
        if [ -d kept ]; then mv kept clone/.nbrun; fi
        cd clone && \(change)
        """)
      try #require(clone.status == 0, "\(clone.text)")
      return try run(
        recipes.map(\.script).joined(), in: "clone",
        environment: [
          "NBRUN_SOURCE": "file://\(folder.path)/source", "NBRUN_VERSION": "main",
          "PATH": "/usr/local/bin:/usr/bin:/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
        ])
    }

    private func github(_ job: String) throws -> Recipe {
      try Recipe(github: #require(text("course/.github/workflows/course.yml")), job: job)
    }

    private func gitlab(_ job: String) throws -> Recipe {
      try Recipe(gitlab: #require(text("course/.gitlab-ci.yml")), job: job)
    }

    @Test func `The pipelines install, run, compare and publish`() throws {
      for (recipes, site, isFirst) in [
        ([try github("notebooks")], "site", true),
        ([try gitlab("notebooks"), try gitlab("pages")], "public", false),
      ] {
        let run = try pipeline(recipes)
        #expect(run.status == 0, "\(run.text)")
        #expect(
          try Set(files("clone/\(site)")).isSuperset(of: ["index.html", "welcome.html", "digits.html"]))
        #expect(try files("clone/\(site)").filter { $0.hasSuffix(".junit.xml") }.count == 2)
        #expect(run.text.contains("fig-loss ✓ cached") != isFirst, "\(run.text)")
      }
      // The second one had what the first one had built.
      #expect(text("log-of-installing") == "bootstrap\ninstall\nbootstrap\n")
      let actions = try github("notebooks").actions + github("publish").actions
      #expect(actions.count == 6 && actions.allSatisfy { $0.contains(/^[\w-]+\/[\w-]+@v\d+$/) }, "\(actions)")
    }

    @Test func `A result that differs ends the pipelines, and they show it`() throws {
      let change = "sed -i 's/= correlate(image, filter)/& + 1/' notebooks/welcome.md"
      for recipe in [try github("notebooks"), try gitlab("notebooks")] {
        let run = try pipeline([recipe], change: change)
        #expect(run.status == Int32(RunStatus.differs.rawValue), "\(run.text)")
        #expect(try files("clone/review") == ["welcome.html"])
      }
    }

    @Test func `Without the address of nbrun a pipeline says what to do`() throws {
      let run = try run("ci/install-nbrun", in: "course", environment: ["NBRUN_SOURCE": ""])
      #expect(run.status != 0)
      #expect(run.text.contains("NBRUN_SOURCE: set this variable to the address"), "\(run.text)")
    }

    @Test func `The hook checks the notebooks of a commit`() throws {
      let commit = "PATH=$PWD/../programs:$PATH; git commit --quiet -a -m Change"
      let fine = try run(
        "make -s hooks; echo '<!-- -->' >> README.md; echo >> notebooks/welcome.md; \(commit)", in: "course")
      #expect(fine.status == 0, "\(fine.text)")
      let wrong = try run("sed -i 's/-1, -1, -1/-1, -1, -2/' notebooks/welcome.md; \(commit)", in: "course")
      #expect(wrong.status != 0 && wrong.text.contains("fig-edges"), "\(wrong.text)")
      #expect(try run("git log --oneline | wc -l", in: "course").text == "2\n")
    }

    @Test func `Each target of the Makefile does what it says`() throws {
      let make = "PATH=$PWD/../programs:$PATH; make -s"
      let made = try run(
        "\(make) && \(make) check && \(make) accept && \(make) students && git status --short", in: "course")
      #expect(made.status == 0, "\(made.text)")
      #expect(
        made.text.hasSuffix("notebooks-student.zip\n"), "what is written is stored or ignored: \(made.text)")
      #expect(try files("course").contains("notebooks-student.zip"))
    }
  }
}
