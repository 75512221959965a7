/// Returns the first images of a dataset with the names of their classes.
///
/// Gray images are shown from their darkest to their brightest pixel, color images `[3, H, W]` in color.
public func imageGrid(_ dataset: Dataset, count: Int = 16, title: String = "") -> Figure {
  let images = (0..<max(0, min(count, dataset.count))).map { index in
    gridImage(dataset[index], title: dataset.className(at: index))
  }
  return Figure(title) { ImageGrid(images, columns: min(8, max(1, images.count))) }
}

/// Returns images `[N, C, H, W]` or `[N, H, W]` side by side, with titles if there are any.
///
/// - Precondition: there are three or four axes.
public func imageGrid(_ images: Tensor, titles: [String] = [], title: String = "") -> Figure {
  require(
    (3...4).contains(images.rank), "imageGrid takes [N, H, W] or [N, C, H, W], got \(images.shape)")
  let grid = (0..<images.shape[0]).map { index in
    let image = images.slice(index)
    return gridImage(
      image.rank == 2 ? image.reshaped(image.shape.batched(1)) : image,
      title: titles.indices.contains(index) ? titles[index] : "")
  }
  return Figure(title) { ImageGrid(grid, columns: min(8, max(1, grid.count))) }
}
