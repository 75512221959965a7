internal import CCmark

/// A node of cmark-gfm's own tree; valid while the tree is.
struct CmarkNode {
  private let pointer: OpaquePointer

  init?(_ pointer: OpaquePointer?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  func free() { cmark_node_free(pointer) }

  /// The name of the node's type; extensions have names only.
  var type: String {
    // These two have no name.
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_FOOTNOTE_REFERENCE: "footnote_reference"
    case CMARK_NODE_FOOTNOTE_DEFINITION: "footnote_definition"
    default: String(cString: cmark_node_get_type_string(pointer))
    }
  }
  var firstLine: Int { Int(cmark_node_get_start_line(pointer)) }
  var lastLine: Int { Int(cmark_node_get_end_line(pointer)) }
  var firstColumn: Int { Int(cmark_node_get_start_column(pointer)) }
  var literal: String { text(cmark_node_get_literal(pointer)) }
  var destination: String { text(cmark_node_get_url(pointer)) }
  var title: String { text(cmark_node_get_title(pointer)) }
  var info: String { text(cmark_node_get_fence_info(pointer)) }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
  var isTicked: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }

  /// The number that a list starts with; nil for bullets.
  var listStart: Int? {
    guard cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST else { return nil }
    return Int(cmark_node_get_list_start(pointer))
  }

  /// The fence of a code block; nil for an indented one.
  var fence: CodeBlock.Fence? {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    guard cmark_node_get_fenced(pointer, &length, &offset, &character) != 0 else { return nil }
    return .init(character: UInt8(bitPattern: character), length: Int(length), column: firstColumn)
  }

  /// How the columns of a table are set.
  var tableAlignments: [MarkdownTable.Alignment?] {
    let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
    guard let marks = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
    return (0..<count).map { column in
      switch marks[column] {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: nil
      }
    }
  }

  /// The nodes inside this one.
  var children: [CmarkNode] {
    var children: [CmarkNode] = []
    var next = CmarkNode(cmark_node_first_child(pointer))
    while let child = next {
      children.append(child)
      next = CmarkNode(cmark_node_next(child.pointer))
    }
    return children
  }

  /// The nodes inside this one at any depth, without those whose type is one of `containers`.
  func leaves(below containers: Set<String>) -> [CmarkNode] {
    var leaves: [CmarkNode] = []
    var waiting = Array(children.reversed())
    while let node = waiting.popLast() {
      if containers.contains(node.type) { waiting += node.children.reversed() } else { leaves.append(node) }
    }
    return leaves
  }

  private func text(_ characters: UnsafePointer<CChar>?) -> String {
    characters.map { String(cString: $0) } ?? ""
  }
}
