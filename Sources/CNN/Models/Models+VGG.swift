extension Models {
  /// Returns VGG-16: thirteen 3×3 convolutions in five blocks, and three dense layers.
  ///
  /// For `[3, 224, 224]` and 1000 classes it has 138 357 544 parameters.
  ///
  /// - SeeAlso: Simonyan and Zisserman, "Very deep convolutional networks for large-scale
  ///   image recognition", ICLR 2015, table 1, column D.
  public static func vgg16(classes: Int = 1000) -> Sequential {
    vgg([2, 2, 3, 3, 3], channels: [64, 128, 256, 512, 512], units: 4096, classes: classes)
  }

  /// Returns VGG-19: sixteen 3×3 convolutions in five blocks, and three dense layers.
  ///
  /// For `[3, 224, 224]` and 1000 classes it has 143 667 240 parameters.
  ///
  /// - SeeAlso: the paper of ``vgg16(classes:)``, table 1, column E.
  public static func vgg19(classes: Int = 1000) -> Sequential {
    vgg([2, 2, 4, 4, 4], channels: [64, 128, 256, 512, 512], units: 4096, classes: classes)
  }

  /// Returns a network of VGG blocks and three dense layers, of any size.
  ///
  /// - Parameters:
  ///   - convolutions: The number of convolutions of each block.
  ///   - channels: The number of channels of each block; as many as there are blocks.
  ///   - units: The number of units of the two hidden dense layers.
  /// - Precondition: both arrays have equally many numbers.
  public static func vgg(
    _ convolutions: [Int], channels: [Int], units: Int, classes: Int
  ) -> Sequential {
    require(
      convolutions.count == channels.count,
      "a VGG network has channels for each block, got \(convolutions.count) blocks and \(channels)")
    return Sequential {
      for (index, (count, channels)) in zip(convolutions, channels).enumerated() {
        vggBlock(count, channels: channels, number: index + 1)
      }
      Flatten(name: "flatten")
      for index in 1...2 {
        Dense(units, initializer: .he, name: "fc\(index)")
        ReLU()
        Dropout(0.5)
      }
      Dense(classes, name: "fc3")
    }
  }

  /// Returns a VGG block: 3×3 convolutions that keep the size, each with ReLU, and a 2×2 max pooling.
  ///
  /// - Parameters:
  ///   - convolutions: The number of convolutions.
  ///   - number: The number of the block, from which names are made, such as `conv2_1`.
  public static func vggBlock(_ convolutions: Int, channels: Int, number: Int) -> [any Layer] {
    (0..<max(0, convolutions)).flatMap { index in
      let layers: [any Layer] = [
        Conv2D(channels, kernel: 3, padding: 1, name: "conv\(number)_\(index + 1)"),
        ReLU(name: "relu\(number)_\(index + 1)"),
      ]
      return layers
    } + [MaxPool2D(2, name: "pool\(number)")]
  }
}
