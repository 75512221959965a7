import Foundation
import Testing

extension ParallelRuns {
  /// Notebooks that go to Jupyter's own programs and come back, where those are installed.
  @Suite(
    .enabled(
      if: JupyterTools.isInstalled, "Python has no modules nbformat, jupytext and nbconvert here"))
  struct InteroperabilityTests {
    @Test
    func `What goes to Jupyter is valid, and comes back through Jupytext`() throws {
      let folder = try Fixtures.makeFolder()
      let source = Fixtures.folder.appending(path: "formats/ours.md").path
      let run = try Shell.run(
        """
        set -e
        cp '\(source)' a.md
        $nbrun convert a.md -o a.ipynb
        python3 -c "
        import nbformat, jupytext
        notebook = nbformat.read('a.ipynb', 4)
        nbformat.validate(notebook)
        jupytext.write(notebook, 'j.md', fmt='md')
        jupytext.write(notebook, 'm.md', fmt='md:myst')
        "
        for file in a.ipynb j.md m.md; do
          $nbrun convert $file -o back.md --force
          diff -B a.md back.md
        done
        python3 -m nbconvert --to html a.ipynb > log 2>&1 || cat log
        test -s a.html
        """, in: folder)
      #expect(run.status == 0 && run.text.isEmpty, "\(run.text)")
    }

    @Test func `Whatever came from other tools is valid in Jupyter, and comes back through Jupytext`() throws
    {
      let folder = try Fixtures.makeFolder()
      let run = try Shell.run(
        """
        for file in '\(TraitTests.folder.path)'/*; do
          name=$(basename "$file")
          $nbrun convert "$file" -o "$name.md" 2> log || cat log
          $nbrun convert "$name.md" -o "$name.ipynb" 2> log || cat log
        done
        python3 -c "
        import glob, jupytext, nbformat
        for name in sorted(glob.glob('*.ipynb')):
            notebook = nbformat.read(name, 4)
            nbformat.validate(notebook)
            jupytext.write(notebook, name + '.j.md', fmt='md')
            jupytext.write(notebook, name + '.m.md', fmt='md:myst')
        "
        for name in *.ipynb; do
          for file in $name.j.md $name.m.md; do
            $nbrun convert $file -o back.md --force 2> log || cat log
            diff -B ${name%.ipynb}.md back.md > log || { echo $file; cat log; }
          done
        done
        """, in: folder)
      #expect(run.status == 0 && run.text.isEmpty, "\(run.text)")
    }

    @Test func `What Jupyter writes is read alike from its file and from MyST, and runs`() throws {
      let folder = try Fixtures.makeFolder()
      let source = Fixtures.folder.appending(path: "formats/theirs.py").path
      let run = try Shell.run(
        """
        set -e
        python3 '\(source)'
        for file in a.ipynb m.md; do
          $nbrun convert $file -o $file.md 2> $file.log
          $nbrun run $file.md --to ipynb -o out-$file > $file.run 2>&1 || { cat $file.run; exit 1; }
          python3 -c "
        import nbformat, sys
        nbformat.validate(nbformat.read('out-$file/$file.ipynb', 4))
        "
        done
        diff -B a.ipynb.md m.md.md
        """, in: folder)
      #expect(run.status == 0 && run.text.isEmpty, "\(run.text)")
      let log = try String(contentsOf: folder.appending(path: "a.ipynb.log"), encoding: .utf8)
      #expect(log.contains("warning: 'slideshow' is not read"))
    }
  }
}

/// Jupyter's own programs.
enum JupyterTools {
  /// Whether Python has them.
  static let isInstalled =
    (try? Shell.run(
      "python3 -c 'import nbformat, jupytext, nbconvert'", in: FileManager.default.temporaryDirectory))?
    .status == 0
}
