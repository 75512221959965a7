extension Sequential {
  /// All that a file must hold of a model: what training changes, named as in PyTorch: `conv1.weight`.
  var state: [Parameter] {
    get { parameters }
    set { parameters = newValue }
  }
}
