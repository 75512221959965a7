/// A panel that shows values as colors, and cells or pixels of equal size.
protocol ColoredPanel: Panel {
  /// What the panel needs of a scale of colors; `nil` if its colors don't stand for numbers that can be compared.
  func colorDemand(in typesetter: Typesetter) -> ColorDemand?
  /// Returns the panel with colors that stand for the values from one end of a range to the other.
  func colored(_ colormap: Colormap, _ range: ClosedRange<Double>, showsColorBar: Bool) -> Self
  /// The size of the panel's cells; `nil` if the author chose it, and it needs no other.
  func cellDemand(in typesetter: Typesetter) -> CellDemand?
  /// Returns the panel with cells of a size.
  func withCells(_ size: Size) -> Self
}

/// A panel of several heatmaps, which share their colors with those of other panels.
protocol HeatmapGroup: Panel {
  var heatmaps: [Heatmap] { get }
  /// Returns the panel with as many other heatmaps.
  func with(_ heatmaps: [Heatmap]) -> Self
}

/// What a panel needs of the scale of colors that it shares with others.
struct ColorDemand {
  /// The color map that the author chose; `nil` for one that suits the values.
  var colormap: Colormap?
  /// The smallest and the largest finite value; `nil` without any.
  var span: ClosedRange<Double>?
  /// The ends that the author chose; `nil` for those that suit the values.
  var range: ClosedRange<Double>?
  /// Whether a color bar has to say what the colors stand for.
  var needsColorBar: Bool
}

/// The cells that a panel would have alone.
struct CellDemand {
  var size: Size
  /// The number of cells along the longer side.
  var count: Int
  /// Whether numbers stand in them, which need their room.
  var hasNumbers: Bool
  /// The matrix whose cells the author chose and numbers have enlarged; only its equals share them.
  var chosen: ChosenCells?

  struct ChosenCells: Equatable {
    var side: Double
    var rows: Int
    var columns: Int
  }
}

/// The scales of colors and the cells of a figure's panels, shared unless the author chose otherwise.
struct SharedScales {
  /// A matrix or an image whose longer side would be shorter than this keeps larger cells, in CSS pixels.
  private static let leastExtent = 64.0

  /// The panels as they are drawn.
  private(set) var panels: [any Panel]
  /// The scales that several panels share and that need a color bar.
  private(set) var bars: [(colormap: Colormap, limits: ClosedRange<Double>)] = []
  /// Whether panels that could share a scale have their own.
  private(set) var areSeparate = false

  init(_ panels: [any Panel], _ scaling: ColorScaling, in typesetter: Typesetter) {
    let panels = scaling == .shared ? Axes.sharingQuantities(panels) : panels
    self.panels = panels
    var parts = panels.flatMap(SharedScales.parts)
    if parts.isEmpty { return }
    SharedScales.shareCells(&parts, in: typesetter)
    shareColors(&parts, scaling, in: typesetter)
    var rest = parts[...]
    self.panels = panels.map { panel in
      if let group = panel as? any HeatmapGroup {
        let own = rest.prefix(group.heatmaps.count).compactMap { $0 as? Heatmap }
        rest = rest.dropFirst(own.count)
        return group.with(own)
      }
      return panel is any ColoredPanel ? rest.removeFirst() : panel
    }
  }

  private static func parts(of panel: any Panel) -> [any ColoredPanel] {
    if let group = panel as? any HeatmapGroup { return group.heatmaps }
    return (panel as? any ColoredPanel).map { [$0] } ?? []
  }

  /// Gives cells with numbers the size of the largest, and cells without numbers that of the smallest.
  private static func shareCells(_ parts: inout [any ColoredPanel], in typesetter: Typesetter) {
    let demands = parts.map { $0.cellDemand(in: typesetter) }
    let numbered = demands.compactMap(\.self).filter(\.hasNumbers)
    // A matrix that is much longer than wide has cells that are no squares, and keeps them.
    let plain = demands.compactMap(\.self).filter { !$0.hasNumbers && $0.size.width == $0.size.height }
    let side = plain.map(\.size.width).min() ?? 0
    for (index, demand) in demands.enumerated() {
      guard let demand else { continue }
      if demand.hasNumbers {
        let sizes = numbered.filter { $0.chosen == demand.chosen }.map(\.size)
        parts[index] = parts[index].withCells(
          Size(width: sizes.map(\.width).max() ?? 0, height: sizes.map(\.height).max() ?? 0))
      } else if demand.size.width == demand.size.height, side * Double(demand.count) >= leastExtent {
        parts[index] = parts[index].withCells(Size(width: side, height: side))
      }
    }
  }

  private mutating func shareColors(
    _ parts: inout [any ColoredPanel], _ scaling: ColorScaling, in typesetter: Typesetter
  ) {
    let demands = parts.map { $0.colorDemand(in: typesetter) }
    let isSigned = demands.compactMap(\.self).contains {
      $0.colormap.map { $0 == .diverging } ?? (($0.range ?? $0.span)?.lowerBound ?? 0 < 0)
    }
    for colormap in Colormap.allCases {
      let members = demands.indices.filter { index in
        demands[index].map { ($0.colormap ?? (isSigned ? .diverging : .sequential)) == colormap } ?? false
      }
      if members.isEmpty { continue }
      let group = members.map { demands[$0] }
      let limits = group.map { SharedScales.limits(of: $0, among: group, colormap, scaling) }
      let needsBar = group.contains { $0?.needsColorBar ?? false }
      let areEqual = limits.allSatisfy { $0 == limits[0] }
      let hasCommonBar = needsBar && areEqual && members.count > 1
      if hasCommonBar { bars.append((colormap, limits[0])) }
      if !areEqual, scaling == .each { areSeparate = true }
      for (index, limits) in zip(members, limits) {
        let hasBar = !hasCommonBar && (demands[index]?.needsColorBar ?? false)
        parts[index] = parts[index].colored(colormap, limits, showsColorBar: hasBar)
      }
    }
  }

  /// Returns the ends of a panel's scale, `group` being the panels with its color map.
  private static func limits(
    of demand: ColorDemand?, among group: [ColorDemand?], _ colormap: Colormap, _ scaling: ColorScaling
  ) -> ClosedRange<Double> {
    let sharing = scaling == .each ? [demand] : group.filter { $0?.range == nil }
    let ends = sharing.compactMap { $0?.span }.flatMap { [$0.lowerBound, $0.upperBound] }
    return ColorScale.limits(colormap, values: ends, range: demand?.range ?? scaling.range)
  }
}
