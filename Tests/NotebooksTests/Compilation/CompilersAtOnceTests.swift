import Notebooks
import Testing

struct CompilersAtOnceTests {
  @Test(arguments: [
    (1, 1, 1), (2, 1, 2), (2, 2, 1), (7, 2, 3), (4, 12, 1), (64, 1, 8), (64, 16, 4),
  ])
  func `Notebooks that run at once share the processors`(processors: Int, notebooks: Int, compilers: Int) {
    #expect(
      RunConfiguration.compilersAtOnce(notebooksAtOnce: notebooks, processors: processors) == compilers)
  }
}
