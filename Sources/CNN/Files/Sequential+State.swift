extension Sequential {
  /// All that a file must hold of a model, named as in PyTorch: `conv1.weight`, `bn1.running_mean`.
  ///
  /// First what training changes, then what layers keep beside it.
  var state: [Parameter] {
    get { parameters + buffers }
    set {
      let count = parameters.count
      parameters = Array(newValue.prefix(count))
      buffers = Array(newValue.dropFirst(count))
    }
  }
}
