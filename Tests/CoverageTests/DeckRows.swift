/// What the lecture decks contain, row by row: the number, and what it is about.
enum DeckRows {
  struct Row: Equatable {
    let id: String
    let subject: String
  }

  /// All rows, in their order.
  static let all: [Row] = decks.flatMap { deck in
    deck.subjects.enumerated().map { index, subject in
      Row(id: "\(deck.number)-\(index < 9 ? "0" : "")\(index + 1)", subject: subject)
    }
  }

  private static let decks: [(number: String, subjects: [String])] = [
    (
      "000",
      [
        "AlexNet", "VGG", "ResNet", "why normalize: layers learn at different speeds", "batch normalization",
        "noise of a batch's statistics", "normalization and dropout, sizes of batches",
        "batch normalization in 1D and 2D", "quiz", "empirical risk and its update", "gradient descent",
        "plan of the backward pass", "a pixel's influence, summed", "the nine outputs that a pixel reaches",
        "local derivative to the input", "nine contributions to a pixel's gradient",
        "the gradient to the input is a convolution", "over all maps", "size of the gradient",
        "padding is cut off", "stride is dropping rows and columns", "strided backward: the full-sized map",
        "affine map forward", "one weight's contributions", "local derivative to a weight",
        "the gradient to the filter", "planes of the filter's gradient", "stride and padding backward",
      ]
    ),
    (
      "001",
      [
        "convolution of a color image", "sizes", "several filters and ReLU",
        "convolutions one after the other",
        "one convolution and one dense layer", "its dimensions and parameters", "its training",
        "its computational graph", "gradient of softmax and cross-entropy",
        "gradients of dense layer and ReLU",
        "chain rule for the filters", "Jacobian of a stack", "windows as a matrix", "the 6×6 example",
        "several planes as a matrix", "filter gradient, first way", "filter gradient, second way",
        "two convolutions", "filters as a matrix", "filter matrices of several planes",
        "the 36 entries of gᵀM", "zero-padding and a turned filter", "the same for several planes",
        "memory", "gradient to the bias",
      ]
    ),
    (
      "002",
      [
        "what is trained; learnable pooling", "empirical risk", "forward and backward pass", "unflattening",
        "max pooling backward", "mean pooling backward", "mean pooling backward as a convolution",
        "activation backward", "the nine gradients of 3×3 and 2×2", "theorem for the input",
        "dimensions that do not match", "the four gradients to the filter", "theorem for the filter",
        "several channels to one map", "several channels to several maps", "rearranged filters",
        "filter gradient by channels", "stride is resampling", "downsampling", "downsampling backward",
        "upsampling and back", "what goes back as what", "dropout, decay, normalization, cleaning",
        "1D, 3D and depth-wise",
      ]
    ),
    (
      "003",
      [
        "the course's own task", "cost of a dense layer", "locality and stationarity", "receptive field",
        "shared weights", "many features", "1D convolution", "Sobel's kernels", "associativity",
        "a kernel that learns", "the flip, pictured", "centered convolution", "centered on the kernel",
        "convolution and cross-correlation", "cross-correlation", "an example in numbers",
        "the flip does not matter for learning", "why convolution", "the layer's options", "valid size",
        "padding and its modes", "stride 2", "a stride that does not fit", "several input channels",
        "several kernels", "parameters", "windows as a matrix, in two steps", "asymmetric padding",
        "gradient to the kernel", "outputs that a pixel touches", "gradient to the input",
        "three ways, one table",
      ]
    ),
    (
      "004",
      [
        "what is needed", "stride 1 forward", "filter gradient", "input gradient", "stride above 1 forward",
        "single filter gradients", "filter gradient with stride", "input gradient with stride", "the rule",
      ]
    ),
  ]
}
