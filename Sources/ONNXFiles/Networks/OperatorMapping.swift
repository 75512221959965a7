internal import CNN

/// How an operator becomes a layer, and the layer that operator: both ways side by side.
protocol OperatorMapping: Sendable {
  /// The operators that are read: one, or several in a row that together are one layer, longest first.
  static var patterns: [[String]] { get }
  /// The types of layers that are written.
  static var layers: [any Layer.Type] { get }

  /// Returns the layers, of which there are none for what does nothing; nil if nodes in a row are no such layer.
  ///
  /// - Throws: `NodeFailure` when there is no layer that does the same.
  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]?

  /// Writes one of the `layers`.
  ///
  /// - Throws: `NodeFailure` when there is no operator that does the same.
  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure)
}

/// All operators that have an equal among the layers.
enum Operators {
  static let all: [any OperatorMapping.Type] = [
    ConvolutionOperator.self, TransposedConvolutionOperator.self, DenseOperator.self, MaxPoolOperator.self,
    AveragePoolOperator.self, LpPoolOperator.self, GlobalPoolOperator.self, LearnablePoolOperator.self,
    BatchNormalizationOperator.self, InstanceNormalizationOperator.self, GroupNormalizationOperator.self,
    LayerNormalizationOperator.self, LocalResponseOperator.self, ScaleOperator.self, DropoutOperator.self,
    IdentityOperator.self, ReLUOperator.self, ActivationOperator.self, GatedActivationOperator.self,
    PReLUOperator.self, SoftmaxOperator.self, ShapeOperator.self, MovingOperator.self, PadOperator.self,
    ResizeOperator.self, SamplingOperator.self,
  ]

  /// The operators that join several values: the only ones that take more than one.
  static let joints: [String: Wiring.Joint] = ["Add": .sum, "Sum": .sum, "Concat": .concatenation]

  /// The mapping of nodes in a row, by their operators.
  static let reading: [[String]: any OperatorMapping.Type] = Dictionary(
    uniqueKeysWithValues: all.flatMap { mapping in mapping.patterns.map { ($0, mapping) } })

  /// The mapping of a layer, by its type.
  static let writing: [ObjectIdentifier: any OperatorMapping.Type] = Dictionary(
    uniqueKeysWithValues: all.flatMap { mapping in mapping.layers.map { (ObjectIdentifier($0), mapping) } })

  /// The operators whose pattern has several nodes, and those patterns, longest first.
  static let sequences: [String: [[String]]] = Dictionary(
    grouping: reading.keys.filter { $0.count > 1 }.sorted {
      ($1.count, $0.joined()) < ($0.count, $1.joined())
    },
    by: { $0[0] })

  /// All operators that are read, alone or with others.
  static let known: Set<String> = Set(all.flatMap { $0.patterns.flatMap(\.self) })
    .union(joints.keys).union(KnownValue.foldedOperators)
}
