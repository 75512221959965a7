import Display

/// A value with one change that makes it another one than a run would write.
struct Mutant {
  /// What was changed.
  enum Change: Hashable {
    case addedMember, removedMember, otherType
  }

  let change: Change
  /// The keys that lead to what was changed, with points between them.
  let path: String
  /// The same for the shapes of the values on the way.
  let shapes: String
  /// The value with the change.
  let value: JSON

  /// Returns one mutant for each member of `value`, and of what it holds, and each change.
  ///
  /// Of the elements of a list that are of the same shape, only the first one changes.
  static func all(of value: JSON) -> [Mutant] {
    let ownShape = shape(of: value)
    func mutant(_ change: Change, _ key: String, _ value: JSON) -> Mutant {
      Mutant(change: change, path: key, shapes: ownShape, value: value)
    }
    func mutants(of inner: JSON, below key: String?, _ outer: (JSON) -> JSON) -> [Mutant] {
      all(of: inner).map {
        let path = [key ?? "", $0.path].filter { !$0.isEmpty }.joined(separator: ".")
        return Mutant(
          change: $0.change, path: path, shapes: "\(ownShape)/\($0.shapes)", value: outer($0.value))
      }
    }
    switch value {
    case .object(let members):
      let unknown = JSON.Member(key: "unknown", value: .null)
      return [
        mutant(.otherType, "", .int(7)),
        mutant(.addedMember, "", .object(.init(members.list + [unknown]))),
      ]
        + members.list.indices.flatMap { index in
          var rest = members
          let member = rest.list.remove(at: index)
          return [mutant(.removedMember, member.key, .object(rest))]
            + mutants(of: member.value, below: member.key) { changed in
              var members = members
              members.list[index].value = changed
              return .object(members)
            }
        }
    case .array(let values):
      var known: Set<String> = []
      return [mutant(.otherType, "", .int(7))]
        + values.indices.filter { known.insert(shape(of: values[$0])).inserted }.flatMap { index in
          mutants(of: values[index], below: nil) { changed in
            var values = values
            values[index] = changed
            return .array(values)
          }
        }
    case .string: return [mutant(.otherType, "", .object([:]))]
    case .null, .bool, .number: return [mutant(.otherType, "", .string("x"))]
    }
  }

  private static func shape(of value: JSON) -> String {
    switch value {
    case .object(let members):
      value["kind"].string + value["event"].string + members.list.map(\.key).joined(separator: " ")
    case .array: "list"
    case .string: "text"
    case .null, .bool, .number: "value"
    }
  }
}
