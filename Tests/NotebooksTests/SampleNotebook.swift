import Notebooks

/// A notebook with every kind of prose and output, as it comes out of a run that fails near its end.
enum SampleNotebook {
  /// The markdown.
  static let text = #"""
    ---
    title: Backpropagation through a convolution
    subtitle: Why the gradient of $y = w * x$ is a convolution again
    author: [Ada Lovelace, Emmy Noether]
    course: Deep Learning · Lecture 7
    seed: 42
    ---
    # Backpropagation through a convolution

    A convolution layer maps an image $x \in \mathbb{R}^{C\times H\times W}$ to feature maps. Here we
    **derive** its gradient, *check* it with finite differences, and ~~hope~~ see in @fig-loss that it trains.
    It costs $5 and $6, and `$x$` is code.[^1]

    ## The forward pass

    For kernels $w$ and a bias $b_k$ the layer computes

    $$
    y_{k,i,j} = b_k + \sum_{c=1}^{C} \sum_{r=0}^{R-1} \sum_{s=0}^{S-1} w_{k,c,r,s}\, x_{c,\,i+r,\,j+s}
    $$

    > [!NOTE]
    > A filter that slides *as it is* makes this a correlation; see <https://arxiv.org/abs/1603.07285>.

    ```swift
    //| label: setup
    import Foundation

    /// One layer of the network.
    struct Layer: Equatable {
      var kernel = 3
      let name: String  // as in the slides
    }
    let layer = Layer(kernel: 5, name: "conv1")
    print("built \(layer.name) with \(layer.kernel * layer.kernel) weights")
    layer
    ```

    ## Sizes

    | layer | output | parameters |
    |:------|:------:|-----------:|
    | `Conv2D` $3\times3$ | 16 × 28 × 28 | 160 |
    | `MaxPool2D` | 16 × 14 × 14 | 0 |

    - [x] forward pass
    - [ ] backward pass
      1. gradient to the filter
      2. gradient to the input

    ```swift
    //| fold: true
    summary(of: model)
    expect(model.parameterCount, equals: 44_426, "LeNet-5 has the parameters of the paper")
    expect(softmax(logits).sum(), equals: 1, within: 1e-6)
    ```

    ### Training

    ```swift
    //| label: fig-loss
    //| fig-cap: "Loss on the **training** and validation sets; lower is better, $\\mathcal{L} \\to 0$."
    //| fig-alt: Two falling curves that level off after ten epochs
    let history = try model.fit(train, validation: test, epochs: 12)
    history.learningCurves
    ```

    The same data set as in `shell`:

    ```sh
    curl -O https://example.org/mnist.tar.gz && tar xf mnist.tar.gz
    ```

    ## The backward pass

    ```swift
    //| eval: false
    try download("https://example.org/weights.bin")
    ```

    The matrix of the layer is sparse, and its transpose carries the gradient back:

    $$ \frac{\partial L}{\partial \mathbf{x}} = \mathbf{W}^\top \frac{\partial L}{\partial \mathbf{y}},
    \qquad \mathbf{W} = \begin{pmatrix} w_0 & w_1 & w_2 & 0 & 0 \\ 0 & w_0 & w_1 & w_2 & 0 \\ 0 & 0 & w_0 & w_1 & w_2 \end{pmatrix} $$

    ```swift
    let gradient = try explainBackward(layer, image)
    expect(gradient.shape, equals: [1, 5, 5], "the gradient has the shape of the input")
    ```

    ## Looking closer

    ```swift
    print("not reached")
    ```

    [^1]: In 1986 the gradient was known for **50 years**.
    """#

  /// The notebook.
  static let notebook = MarkdownReader.read(text: text, path: "notebooks/backprop.md")

  /// What its cells gave.
  static func result(light: [UInt8] = [1, 2, 3], dark: [UInt8] = [4, 5, 6]) -> NotebookResult {
    func line(_ code: String) -> Int { (notebook.lines.firstIndex { $0.contains(code) } ?? 0) + 1 }
    let curves = FigureOutput(
      name: "fig-loss", lightPNG: light, darkPNG: dark, width: 640, height: 400,
      description: "Line chart of loss over epochs",
      data: #"{"series":[{"x":[1,2.50,3e-5],"name":"a/b"}],"title":"Loss"}"#)
    let table = TableOutput(
      caption: "Summary of the model", columns: ["layer", "output", "parameters"],
      alignments: ["left", "left", "right"],
      rows: [["conv1", "6×28×28", "156"], ["pool1", "6×14×14", "0"], ["dense1", "120", "48,120"]])
    func expectation(_ passed: Bool, _ comment: String, _ code: String, _ details: String = "") -> Output {
      .expectation(
        ExpectationOutput(
          passed: passed, comment: comment, code: code, details: details,
          location: SourceLocation(line: line(code), column: 1)))
    }
    let thrown = Diagnostic(
      .error, "ShapeError: layer 'conv1' takes images of 3 channels, and this one has 1",
      at: SourceLocation(line: line("explainBackward(layer"), column: 20),
      notes: [
        Diagnostic(
          .note, "the layer was built here", at: SourceLocation(line: line("let layer ="), column: 13))
      ])
    let warning = Diagnostic(
      .warning, "initialization of immutable value 'gradient' was never used",
      at: SourceLocation(line: line("explainBackward(layer"), column: 5))
    return NotebookResult(cells: [
      CellResult(
        number: 1, name: "setup", outcome: .succeeded,
        outputs: [
          .standardOutput("built conv1 with 25 weights\n"), .text("Layer(kernel: 5, name: \"conv1\")"),
        ]),
      CellResult(
        number: 2, name: "cell-2", outcome: .expectationFailed,
        outputs: [
          .table(table),
          expectation(true, "LeNet-5 has the parameters of the paper", "expect(model.parameterCount"),
          expectation(true, "", "expect(softmax(logits).sum(), equals: 1, within: 1e-6)"),
          expectation(
            false, "", "expect(softmax(logits).sum(), equals: 1, within: 1e-6)",
            "expected 1.0\ngot 0.9993\nthey differ by 0.0007, more than 1e-06"),
        ]),
      CellResult(
        number: 3, name: "fig-loss", outcome: .succeeded,
        outputs: [
          .standardOutput("epoch  1: \u{1B}[1mloss 2.301\u{1B}[0m, accuracy 0.11\n"),
          .standardOutput("epoch 12: \u{1B}[32mloss 0.041\u{1B}[0m, accuracy 0.99\n"),
          .standardError("note: 3 images of unknown class were left out\n"), .figure(curves),
        ]),
      CellResult(number: 4, name: "cell-4", outcome: .skipped),
      CellResult(
        number: 5, name: "cell-5", outcome: .threw, outputs: [.diagnostic(warning), .diagnostic(thrown)]),
      CellResult(number: 6, name: "cell-6", outcome: .notRun),
    ])
  }
}
