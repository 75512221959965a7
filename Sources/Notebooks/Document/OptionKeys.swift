extension FrontMatter {
  /// Every key of the front matter.
  ///
  /// To add one: a property, and a line here.
  static let keys: [OptionKey<FrontMatter>] = [
    .init("title", .text, \.title, "the title; without it the first heading"),
    .init("subtitle", .text, \.subtitle, "a line below the title"),
    .init("author", .authors, \.authors, "who wrote it"),
    .init("date", .text, \.date, "when it was written, such as 2026-11-28"),
    .init("course", .text, \.course, "the course that it belongs to"),
    .init("chapter", .ordinal, \.chapter, "its place in the course, by which the index is sorted"),
    .init("parts", .courseParts, \.parts, "the course's parts and their notebooks, at the top of 'index.md'"),
    .init("seed", .seed, \.seed, "the root of all randomness"),
    .init("params", .parameters, \.declarations, "constants of all cells that '-p name=value' changes"),
    .init("timeout", .duration, \.timeout, "the time after which any cell is ended"),
    .init(
      "compile-timeout", .duration, \.compileTimeout,
      "how long compiling and linking any cell may take; one expression may take a twentieth of it"),
    .init(
      "optimize", .choice, \.optimizes,
      "whether cells are optimized; without it those are that have loops of their own"),
    .init("time-limit", .duration, \.limits.time, "the time after which the notebook is ended"),
    .init(
      "memory-limit", .size, \.limits.memory,
      "the memory that the notebook's processes may use; without it nine tenths of the machine's"),
    .init("output-limit", .size, \.limits.output, "what each cell may output; without it 100 MiB"),
    .init("file-limit", .count, \.limits.files, "how many files may be open"),
    .init("process-limit", .count, \.limits.processes, "how many started processes may run; without it 256"),
    .init(
      "tolerance", .tolerance, \.tolerance, "how far numbers may be from the stored ones in 'nbrun check'"),
    .init("toc", .choice, \.hasTableOfContents, "whether there is a table of contents"),
    .init("number-sections", .choice, \.numbersSections, "whether headings have numbers"),
    .init("line-numbers", .choice, \.numbersLines, "whether code has the numbers of its lines in the file"),
    .init(
      "paper", .paper, \.paper, "the paper on which the handout is printed: 'a4', the default, or 'letter'"),
    .init("html", .choice, \.allowsHTML, "whether raw HTML of the prose becomes part of the page"),
    .init("abstract", .text, \.abstract, "what it is about, for the top of the page and the course's index"),
    .init("description", .text, \.description, "what it is about, for search engines and the course's index"),
    .init("keywords", .texts, \.keywords, "words to search for"),
    .init("license", .text, \.license, "what others may do with it, or the address of the text that says so"),
    .init("references", .textsByKey, \.references, "the works that '[@key]' cites, each with its key"),
    .init(
      "bibliography", .texts, \.bibliography, "the files of BibTeX, '.bib', whose works '[@key]' cites, too"),
    .init("lang", .language, \.language, "the language of the prose, and of what a page says itself"),
  ]

  /// Keys of Quarto, R Markdown and Jupyter that mean nothing here, and what to do instead.
  static let foreignKeys = [
    "format": "'nbrun --to' chooses formats", "output": "'nbrun --to' chooses formats",
    "execute": "options stand in lines '//|' at the top of a cell",
    "jupyter": "every cell is Swift", "kernelspec": "every cell is Swift", "engine": "every cell is Swift",
    "jupytext": "'nbrun convert' reads notebooks of Jupytext",
    "csl": "works have one style",
    "theme": "pages have one style", "css": "pages have one style",
    "editor": "it is for another editor",
  ]

  /// What may be written at the top of a notebook.
  public static var help: [OptionHelp] { keys.map { OptionHelp($0) } }
}

extension CellOptions {
  /// Every option of a cell.
  ///
  /// To add one: a property, and a line here.
  static let keys: [OptionKey<CellOptions>] = [
    .init(
      "label", .label, \.label,
      "the name of the cell, and of its figure, table or code when it begins with 'fig-', 'tbl-' or 'lst-'"),
    .init("fig-cap", .text, \.figureCaption, "the caption below the cell's figure"),
    .init("tbl-cap", .text, \.tableCaption, "the caption of the cell's table"),
    .init("lst-cap", .text, \.listingCaption, "the caption above the cell's code"),
    .init("fig-alt", .text, \.figureAlternative, "what the figure shows, for those who don't see it"),
    .init("echo", .choice, \.showsCode, "whether the code is shown"),
    .init("eval", .choice, \.runs, "whether the cell runs"),
    .init("output", .choice, \.showsOutput, "whether what the cell shows is shown"),
    .init("fold", .choice, \.foldsCode, "whether the code is folded away at first"),
    .init(
      "line-numbers", .choice, \.numbersLines, "whether the code has the numbers of its lines in the file"),
    .init(
      "exercise", .exercisePart, \.exercise,
      "the part of an exercise that the cell is: 'stub' is for the variant 'student', 'solution' for the variant "
        + "'solution', which is the default, and 'instructor' shows both"),
    .init(
      "points", .points, \.points,
      "what 'nbrun grade' gives if all expectations of the cell pass; on an exercise, all up to the next exercise"
    ),
    .init(
      "stub-digest", .text, \.stubDigest,
      "the digest of a stub that is handed out, which 'nbrun convert --variant student' writes: as long as it fits, the "
        + "exercise is open"),
    .init("timeout", .duration, \.timeout, "the time after which the cell is ended"),
    .init(
      "compile-timeout", .duration, \.compileTimeout,
      "how long compiling and linking the cell may take; one expression may take a twentieth of it"),
    .init(
      "optimize", .choice, \.optimizes,
      "whether the cell is optimized; without it, it is if it has loops of its own"),
    .init(
      "tolerance", .tolerance, \.tolerance, "how far numbers may be from the stored ones in 'nbrun check'"),
    .init("expect", .expectedFailure, \.expectedFailure, "the failure that the cell is there to show"),
  ]

  /// What may be written after `//|` at the top of a cell.
  public static var help: [OptionHelp] { keys.map { OptionHelp($0) } }
}
