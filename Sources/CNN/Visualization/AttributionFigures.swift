/// Returns an image, and laid over it how much the score of a class depends on each pixel: by gradient, and guided.
///
/// - Parameters:
///   - image: One image `[C, H, W]`.
///   - label: The class; that of the largest score if none is given.
///   - classes: The names of the classes; their numbers if there are none.
/// - Throws: what ``Sequential/saliency(for:class:)`` throws.
/// - SeeAlso: Simonyan et al., arXiv:1312.6034; Springenberg et al., arXiv:1412.6806.
public func saliencyFigure(
  for image: Tensor, in model: Sequential, class label: Int? = nil, classes: [String] = []
) throws -> Figure {
  let plain = try model.saliency(for: image, class: label)
  let guided = try model.guidedBackprop(for: image, class: plain.label)
  let name = className(plain.label, classes)
  let (position, width) = (plain.map.argmax, image.shape[2])
  return Figure(
    description: "An image, and how much the score of class \(name) (\(text(plain.score))) depends on each "
      + "pixel, as the magnitude of the gradient: at most \(text(plain.map.max)), at (\(position / width), "
      + "\(position % width)); and the same with guided backpropagation, at most \(text(guided.map.max)).",
    columns: 3
  ) {
    attributionImage(image, title: "input")
    attributionMap(plain.map, over: image, title: "saliency of \(name)", scale: fromZero(plain.map))
    attributionMap(guided.map, over: image, title: "guided backpropagation", scale: fromZero(guided.map))
  }
}

/// Returns an image beside the positions of a layer in which the evidence for classes lies: Grad-CAM.
///
/// The maps are enlarged to the size of the image, laid over it, and have one scale of colors.
///
/// - Parameters:
///   - image: One image `[C, H, W]`.
///   - name: The layer, usually the last one that gives maps.
///   - labels: The classes, one map each; that of the largest score if none are given.
///   - names: The names of the classes; their numbers if there are none.
/// - Throws: what ``Sequential/gradCAM(for:layer:class:)`` throws.
/// - SeeAlso: Selvaraju et al., "Grad-CAM", ICCV 2017.
public func gradCAMFigure(
  for image: Tensor, in model: Sequential, layer name: String, classes labels: [Int] = [],
  names: [String] = []
) throws -> Figure {
  let chosen: [Int?] = labels.isEmpty ? [nil] : labels
  let cams = try chosen.map { try model.gradCAM(for: image, layer: name, class: $0) }
  let size = Size2D(rows: image.shape[1], columns: image.shape[2])
  let strongest = Double(cams.map(\.map.max).max() ?? 0)
  let facts = cams.map { cam -> String in
    let position = cam.map.argmax
    let columns = cam.map.shape[1]
    return cam.map.max > 0
      ? "for class \(className(cam.label, names)) it is largest, \(text(cam.map.max)), at position "
        + "(\(position / columns), \(position % columns))"
      : "for class \(className(cam.label, names)) there is none"
  }
  return Figure(
    description:
      "An image, and where in the \(cams[0].map.planeSize) maps of layer \(name) the evidence lies: "
      + facts.joined(separator: "; ") + ".",
    columns: min(4, cams.count + 1), scale: .range(0...max(strongest, 1e-30))
  ) {
    attributionImage(image, title: "input")
    for cam in cams {
      attributionMap(cam.map(size: size), over: image, title: "evidence for \(className(cam.label, names))")
    }
  }
}

/// Returns an image beside a map of how much the score of a class falls when a window is covered there.
///
/// - Parameters:
///   - image: One image `[C, H, W]`.
///   - label: The class; that of the largest score if none is given.
///   - window: The height and width of the cover, in pixels.
///   - stride: The step from one position to the next, in pixels.
///   - fill: The value of covered pixels; the mean of the image if none is given.
///   - classes: The names of the classes; their numbers if there are none.
/// - Throws: what ``Sequential/occlusion(for:class:window:stride:fill:)`` throws.
/// - SeeAlso: Zeiler and Fergus, ECCV 2014, section 4.2.
public func occlusionFigure(
  for image: Tensor, in model: Sequential, class label: Int? = nil, window: some SizesConvertible = 3,
  stride: some SizesConvertible = 1, fill: Float? = nil, classes: [String] = []
) throws -> Figure {
  let occlusion = try model.occlusion(
    for: image, class: label, window: window, stride: stride, fill: fill)
  let name = className(occlusion.label, classes)
  let position = occlusion.strongest
  return Figure(
    description:
      "An image, and by how much the score of class \(name) (\(text(occlusion.score))) falls when a "
      + "\(occlusion.window) window is covered: at most by \(text(occlusion.drop.max)), with the window at "
      + "(\(position.row), \(position.column)).",
    columns: 2
  ) {
    attributionImage(image, title: "input")
    Heatmap(
      occlusion.drop.rows, title: "fall of \(name)", colormap: .diverging,
      range: occlusion.drop.symmetricRange, showsValues: false,
      cellSize: attributionSide / Double(max(occlusion.drop.shape[0], occlusion.drop.shape[1])))
  }
}

/// The longer side of an image and of a map, in CSS pixels.
private let attributionSide = 192.0

private func className(_ label: Int, _ names: [String]) -> String {
  names.indices.contains(label) ? names[label] : "\(label)"
}

private func attributionImage(_ image: Tensor, title: String) -> ImageGrid {
  ImageGrid([gridImage(image)], title: title, scale: .each, imageSize: attributionSide)
}

/// A map of the image's size in colors, through which the image is seen in gray.
private func attributionMap(
  _ map: Tensor, over image: Tensor, title: String, scale: ColorScaling = .shared
) -> ImageGrid {
  ImageGrid(
    [GridImage(map.rows, over: gridImage(image))], title: title, colormap: .sequential, scale: scale,
    imageSize: attributionSide)
}

/// The scale from 0, where a map says nothing, to its largest value.
private func fromZero(_ map: Tensor) -> ColorScaling { .range(0...max(Double(map.max), 1e-30)) }
