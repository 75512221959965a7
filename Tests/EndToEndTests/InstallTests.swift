import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What `./install` puts into a prefix, which is `prefix` in the folder of the test.
  final class InstallTests: UserFolder {
    /// Calls that install what is built already, and remove it.
    private let (install, uninstall): (String, String) = {
      let script = URL(filePath: #filePath + "/../../../install").standardized.path
      return (
        "'\(script)' --prefix prefix --from '\(Fixtures.program.deletingLastPathComponent().path)'",
        "'\(script)' --uninstall --prefix prefix"
      )
    }()
    /// Prints everything in the prefix: kinds, rights, sizes, and what files hold.
    private let listing =
      "(cd prefix; find . -printf '%p %y %m %s\\n' | sort; find . -type f | sort | xargs md5sum)"
    private let notebook = "# N\n\n```swift\nlet x: Tensor = [1, 2]\nx + x\n```\n"

    @Test func `What was installed runs from a link, writes nothing there, and leaves nothing behind`() throws
    {
      try save("mine", "prefix/bin/other")
      try save("mine", "prefix/share/man/man1/other.1")
      try save(notebook, "n.md")
      let run = try shell(
        """
        set -e
        \(listing) >before
        \(install)
        \(listing) >installed
        chmod -R a-w prefix
        ln -s prefix/bin/nbrun link
        ./link -q n.md
        ./link doctor | grep -F "prefix/lib/nbrun/Modules: built with Swift version"
        ./link --version
        PATH=$PWD/prefix/bin:$PATH nbrun --version
        chmod -R u+w prefix
        \(listing) >after
        diff installed after
        \(install)
        \(listing) >again
        diff installed again
        \(uninstall)
        \(listing) >gone
        diff before gone
        """)
      #expect(run.status == 0, "\(run.text)")
      #expect(
        try HandoutWriter.read(name: "n", in: folder.path + "/output").cells.map(\.outcome) == [.succeeded])
      let installed = try #require(text("installed"))
      for file in [
        "bin/nbrun", "lib/nbrun/nbrun", "lib/nbrun/Modules/CNN.swiftmodule", "lib/nbrun/mpi/build",
        "lib/nbrun/papermill/pyproject.toml", "lib/nbrun/papermill/nbrun_papermill.py",
        "share/man/man1/nbrun.1",
        "share/man/man1/nbrun-check.1", "share/bash-completion/completions/nbrun",
        "share/zsh/site-functions/_nbrun", "share/fish/vendor_completions.d/nbrun.fish",
        "share/doc/nbrun/README.md", "share/doc/nbrun/docs/notebooks.md",
      ] { #expect(installed.contains("./\(file) f"), "\(file)") }
    }

    @Test func `Files of others are never replaced, and folders that they are in stay`() throws {
      try save("mine", "prefix/bin/nbrun")
      let refused = try shell(
        "\(listing) >before; \(install); status=$?; \(listing) | diff before - && exit $status")
      #expect(refused.status == Self.usage)
      #expect(refused.text.contains("prefix/bin/nbrun is there already"), "\(refused.text)")
      let kept = try shell(
        """
        set -e
        rm prefix/bin/nbrun
        \(install) >/dev/null
        echo mine >prefix/lib/nbrun/own
        \(uninstall)
        (cd prefix; find . -type f)
        """)
      #expect(kept.text.hasSuffix("\n./lib/nbrun/own\n"), "\(kept.text)")
      let nothing = try shell(uninstall)
      #expect(nothing.status == Self.usage)
      #expect(nothing.text.contains("nbrun is not installed in "))
    }

    @Test func `A man page has the sections of the help, and every command has one`() throws {
      let run = try shell(
        "\(install) >/dev/null; ls prefix/share/man/man1; cat prefix/share/man/man1/nbrun-check.1")
      for name in ["run", "watch", "check", "accept", "verify", "convert", "doctor", "new"] {
        #expect(run.text.contains("nbrun-\(name).1\n"), "\(name)")
      }
      let page = [
        ".SH NAME\nnbrun\\-check \\- Run notebooks again and compare with their stored outputs\n",
        ".SH SYNOPSIS\n.B nbrun check ", ".SH DESCRIPTION\n", ".SH OPTIONS\n",
        ".TP\n.B \\-j, \\-\\-jobs <jobs>\nRun this many notebooks at a time",
      ]
      for part in page { #expect(run.text.contains(part), "\(part)") }
    }

    @Test func `The toolchain may be elsewhere, and is asked for if there is none or another one`() throws {
      let run = try shell(
        """
        \(install) >/dev/null
        version=$(sed -n "s/^needed='Swift version \\([^ ]*\\) .*/\\1/p" prefix/bin/nbrun)
        sed -i 's|^original=.*|original=/nonexistent|' prefix/bin/nbrun
        prefix/bin/nbrun --version && echo "found"
        PATH=/usr/bin:/bin prefix/bin/nbrun --version || echo "status $?, without Swift $version"
        sed -i "s|^needed=.*|needed='Swift version 5.0'|" prefix/bin/nbrun
        prefix/bin/nbrun --version || echo "status $?, with Swift $version"
        """)
      let version = try #require(run.text.matches(of: /with Swift ([0-9.]+)\n/).first).output.1
      #expect(run.text.contains("\nfound\nnbrun: error: no Swift version \(version) "), "\(run.text)")
      #expect(run.text.contains("put its 'usr/bin' on the PATH"))
      #expect(run.text.contains("\nstatus 2, without Swift \(version)\n"))
      #expect(run.text.contains("error: no Swift version 5.0 was found"))
      #expect(run.text.contains("(found: Swift version \(version) "), "\(run.text)")
      #expect(run.text.hasSuffix("\nstatus 2, with Swift \(version)\n"))
    }

    @Test func `Missing modules, and those of another compiler, are told with what to do`() throws {
      try save(notebook, "n.md")
      let run = try shell(
        """
        \(install) >/dev/null
        modules=prefix/lib/nbrun/Modules
        sed -i 's/Swift version 6/Swift version 5/' $modules/CNN.swiftmodule
        prefix/bin/nbrun n.md; echo "status $?"
        prefix/bin/nbrun doctor | grep "modules for cells"
        rm $modules/CNN.swiftmodule
        prefix/bin/nbrun n.md; echo "status $?"
        """)
      let lines = run.text.split(separator: "\n")
      try #require(lines.count == 5, "\(run.text)")
      #expect(lines[0].contains("error: nbrun was built with Swift version 5"), "\(lines[0])")
      #expect(lines[0].contains("install nbrun again, by './install' in its sources or from its package"))
      #expect(lines[1] == "status 2")
      #expect(lines[2].hasPrefix("✗ modules for cells"), "\(lines[2])")
      #expect(lines[3].contains("error: no modules for cells in "), "\(lines[3])")
      #expect(lines[3].contains("install nbrun again, by './install' in its sources or from its package"))
      #expect(lines[4] == "status 2")
    }
  }
}
