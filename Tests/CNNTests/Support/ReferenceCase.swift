import CNN
import Foundation
import Testing

/// One case of `References/`: an operation's inputs, output and gradients in double precision.
struct ReferenceCase: Decodable {
  struct Values: Decodable {
    let shape: [Int]
    let data: [Double]

    func array<Scalar: TextbookScalar>(_ type: Scalar.Type = Scalar.self) -> NDArray<Scalar> {
      NDArray(shape: Shape(shape), scalars: data.map { Scalar($0) })
    }

    var tensor: Tensor { Tensor(array(Float.self)) }
  }

  struct Attributes: Decodable {
    let stride: [Int]?
    let pads: [[Int]]?
    let padding: [Int]?
    let kernel: [Int]?
    let dilation: [Int]?
    let groups: Int?
    let output_padding: [Int]?
    let reduction: String?
    let ceil_mode: Bool?
    let count_include_pad: Bool?
    let training: Bool?
    let eps: Double?
    let label_smoothing: Double?
  }

  let attrs: Attributes
  let inputs: [String: Values]
  let params: [String: Values]
  let dy: Values
  let y: Values
  let grads: [String: Values]
  let int_inputs: [String: Values]?
  let state_in: [String: Values]?
  let state_out: [String: Values]?

  init(_ name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("References/\(name).json")
    self = try JSONDecoder().decode(ReferenceCase.self, from: Data(contentsOf: url))
  }
}

extension ReferenceCase {
  /// The geometry of a convolution.
  func convolution() throws -> WindowGeometry {
    let pads = try #require(attrs.pads)
    return WindowGeometry(
      input: Array(try #require(inputs["x"]).shape.dropFirst(2)),
      window: Array(try #require(params["w"]).shape.dropFirst(2)), stride: try #require(attrs.stride),
      padding: .explicit(before: pads.map { $0[0] }, after: pads.map { $0[1] }), dilation: attrs.dilation,
      groups: attrs.groups ?? 1)
  }

  /// The geometry of a transposed convolution.
  func transposedConvolution() throws -> WindowGeometry {
    WindowGeometry(
      transposing: Array(try #require(inputs["x"]).shape.dropFirst(2)),
      window: Array(try #require(params["w"]).shape.dropFirst(2)), stride: try #require(attrs.stride),
      padding: try #require(attrs.padding).padding, outputPadding: attrs.output_padding,
      dilation: attrs.dilation, groups: attrs.groups ?? 1)
  }
}

/// Whether `got` has the shape of `want`, and differs by at most `tolerance` times its scale, max(1, max|want|).
func agrees<Scalar: TextbookScalar>(
  _ got: NDArray<Scalar>, _ want: ReferenceCase.Values, _ tolerance: Double
) -> Bool {
  let scale = want.data.reduce(1) { max($0, $1.magnitude) }
  return got.shape == Shape(want.shape)
    && zip(got.scalars, want.data).allSatisfy { (Double($0) - $1).magnitude <= tolerance * scale }
}

/// The same for a tensor, to single precision.
func agrees(_ got: Tensor, _ want: ReferenceCase.Values) -> Bool {
  agrees(NDArray<Float>(got), want, 2e-5)
}

/// Returns a tensor of small whole numbers, whose sums of products are exact in any order.
func wholeNumbers(_ shape: Shape, name: String, seed: UInt64 = 1) -> Tensor {
  Tensor.random(shape, in: -4...4, name: name, seed: seed).map { $0.rounded() }
}
