import Notebooks
import Testing

struct AccessTests {
  @Test func `Notes are read each once, in order`() {
    let notes = Array("r/a\0p/b\0r/a\0vHOME\0uanother process\0w/c\0".utf8)
    #expect(
      Access.list(in: notes) == [
        Access(.read, "/a"), Access(.probed, "/b"), Access(.variable, "HOME"),
        Access(.unrepeatable, "another process"), Access(.written, "/c"),
      ])
    #expect(Access.list(in: []) == [])
  }

  @Test(arguments: ["x/a\0", "r/a", "\0", "r/a\0\0"])
  func `Notes that cannot be read are none`(notes: String) {
    #expect(Access.list(in: Array(notes.utf8)) == nil)
  }
}
