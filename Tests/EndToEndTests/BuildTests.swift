import Foundation
import Testing

extension EndToEnd {
  /// When `./build` asks the package manager, which is one here that only takes notes.
  final class BuildTests: UserFolder {
    /// A checkout with a source, and calls that build it; `calls` prints how often the package manager was called.
    private let prelude: String = {
      let root = URL(filePath: #filePath + "/../../..").standardized.path
      return """
        set -e
        mkdir -p Sources/A tools .build/release/Modules
        cp '\(root)/build' .
        touch Package.swift Sources/A/a.swift Sources/A/b.swift calls
        printf '#!/bin/sh\\n' >bootstrap
        cat >tools/swift <<'END'
        #!/bin/sh
        echo "$@" >>calls
        echo "[1/2] Compiling"
        echo made >.build/release/nbrun
        exit $(cat fails)
        END
        chmod +x bootstrap tools/swift
        echo 0 >fails
        PATH=$PWD/tools:$PATH
        calls() { wc -l <calls; }
        ./build

        """
    }()

    @Test func `Nothing is built again if nothing has changed`() throws {
      let run = try shell(prelude + "./build; ./build; cat calls")
      #expect(run.status == 0)
      #expect(run.text == "build --configuration release -debug-info-format none --product nbrun\n")
    }

    @Test(arguments: [
      "echo x >Sources/A/a.swift", "rm Sources/A/b.swift", "echo >Sources/A/c.swift",
      "mv Sources/A/b.swift Sources/A/c.swift",
      // A file that is replaced by an older one of the same length, as a version control system may do.
      "touch -d @1000 older; mv older Sources/A/a.swift", "touch -r Sources/A/b.swift Sources/A/a.swift",
      "echo '// 1' >Package.swift", "echo '# 1' >>bootstrap", "rm .build/release/nbrun",
      "echo '# 1' >>tools/swift",
    ])
    func `Whatever has changed, it is built again, once`(change: String) throws {
      let run = try shell(prelude + "\(change); ./build; ./build; calls")
      #expect(run.status == 0)
      #expect(run.text == "2\n", "\(change): \(run.text)")
    }

    @Test func `A build that fails says why, and is tried again`() throws {
      let run = try shell(
        prelude + "echo 1 >fails; echo x >Sources/A/a.swift; ./build || echo status $?; ./build || calls")
      #expect(run.text == "[1/2] Compiling\nstatus 2\n[1/2] Compiling\n3\n")
    }

    @Test func `What is edited during a build is built the next time`() throws {
      let run = try shell(
        prelude + "echo 'echo x >Sources/A/b.swift' >>bootstrap; ./build; ./build >/dev/null; calls")
      // The first of the two has listed the sources before they were edited, and each one edits them again.
      #expect(run.text == "3\n")
    }
  }
}
