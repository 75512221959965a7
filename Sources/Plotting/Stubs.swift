extension Axes {
  public func size(in typesetter: Typesetter) -> Size { Size(width: width, height: height) }
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {}
}
extension Heatmap {
  public var description: String { "" }
  public func size(in typesetter: Typesetter) -> Size { Size(width: 100, height: 100) }
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {}
}
extension ImageGrid {
  public func size(in typesetter: Typesetter) -> Size { Size(width: 100, height: 100) }
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {}
}
extension Line {
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {}
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {}
}
extension Points {
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {}
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {}
}
extension Bars {
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {}
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {}
}
