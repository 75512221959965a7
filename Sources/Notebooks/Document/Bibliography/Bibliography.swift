/// The works that a notebook may cite, from files of BibTeX.
struct Bibliography {
  /// What the list of works says of each, markdown by key.
  private(set) var works: [String: String] = [:]
  /// What is wrong with the files.
  private(set) var problems: [(severity: Diagnostic.Severity, message: String)] = []

  /// Reads the files at `paths` as seen from `folder`; the first one that has a key counts.
  init(_ paths: [String], from folder: String) {
    for path in paths {
      do throws(NotebookError) {
        guard path.hasSuffix(".bib") else {
          throw .unreadable(path: path, reason: "a bibliography is a file of BibTeX, '.bib'")
        }
        let (entries, problems) = BibTeXReader.read(try TextFile.read(FilePath.joined(folder, path)))
        self.problems += problems.map {
          (.warning, "\(FilePath.name(of: path)), line \($0.line): \($0.message)")
        }
        let byKey = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
        works.merge(byKey.mapValues { $0.inheriting(from: byKey).description }) { first, _ in first }
      } catch {
        problems.append((.error, error.diagnosticText))
      }
    }
  }
}

extension BibTeXReader.Entry {
  /// Returns the entry with what it has from the one that `crossref` names.
  fileprivate func inheriting(from entries: [String: BibTeXReader.Entry]) -> BibTeXReader.Entry {
    guard let parent = fields["crossref"].flatMap({ entries[$0] }) else { return self }
    var entry = self
    entry.fields.merge(parent.fields) { own, _ in own }
    // What is a part has its own title; the title of the whole is that of the book.
    if entry.fields["booktitle"] == nil { entry.fields["booktitle"] = parent.fields["title"] }
    if fields["title"] == nil { entry.fields["title"] = nil }
    return entry
  }

  /// The work as lists of works have it: authors, title, where it appeared, when, and where to find it.
  ///
  /// There is no word of any language in it.
  fileprivate var description: String {
    func text(_ names: String...) -> String? {
      names.lazy.compactMap { fields[$0] }.map { TeXText.markdown($0) }.first { !$0.isEmpty }
    }
    let people = BibTeXNames.list(fields["author"] ?? fields["editor"] ?? "")
    let title = text("title").map { [$0, text("subtitle")].compactMap(\.self).joined(separator: ": ") }
    let opening = [people.isEmpty ? text("organization", "institution") : people, title].compactMap(\.self)
    var parts: [String] = []
    let container = text("journal", "journaltitle", "booktitle", "howpublished", "series")
    let volume = text("volume").map { volume in volume + (text("number", "issue").map { "(\($0))" } ?? "") }
    switch (container, volume) {
    case (let container?, let volume?): parts.append("*\(container)* \(volume)")
    case (let container?, nil): parts.append("*\(container)*")
    case (nil, let volume?): parts.append(volume)
    case (nil, nil): break
    }
    parts += [text("pages").map { $0.replacing(/\s*[-–]+\s*/, with: "–") }].compactMap(\.self)
    parts += [text("edition"), text("type") ?? BibTeXReader.Entry.types[kind]].compactMap(\.self)
    parts += [text("publisher", "school", "institution", "organization")].compactMap(\.self).filter {
      !opening.contains($0)
    }
    parts += [text("year") ?? text("date").map { String($0.prefix(4)) }].compactMap(\.self)
    parts += [link].compactMap(\.self)
    let sentences = [opening.joined(separator: ": "), parts.joined(separator: ", ")].filter { !$0.isEmpty }
    let ended = sentences.enumerated().map { index, sentence in
      index + 1 < sentences.count && !".?!".contains(sentence.last ?? " ") ? sentence + "." : sentence
    }
    return ended.joined(separator: " ")
  }

  /// Where to find it.
  private var link: String? {
    if let doi = fields["doi"]?.replacing(/^\s*(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/, with: "") {
      return "doi:" + doi.replacing("\\_", with: "_")
    }
    let archive = (fields["eprinttype"] ?? fields["archiveprefix"] ?? "").lowercased()
    if let number = fields["eprint"], archive.isEmpty || archive == "arxiv" {
      return "[arXiv:\(number)](<https://arxiv.org/abs/\(number)>)"
    }
    let address = fields["url"]?.replacing("\\", with: "")
    return address.map { "<\($0)>" }
  }

  private static let types = ["phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"]
}

/// The names of those who made a work.
enum BibTeXNames {
  /// Returns the names in `text`, which has `and` between them, as they are said: given name first.
  static func list(_ text: String) -> String {
    split(text, at: "and").map { name in
      if name.lowercased() == "others" { return "et al." }
      // von Last, First; or von Last, Jr, First.
      let parts = split(name, at: ",")
      let ordered =
        parts.count > 1 ? [parts[parts.count - 1], parts[0]] + parts[1..<(parts.count - 1)] : parts
      return ordered.map { TeXText.markdown($0) }.filter { !$0.isEmpty }.joined(separator: " ")
    }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// Returns the parts of `text` between words `separator`, or commas, which are not in braces.
  private static func split(_ text: String, at separator: String) -> [String] {
    var parts = [""]
    var depth = 0
    var word = ""
    func isSeparator() -> Bool { depth == 0 && word.lowercased() == separator }
    for character in text + (separator == "," ? "" : " ") {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if separator == "," {
        if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
      } else if character.isWhitespace {
        if isSeparator() { parts.append("") } else { parts[parts.count - 1] += word + " " }
        word = ""
      } else {
        word.append(character)
      }
    }
    return parts.map(\.trimmingBlanks)
  }
}
