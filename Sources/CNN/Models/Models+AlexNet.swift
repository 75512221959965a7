extension Models {
  /// Returns AlexNet as libraries have it today: 64 filters at first, nothing split in two.
  ///
  /// For `[3, 224, 224]` and 1000 classes it has 61 100 840 parameters.
  ///
  /// - SeeAlso: deck row 000-01; Krizhevsky, "One weird trick for parallelizing convolutional neural
  ///   networks", arXiv:1404.5997.
  public static func alexNet(classes: Int = 1000) -> Sequential {
    alexNet([64, 192, 384, 256, 256], firstPadding: 2, groups: 1, classes: classes)
  }

  private static func alexNet(
    _ channels: [Int], firstPadding: Int, groups: Int, classes: Int
  ) -> Sequential {
    Sequential {
      Conv2D(channels[0], kernel: 11, stride: 4, padding: firstPadding, name: "conv1")
      ReLU(name: "relu1")
      MaxPool2D(3, stride: 2, name: "pool1")
      Conv2D(channels[1], kernel: 5, padding: 2, name: "conv2")
      ReLU(name: "relu2")
      MaxPool2D(3, stride: 2, name: "pool2")
      Conv2D(channels[2], kernel: 3, padding: 1, name: "conv3")
      ReLU(name: "relu3")
      Conv2D(channels[3], kernel: 3, padding: 1, name: "conv4")
      ReLU(name: "relu4")
      Conv2D(channels[4], kernel: 3, padding: 1, name: "conv5")
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
