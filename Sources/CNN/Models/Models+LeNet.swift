extension Models {
  /// Returns LeNet-5 as it is mostly taught: two convolutions with pooling, and three dense layers.
  ///
  /// For `[1, 28, 28]`, which the first layer pads to 32 × 32, it has 61 706 parameters. Pooling is the plain
  /// mean and the last layer is dense; in the paper the pooling is learned (``LearnablePool2D``) and the second
  /// convolution connects only some of the planes.
  ///
  /// - SeeAlso: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition",
  ///   1998, section II.B.
  public static func leNet5(classes: Int = 10) -> Sequential {
    Sequential {
      Conv2D(6, kernel: 5, padding: 2, name: "conv1")
      Tanh(name: "tanh1")
      AveragePool2D(2, name: "pool1")
      Conv2D(16, kernel: 5, name: "conv2")
      Tanh(name: "tanh2")
      AveragePool2D(2, name: "pool2")
      Flatten(name: "flatten")
      Dense(120, name: "fc1")
      Tanh(name: "tanh3")
      Dense(84, name: "fc2")
      Tanh(name: "tanh4")
      Dense(classes, name: "fc3")
    }
  }
}
