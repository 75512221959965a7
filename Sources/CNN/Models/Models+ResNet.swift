extension Models {
  /// Returns ResNet-18: eight residual blocks of two 3×3 convolutions.
  ///
  /// For `[3, 224, 224]` and 1000 classes it has 11 689 512 parameters.
  ///
  /// - SeeAlso: He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR
  ///   2016, table 1.
  public static func resNet18(classes: Int = 1000) -> Sequential {
    resNet([2, 2, 2, 2], width: 64, bottleneck: false, classes: classes)
  }

  /// Returns ResNet-50: sixteen residual blocks of a 1×1, a 3×3 and a 1×1 convolution.
  ///
  /// For `[3, 224, 224]` and 1000 classes it has 25 557 032 parameters. As in most libraries, the step of a
  /// block is in its 3×3 convolution; in the paper it is in the first one, with the same count.
  public static func resNet50(classes: Int = 1000) -> Sequential {
    resNet([3, 4, 6, 3], width: 64, bottleneck: true, classes: classes)
  }

  /// Returns ResNet-152: fifty residual blocks of three convolutions.
  ///
  /// For `[3, 224, 224]` and 1000 classes it has 60 192 808 parameters.
  public static func resNet152(classes: Int = 1000) -> Sequential {
    resNet([3, 8, 36, 3], width: 64, bottleneck: true, classes: classes)
  }

  /// Returns a residual network for small images, which trains in little time: three stages of one block.
  ///
  /// - Parameter width: The number of channels of the first stage; each further stage has twice as many.
  public static func miniResNet(classes: Int, width: Int = 8) -> Sequential {
    Sequential {
      Conv2D(width, kernel: 3, padding: 1, bias: false, name: "conv1")
      BatchNorm(name: "bn1")
      ReLU(name: "relu")
      for stage in 1...3 {
        basicBlock(
          width << (stage - 1), stride: stage == 1 ? 1 : 2, projects: stage > 1, name: "layer\(stage)")
        ReLU(name: "layer\(stage)_relu")
      }
      GlobalAveragePool2D(name: "avgpool")
      Dense(classes, name: "fc")
    }
  }

  /// Returns a residual network of four stages.
  ///
  /// Parameters have the names of PyTorch's models, such as `layer1.0.downsample.0.weight`.
  static func resNet(_ blocks: [Int], width: Int, bottleneck: Bool, classes: Int) -> Sequential {
    Sequential {
      Conv2D(width, kernel: 7, stride: 2, padding: 3, bias: false, name: "conv1")
      BatchNorm(name: "bn1")
      ReLU(name: "relu")
      MaxPool2D(3, stride: 2, padding: 1, name: "maxpool")
      for (stage, count) in blocks.enumerated() {
        Sequential(name: "layer\(stage + 1)") {
          for index in 0..<count {
            let stride = index == 0 && stage > 0 ? 2 : 1
            if bottleneck {
              bottleneckBlock(width << stage, stride: stride, projects: index == 0, name: "\(index)")
            } else {
              basicBlock(width << stage, stride: stride, projects: stride > 1, name: "\(index)")
            }
            ReLU(name: "relu\(index)")
          }
        }
      }
      GlobalAveragePool2D(name: "avgpool")
      Dense(classes, name: "fc")
    }
  }

  /// Returns two 3×3 convolutions with a way around.
  private static func basicBlock(_ channels: Int, stride: Int, projects: Bool, name: String) -> Residual {
    Residual(name: name) {
      Conv2D(channels, kernel: 3, stride: stride, padding: 1, bias: false, name: "conv1")
      BatchNorm(name: "bn1")
      ReLU(name: "relu")
      Conv2D(channels, kernel: 3, padding: 1, bias: false, name: "conv2")
      BatchNorm(name: "bn2")
    } shortcut: {
      if projects { projection(channels, stride: stride) }
    }
  }

  /// Returns a 1×1, a 3×3 and a 1×1 convolution to four times the channels, with a way around.
  private static func bottleneckBlock(
    _ channels: Int, stride: Int, projects: Bool, name: String
  ) -> Residual {
    Residual(name: name) {
      Conv2D(channels, kernel: 1, bias: false, name: "conv1")
      BatchNorm(name: "bn1")
      ReLU(name: "relu1")
      Conv2D(channels, kernel: 3, stride: stride, padding: 1, bias: false, name: "conv2")
      BatchNorm(name: "bn2")
      ReLU(name: "relu2")
      Conv2D(4 * channels, kernel: 1, bias: false, name: "conv3")
      BatchNorm(name: "bn3")
    } shortcut: {
      if projects { projection(4 * channels, stride: stride) }
    }
  }

  private static func projection(_ channels: Int, stride: Int) -> [any Layer] {
    [Conv2D(channels, kernel: 1, stride: stride, bias: false, name: "0"), BatchNorm(name: "1")]
  }
}
