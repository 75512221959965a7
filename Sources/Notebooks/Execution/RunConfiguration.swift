/// What a run needs to know beside the notebook.
public struct RunConfiguration: Sendable {
  /// The toolchain that compiles the cells.
  public var toolchain: Toolchain
  /// What cells can import.
  public var libraries: CellLibraries
  /// The program that runs cells, and the arguments that make it do so.
  public var worker: (executable: String, arguments: [String])
  /// The folder in which cells run: the notebook's own.
  public var folder: String
  /// The folder of what earlier runs left for later ones; nil to keep nothing.
  public var cacheFolder: String?
  /// Whether the results of an earlier run may stand for this one, if nothing they depend on changed.
  public var reusesResults: Bool
  /// Whether what this run finds may be used by later ones; otherwise the folder is only read, for what is compiled.
  package var storesResults = true
  /// Whether results are cached, and not only what is compiled.
  public var cachesResults = true
  /// Whether cells in a container cannot read the notebook's file.
  package var hidesNotebook = false
  /// What cells are kept from.
  public var confinement: Confinement
  /// How many compilers may work on the notebook at once.
  public var compilersAtOnce: Int
  /// How cells are compiled.
  public var compilation: CompilationChoices

  /// Creates a configuration.
  public init(
    toolchain: Toolchain, libraries: CellLibraries, worker: (executable: String, arguments: [String]),
    folder: String, cacheFolder: String? = nil, reusesResults: Bool = true,
    confinement: Confinement = Confinement(),
    compilersAtOnce: Int = RunConfiguration.compilersAtOnce(), compilation: CompilationChoices = .init()
  ) {
    self.toolchain = toolchain
    self.libraries = libraries
    self.worker = worker
    self.folder = folder
    self.cacheFolder = cacheFolder
    self.reusesResults = reusesResults
    self.confinement = confinement
    self.compilersAtOnce = compilersAtOnce
    self.compilation = compilation
  }
}
