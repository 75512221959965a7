/// The parameters of the run, which tell two handouts of one notebook apart.
struct ParameterList {
  /// The parameters.
  let parameters: [Parameter]
  /// What the page says.
  let words: PageWords

  /// The line at the top of the page; nil if there are none.
  var html: HTML? {
    if parameters.isEmpty { return nil }
    let items = parameters.map { parameter in
      HTML.element("code", [:], HTML("\(parameter.name) = \(parameter.value.literal)"))
    }
    return .element(
      "p", ["class": "authors"], words.parameters.html([.parameters: items.joined(by: words.comma)]))
  }
}
