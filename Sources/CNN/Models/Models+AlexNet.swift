extension Models {
  /// Returns AlexNet as libraries have it today: 64 filters at first, nothing split in two.
  ///
  /// For `[3, 224, 224]` and 1000 classes it has 61 100 840 parameters.
  ///
  /// - SeeAlso: Krizhevsky, "One weird trick for parallelizing convolutional neural
  ///   networks", arXiv:1404.5997.
  public static func alexNet(classes: Int = 1000) -> Sequential {
    alexNet([64, 192, 384, 256, 256], groups: 1, classes: classes)
  }

  /// Returns AlexNet as it was published: 96 filters at first, three layers split in two for two processors.
  ///
  /// For `[3, 224, 224]` and 1000 classes it has 60 965 224 parameters, without the split 62 378 344. Its
  /// normalization of neighboring responses, which has no parameters, is left out.
  ///
  /// - Parameter isGrouped: Whether the second, fourth and fifth layer are split.
  /// - SeeAlso: Krizhevsky, Sutskever, Hinton, "ImageNet classification with deep
  ///   convolutional neural networks", 2012.
  public static func alexNetOriginal(classes: Int = 1000, isGrouped: Bool = true) -> Sequential {
    alexNet([96, 256, 384, 384, 256], groups: isGrouped ? 2 : 1, classes: classes)
  }

  private static func alexNet(_ channels: [Int], groups: Int, classes: Int) -> Sequential {
    Sequential {
      Conv2D(channels[0], kernel: 11, stride: 4, padding: 2, name: "conv1")
      ReLU(name: "relu1")
      MaxPool2D(3, stride: 2, name: "pool1")
      Conv2D(channels[1], kernel: 5, padding: 2, groups: groups, name: "conv2")
      ReLU(name: "relu2")
      MaxPool2D(3, stride: 2, name: "pool2")
      Conv2D(channels[2], kernel: 3, padding: 1, name: "conv3")
      ReLU(name: "relu3")
      Conv2D(channels[3], kernel: 3, padding: 1, groups: groups, name: "conv4")
      ReLU(name: "relu4")
      Conv2D(channels[4], kernel: 3, padding: 1, groups: groups, name: "conv5")
      ReLU(name: "relu5")
      MaxPool2D(3, stride: 2, name: "pool5")
      Flatten(name: "flatten")
      Dropout(0.5, name: "dropout6")
      Dense(4096, initializer: .he, name: "fc6")
      ReLU(name: "relu6")
      Dropout(0.5, name: "dropout7")
      Dense(4096, initializer: .he, name: "fc7")
      ReLU(name: "relu7")
      Dense(classes, name: "fc8")
    }
  }
}
