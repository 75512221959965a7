/// A text of a cell about what it shows, such as its caption, in which values may stand as in the prose.
struct CellCaption {
  /// The options that give such texts; the raw value is how they are written.
  enum Kind: String, CaseIterable {
    case figure = "fig-cap"
    case alternative = "fig-alt"
    case table = "tbl-cap"
    case listing = "lst-cap"
  }

  /// The text, markdown unless it is an alternative.
  let text: String
  /// Where it begins.
  let location: SourceLocation

  /// The text as it is read.
  var prose: Prose { Prose(fragment: text, at: location) }

  /// The text with what `replace` gives for its values, in which nothing else is markup.
  func plain(_ replace: (InlineValue) -> String) -> String {
    let extractor = self.extractor
    return extractor.segments(of: extractor.text.withoutLineEnd).map { segment in
      switch segment {
      case .text(let text): text
      case .piece(.value(let value), _): replace(value)
      case .piece(.formula(let formula), _): formula.source
      case .piece(.div(let div), _): div.source
      }
    }.joined()
  }

  /// The values in the text.
  fileprivate var values: [InlineValue] { extractor.values }

  private var extractor: InlineExtractor {
    InlineExtractor(text, codeLines: [], indentation: location.column - 1, firstLine: location.line)
  }
}

extension Cell {
  /// Returns the text that the option of this kind gives; nil if the cell has none.
  func caption(_ kind: CellCaption.Kind) -> CellCaption? {
    let text =
      switch kind {
      case .figure: options.figureCaption
      case .alternative: options.figureAlternative
      case .table: options.tableCaption
      case .listing: options.listingCaption
      }
    guard let text else { return nil }
    let location = CellOptionReading(of: self).textLocations[kind.rawValue]
    return CellCaption(text: text, location: location ?? SourceLocation(line: firstLine, column: 1))
  }

  /// The values in the cell's captions, in the order of the file.
  var captionValues: [InlineValue] {
    guard code.contains("{swift}") else { return [] }
    return CellCaption.Kind.allCases.compactMap(caption).flatMap(\.values).sorted {
      $0.location < $1.location
    }
  }
}

extension String {
  fileprivate var withoutLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
