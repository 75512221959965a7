internal import CNN
internal import Foundation
internal import Notebooks

/// One notebook on its way from markdown to handout.
struct NotebookRun {
  /// The path of the markdown file.
  var path: String
  /// The output folder of the call.
  var base: String
  /// Where in it handouts are.
  var layout: OutputLayout
  /// Other values for its parameters.
  var overrides: [ParameterOverride] = []
  /// The paper for which the handout is made; nil for the one that the notebook asks for.
  var paper: Paper?
  /// What cells are kept from.
  var confinement = Confinement()
  /// How many compilers may work on it at once.
  var compilersAtOnce = RunConfiguration.compilersAtOnce()
  /// How its cells are compiled.
  var compilation = CompilationChoices()
  /// What to do with what earlier runs left.
  var cache = CacheUse()
  /// The other ranks of the run; nil for a run of its own.
  var ranks: (any RankLink)?

  /// How much is told.
  var detail = ConsoleRecorder.Detail.normal
  /// Whether files may be replaced that no earlier run has written.
  var replacesOthers = false

  /// The folder for the handout.
  var output: String { layout.folder(for: path, in: base) }

  /// What a run gave, before anything is written.
  struct Execution {
    var notebook: Notebook
    var result: NotebookResult
    var handout: Handout
    var markup: MarkupCache
    var recorder: RunRecorder
    var status: RunStatus
  }

  /// Runs the notebook and writes it in `formats`, unless another rank does; returns how the run ended.
  func perform(formats: Set<HandoutFormat>, printsPDF: Bool = false) throws(NotebookError) -> RunStatus {
    if let guest = ranks as? RankGuest { return try perform(as: guest) }
    var status = RunStatus.usage
    defer { (ranks as? RankHost)?.end(status) }
    status = try performAlone(formats: formats, printsPDF: printsPDF)
    return status
  }

  private func performAlone(
    formats: Set<HandoutFormat>, printsPDF: Bool
  ) throws(NotebookError) -> RunStatus {
    let formats = printsPDF ? formats.union([.html]) : formats
    let files = layout.files(of: path, in: base)
    let log = formats.contains(.jsonl) ? try EventLog(at: files.path(.jsonl)) : nil
    let done = try execute { log?.record($0) }
    try write(done, formats: formats, printsPDF: printsPDF)
    if let log { tell(try log.finish()) }
    if printsPDF {
      let isContained = confinement.sandbox == .container
      tell(try PDFPrinter.print(files.path(.html), to: files.pdf, isContained: isContained))
    }
    return done.status
  }

  /// Writes the page again if it refers to notebooks that have been run since, and shows other numbers of them now.
  func updateReferences() throws(NotebookError) {
    let notebook = try read()
    guard notebook.refersToOthers else { return }
    let files = HandoutFiles(of: notebook, in: output)
    // A page of another text, or of other values, would say what no run has given.
    guard let result = stored(notebook), RunRecorder.isRecord(at: files.run, of: notebook) else { return }
    let configuration = try RunConfiguration.beside(notebook: path, cache: cache, confinement: confinement)
    let handout = HTMLHandout.render(
      notebook: notebook, result: result, cache: MarkupCache(of: notebook, configuration),
      list: try courseList(),
      stored: stored)
    try HandoutWriter.write(
      handout, notebook: notebook, result: result, to: output, replacesOthers: replacesOthers)
    try RunRecorder.updateDigests(in: files)
  }

  /// Reads the notebook as this call wants it.
  func read() throws(NotebookError) -> Notebook {
    var notebook = try MarkdownReader.read(path: path)
    notebook.root = layout.root
    try notebook.apply(overrides)
    notebook.apply(layout.variant)
    notebook.apply(confinement.sandbox)
    if let paper { notebook.frontMatter.paper = paper }
    return notebook
  }

  /// Returns how `notebook` is run.
  func configuration(for notebook: Notebook) throws(NotebookError) -> RunConfiguration {
    try .beside(
      notebook: notebook.path, cache: cache, confinement: confinement, compilersAtOnce: compilersAtOnce,
      compilation: compilation)
  }

  /// Returns what the latest run of `notebook` has stored.
  func stored(_ notebook: Notebook) -> NotebookResult? {
    guard layout.subfolder(of: notebook.path) != nil else { return nil }
    return try? HandoutWriter.read(name: notebook.name, in: layout.folder(for: notebook.path, in: base))
  }

  /// The list of handouts if the notebook is the course's own page.
  func courseList() throws(NotebookError) -> CourseList? {
    guard let opening = CourseIndex.opening(below: layout.root), FilePath.real(opening) == FilePath.real(path)
    else { return nil }
    return try CourseFiles(of: [path], layout, in: base, cache: cache, sandbox: confinement.sandbox).list()
  }

  /// Runs the notebook and renders its handout.
  func execute(_ observe: @escaping (RunEvent) -> Void = { _ in }) throws(NotebookError) -> Execution {
    let notebook = try read()
    var console = ConsoleRecorder(destination: Console.destination, style: Console.style, detail: detail)
    var recorder = RunRecorder()
    let configuration = try configuration(for: notebook)
    let runner = Runner(configuration: configuration, ranks: ranks) { event in
      console.record(event)
      recorder.record(event)
      observe(event)
    }
    let result = try runner.run(notebook)
    let markup = MarkupCache(of: notebook, configuration)
    let handout = HTMLHandout.render(
      notebook: notebook, result: result, cache: markup, deadline: notebook.deadline(confinement),
      list: try courseList(), stored: stored)
    for problem in markup.problems { console.record(.cacheProblem(problem)) }
    report(handout.problems, of: notebook)
    // Prose that cannot be read, such as wrong TeX, is a fault of the notebook as much as a wrong option.
    let errorCount = handout.problems.count { $0.severity == .error }
    let isProseWrong = errorCount > 0
    if isProseWrong {
      let errors = "\(errorCount) \(errorCount == 1 ? "error" : "errors")"
      Console.write("\(Console.style.mark(false)) \(errors) in the prose\n")
    }
    return Execution(
      notebook: notebook, result: result, handout: handout, markup: markup, recorder: recorder,
      status: result.status != .succeeded
        ? result.status : !handout.isComplete ? .timedOut : isProseWrong ? .usage : .succeeded)
  }

  /// Writes the run in `formats`, with its parts and the durations.
  func write(
    _ done: Execution, formats: Set<HandoutFormat> = [.html], printsPDF: Bool = false
  ) throws(NotebookError) {
    let (notebook, result) = (done.notebook, done.result)
    let run = FinishedRun(
      notebook: notebook, result: result, recorder: done.recorder, imports: NotebookRun.imports)
    // A cell that fits into no Swift file keeps nothing else from being written.
    var exports: [HandoutFormat: Result<ExportedFile, NotebookError>] = [:]
    for format in formats {
      guard case .text(let file) = format.writing else { continue }
      exports[format] = Result { () throws(NotebookError) in try file(run) }
    }
    let page = try HandoutWriter.write(
      formats.contains(.html) ? done.handout : nil, exports: exports.compactMapValues { try? $0.get() },
      notebook: notebook, result: result,
      to: output, replacesOthers: replacesOthers)
    if let page { tell(page) }
    let files = HandoutFiles(of: notebook, in: output)
    try files.list(formats.map { files.path($0) } + (printsPDF ? [files.pdf] : []))
    var pages = [page].compactMap(\.self)
    for format in HandoutFormat.all {
      guard let export = try exports[format]?.get() else { continue }
      pages.append(files.path(format))
      try HandoutWriter.write(export.text, to: files.path(format))
      tell(files.path(format))
    }
    try done.recorder.write(try .current(), of: result, pages: pages, to: output)
  }

  /// What a Swift file has to import that does what the cells do.
  static let imports = ["CNN"]

  /// Prints the path of something that was written.
  private func tell(_ path: String) { if detail != .quiet { StandardOutput.tell(path) } }

  func report(_ problems: [Diagnostic], of notebook: Notebook) {
    let text = DiagnosticText(path: notebook.path, lines: notebook.lines, style: Console.style)
    for problem in problems { Console.write(text.text(of: problem)) }
  }
}

extension RunEnvironment {
  /// Returns what runs notebooks here.
  static func current() throws(NotebookError) -> RunEnvironment {
    RunEnvironment(
      program: NBRun.version, toolchain: try .current(), kernels: Kernels.level, threads: Kernels.threads)
  }
}
