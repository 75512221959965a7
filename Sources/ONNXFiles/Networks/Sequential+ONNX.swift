public import CNN

extension Sequential {
  /// Creates a built model of the network in an ONNX file, with its weights.
  ///
  ///     let model = try Sequential(onnx: "resnet50.onnx")
  ///     let scores = try model.predict(image)
  ///
  /// Each operator becomes the layer that does the same, each value that is used twice the start of a `Residual`, a
  /// `Parallel` or a `Wired` block. Layers are called as their weights in the file, so that parameters keep their
  /// names. The versions 7 to 26 of ONNX's operators are read; `docs/onnx.md` has the list of those that have a layer.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - input: The shape of one input, such as `[3, 224, 224]`; it is needed if the file leaves sizes open.
  /// - Throws: `FileError` when the file cannot be read or is damaged; `ONNXConversionError` with all that has no equal
  ///   among the layers.
  public init(onnx path: String, input: Shape? = nil) throws {
    let model = try ONNXModel(reading: path)
    do throws(ONNXConversionError) {
      self = try model.network(input: input)
    } catch {
      var error = error
      error.path = path
      throw error
    }
  }

  /// Writes the model to an ONNX file, for other tools to run.
  ///
  /// It has version 21 of ONNX's operators. Parameters have the names that they have here, such as `conv1.weight`; the
  /// batch may have any size. Layers do what they do when a model is used, not trained. The same model gives the same
  /// bytes.
  ///
  /// - Throws: `ModelError` when the model is not built; `ONNXConversionError` with all layers that have no equal in ONNX;
  ///   `FileError` when the file cannot be written.
  public func save(onnx path: String) throws { try ONNXModel(self).write(to: path) }
}

extension ONNXModel {
  /// Creates the content of an ONNX file for a built model; see ``CNN/Sequential/save(onnx:)``.
  ///
  /// - Throws: `ModelError` when the model is not built; `ONNXConversionError` with all layers that have no equal.
  public init(_ model: Sequential) throws {
    guard let input = model.inputShape else { throw ModelError.notBuilt }
    self = try GraphWriter.write(model, input: input)
  }

  /// Returns the network as a built model; see ``CNN/Sequential/init(onnx:input:)``.
  ///
  /// - Parameter input: The shape of one input; it is needed if the file leaves sizes open.
  /// - Throws: `ONNXConversionError` with all that has no equal among the layers.
  public func network(input: Shape? = nil) throws(ONNXConversionError) -> Sequential {
    let network = try GraphReader.read(self, input: input)
    do throws(ShapeError) {
      return try Sequential(layers: network.layers, input: network.input)
    } catch {
      throw ONNXConversionError(problems: [
        .init(name: error.layer, operation: "", reason: "\(error.problem)")
      ])
    }
  }
}

extension ONNXModel {
  /// Which operators become which layers, and the other way round, in the order of the documentation.
  package static var operatorTable: [(operators: [[String]], layers: [String])] {
    Operators.all.map { ($0.patterns, $0.layers.map { "\($0)" }) }
  }
}
