/// Filters `[R, S]` that people have designed, for images in gray.
public enum Kernel {
  /// How fast the image gets brighter to the right, smoothed from top to bottom.
  public static let sobelX: Tensor = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]

  /// How fast the image gets brighter downward, smoothed from left to right.
  public static let sobelY: Tensor = [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]

  /// The sum of second differences: bright spots are negative, dark spots positive.
  public static let laplacian: Tensor = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]

  /// The image less its Laplacian: edges get steeper.
  public static let sharpen: Tensor = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]

  /// Returns a filter that leaves an image as it is: 1 in the center.
  ///
  /// - Precondition: the size is odd and positive.
  public static func identity(_ size: Int = 3) -> Tensor {
    requireOdd(size)
    var kernel = Tensor.zeros([size, size])
    kernel[size / 2, size / 2] = 1
    return kernel
  }

  /// Returns a filter that takes the mean of a square.
  ///
  /// - Precondition: the size is positive.
  public static func box(_ size: Int = 3) -> Tensor {
    require(size > 0, "a kernel has a positive size, got \(size)")
    return Tensor(repeating: 1 / Float(size * size), shape: [size, size])
  }

  /// Returns a filter that takes a mean, with weights that fall off as a normal distribution does.
  ///
  /// - Parameter deviation: The standard deviation, in pixels.
  /// - Precondition: the size is odd and positive, and the deviation positive.
  public static func gaussian(_ size: Int, deviation: Float) -> Tensor {
    requireOdd(size)
    require(deviation > 0, "a standard deviation is positive, got \(deviation)")
    let weights = (0..<size).map { position in
      let distance = Double(position - size / 2) / Double(deviation)
      return Elementary.exp(-distance * distance / 2)
    }
    let total = weights.reduce(0, +)
    return Tensor(weights.map { row in weights.map { row * $0 / (total * total) } })
  }

  private static func requireOdd(_ size: Int) {
    require(size > 0 && size % 2 == 1, "a kernel with a center has an odd size, got \(size)")
  }
}
