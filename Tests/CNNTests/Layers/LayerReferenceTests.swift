import CNN
import Foundation
import Testing

/// Activations, normalizations, moves of elements and interpolations against PyTorch and ONNX.
@Suite struct LayerReferenceTests {
  private struct Case: Decodable {
    let x: ReferenceCase.Values
    let y: ReferenceCase.Values
    let dy: ReferenceCase.Values?
    let dx: ReferenceCase.Values?
    let parameters: [ReferenceCase.Values]
    let gradients: [ReferenceCase.Values]
  }

  private static let cases: [String: Case] = {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../References/layers.json")
    // A file that cannot be read leaves no case, which every test notices.
    return (try? JSONDecoder().decode([String: Case].self, from: Data(contentsOf: url))) ?? [:]
  }()

  static let layers: [(String, any Layer)] =
    [
      ("gelu", GELU()), ("gelu_tanh", GELU(.tanh)), ("elu", ELU(0.75)), ("selu", SELU()), ("celu", CELU(1.5)),
      ("silu", SiLU()), ("mish", Mish()), ("softplus", Softplus()), ("softsign", Softsign()),
      ("hardsigmoid", HardSigmoid()), ("hardswish", HardSwish()), ("prelu", PReLU()),
      ("prelu_shared", PReLU(shared: true)), ("layernorm", LayerNorm()),
      ("layernorm_last1", LayerNorm(epsilon: 1e-3)),
      ("layernorm_last3", LayerNorm(lastAxes: 3)), ("groupnorm", GroupNorm(2)),
      ("groupnorm_vectors", GroupNorm(3, affine: false)), ("instancenorm", InstanceNorm()),
      ("instancenorm_affine", InstanceNorm(epsilon: 1e-2, affine: true)),
      ("lrn", LocalResponseNorm(5, alpha: 0.5, bias: 2)), ("lrn_default", LocalResponseNorm(3)),
      ("lrn_even", LocalResponseNorm(4, alpha: 0.5, beta: 0.5, bias: 1.5)), ("flatten1", Flatten(from: 1)),
      ("pad_constant", Pad(.explicit(top: 0, left: 1, bottom: 3, right: 2), value: 2.5)),
      ("pad_reflect", Pad(.explicit(before: [2], after: [1]), mode: .reflect)),
      ("pad_crop", Pad(.explicit(top: 0, left: -1, bottom: -1, right: 1), value: -1)),
      ("pixel_shuffle", DepthToSpace(2, order: .crd)), ("pixel_unshuffle", SpaceToDepth(2, order: .crd)),
      ("depth_to_space_dcr", DepthToSpace(2)), ("depth_to_space_crd", DepthToSpace(2, order: .crd)),
      ("space_to_depth", SpaceToDepth(2)),
      ("nearest1", Resize(size: 8, .nearest(rounding: .floor), coordinates: .asymmetric)),
      ("nearest2", Resize(scale: 2.5, .nearest(rounding: .floor), coordinates: .asymmetric)),
      ("nearest3", Resize(scale: 2)),
      ("nearest_exact", Resize(size: [3, 7], .nearest(rounding: .preferCeiling))),
      ("linear1", Resize(size: [8], .linear)), ("linear2", Resize(scale: 2.5, .linear)),
      ("linear2_corners", Resize(size: [5, 2], .linear, coordinates: .alignCorners)),
      ("linear3", Resize(size: [4, 5, 3], .linear)),
      ("linear3_corners", Resize(scales: [2, 2, 2], .linear, coordinates: .alignCorners)),
      ("cubic2", Resize(scale: 1.75, .cubic())),
      ("cubic2_corners", Resize(size: [7, 3], .cubic(), coordinates: .alignCorners)),
    ] + resizes

  /// Every combination that ONNX has.
  private static var resizes: [(String, any Layer)] {
    let coordinates: [(String, ResizeCoordinates)] = [
      ("half_pixel", .halfPixel), ("align_corners", .alignCorners), ("asymmetric", .asymmetric),
    ]
    let interpolations: [(String, Interpolation)] = [
      ("nearest_round_prefer_floor", .nearest()),
      ("nearest_round_prefer_ceil", .nearest(rounding: .preferCeiling)),
      ("nearest_floor", .nearest(rounding: .floor)), ("nearest_ceil", .nearest(rounding: .ceiling)),
      ("linear", .linear), ("cubic", .cubic()),
    ]
    return interpolations.flatMap { method in
      coordinates.map { ("resize_\(method.0)_\($0.0)", Resize(size: [7, 3], method.1, coordinates: $0.1)) }
    }
  }

  @Test(arguments: layers.indices)
  func layersAgree(index: Int) throws {
    let (name, plain) = Self.layers[index]
    let reference = try #require(Self.cases[name], "no reference called \(name)")
    var layer = plain
    try layer.build(input: Shape(Array(reference.x.shape.dropFirst())), seed: 1)
    #expect(layer.parameters.map(\.value.shape) == reference.parameters.map { Shape($0.shape) })
    for (index, value) in reference.parameters.enumerated() { layer.parameters[index].value = value.tensor }
    #expect(
      try layer.outputShape(for: Shape(Array(reference.x.shape.dropFirst()))).dimensions
        == Array(reference.y.shape.dropFirst()))

    let exact = layer.reference(reference.x.array(), parameters: reference.parameters.map { $0.array() })
    // ONNX's reference computes in single precision.
    #expect(agrees(exact, reference.y, reference.dy == nil ? 1e-6 : 2e-8), "\(name) in double precision")
    let pass = layer.forward(reference.x.tensor, context: .training(seed: 1, step: 0))
    #expect(agrees(NDArray<Float>(pass.output), reference.y, 2e-6), "\(name): \(pass.output)")
    guard let dy = reference.dy, let dx = reference.dx else { return }
    let gradients = pass.pullback(dy.tensor)
    #expect(agrees(NDArray<Float>(gradients.input), dx, 4e-6), "\(name): \(gradients.input)")
    #expect(gradients.parameters.count == reference.gradients.count)
    for (got, want) in zip(gradients.parameters, reference.gradients) {
      #expect(agrees(NDArray<Float>(got), want, 4e-6), "\(name): \(got)")
    }
  }
}
