internal import Digest
internal import Foundation

/// What every page has around its body: the head, with the style sheet, the script and what the page may do.
struct PageFrame {
  /// The title without marks.
  let title: String
  /// The language of the prose.
  let language: String
  /// The metadata of the page by their names in HTML; empty ones are left out.
  var properties: [(name: String, content: String)] = []
  /// The scripts of this program that the page runs; none is needed to read it.
  var scripts = [String(decoding: PackageResources.handout_js, as: UTF8.self)]

  /// The scripts of a page that has the search.
  static let scriptsWithSearch = [PackageResources.handout_js, PackageResources.index_js].map {
    String(decoding: $0, as: UTF8.self)
  }

  /// The style sheets of the page.
  var styles = [String(decoding: PackageResources.handout_css, as: UTF8.self)]

  /// Returns the page around `body`.
  func html(_ body: HTML) -> HTML {
    let direction = LanguageTag(language).isRightToLeft ? "rtl" : nil
    let page = HTML.element("html", ["lang": language, "dir": direction], head, HTML("\n"), body)
    return HTML(trusted: "<!DOCTYPE html>\n") + page + HTML("\n")
  }

  /// Returns a page of the program's own in English: a heading and what it is about, with `content` below.
  ///
  /// - Parameter kind: The class by which `WrittenPage` knows it.
  func page(_ kind: String, heading: String, subtitle: String? = nil, _ content: HTML...) -> String {
    let header = HTML.element(
      "header", ["class": "title", "id": "top"], .element("h1", [:], HTML(heading)),
      subtitle.map { .element("p", ["class": "subtitle"], HTML($0)) } ?? .empty, PageTools.html(.english))
    let main = HTML.element("main", ["id": "content"], content.joined())
    let skip = HTML.element("a", ["class": "skip", "href": "#content"], HTML("Skip to the content"))
    return html(.element("body", ["class": kind], skip, HTML("\n"), header, HTML("\n"), main)).markup
  }

  private var head: HTML {
    let elements: [HTML] = [
      .void("meta", ["charset": "utf-8"]),
      .void("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
      .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .void("meta", ["name": "color-scheme", "content": "light dark"]),
      .void("meta", ["name": "generator", "content": "nbrun"]),
    ]
    let properties = properties.filter { !$0.content.isEmpty }.map {
      HTML.void("meta", ["name": $0.name, "content": $0.content])
    }
    let resources: [HTML] = [
      .element("title", [:], HTML(title)),
      .element("style", [:], HTML(trusted: styles.joined(separator: "\n"))),
    ]
    let programs = scripts.map { HTML.element("script", [:], HTML(trusted: $0)) }
    return .element("head", [:], (elements + properties + resources + programs).joined(by: "\n"))
  }

  /// A page that loads nothing and runs nothing but these very scripts, even if markup slipped through.
  private var policy: String {
    let hashes = scripts.map { "'sha256-\(Data(SHA256.digest(of: Array($0.utf8))).base64EncodedString())'" }
    return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
      + "script-src \(hashes.joined(separator: " ")); base-uri 'none'; form-action 'none'"
  }
}
