import CNN

/// A convolution with random sizes and options, the same ones for a seed.
struct RandomConvolution: CustomStringConvertible {
  let x: Tensor
  let w: Tensor
  let b: Tensor
  let padding: Padding
  let mode: PaddingMode
  let geometry: WindowGeometry

  var stride: [Int] { geometry.axes.map(\.stride) }
  var dilation: [Int] { geometry.axes.map(\.dilation) }
  var description: String { "\(x.shape) ⋆ \(w.shape), \(mode), \(geometry)" }

  /// - Parameters:
  ///   - axes: The number of axes; drawn from 1 to 3 if it is nil.
  ///   - whole: Whether all numbers are small and whole, so that sums are exact in any order.
  init(
    seed: UInt64, axes: Int? = nil, groups: Int? = nil, stride: Int? = nil, whole: Bool = true,
    modes: [PaddingMode] = PaddingMode.allCases
  ) {
    var stream = RandomStream(seed: seed, name: "options")
    func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &stream) }
    let count = axes ?? draw(1...3)
    let groups = groups ?? draw(1...3)
    let window = (0..<count).map { _ in draw(1...3) }
    let dilation = (0..<count).map { _ in draw(1...2) }
    let extents = zip(window, dilation).map { ($0 - 1) * $1 + 1 }
    let input = extents.map { max(3, $0) + draw(0...(count == 3 ? 2 : 4)) }
    let strides = (0..<count).map { _ in stride ?? draw(1...3) }
    mode = modes[draw(0...modes.count - 1)]
    switch draw(0...3) {
    case 0: padding = .valid
    case 1: padding = mode == .zeros ? .full : .same
    case 2: padding = .same
    default:
      padding = .explicit(before: input.map { _ in draw(0...2) }, after: input.map { _ in draw(0...2) })
    }
    let channels = groups * draw(1...2)
    let filters = groups * draw(1...3)
    geometry = WindowGeometry(
      input: input, window: window, stride: strides, padding: padding, dilation: dilation, groups: groups)
    func numbers(_ shape: [Int], _ name: String) -> Tensor {
      whole
        ? wholeNumbers(Shape(shape), name: name, seed: seed)
        : .randomNormal(Shape(shape), name: name, seed: seed)
    }
    x = numbers([draw(1...2), channels] + input, "x")
    w = numbers([filters, channels / groups] + window, "w")
    b = numbers([filters], "b")
  }

  /// The output's shape.
  var outputShape: Shape { Shape([x.shape[0], w.shape[0]] + geometry.outputSizes) }

  /// The correlation by the free function.
  func callAsFunction(_ x: Tensor, _ w: Tensor, bias: Tensor? = nil) -> Tensor {
    switch geometry.rank {
    case 1:
      correlate1D(
        x, w, bias: bias, stride: stride, padding: padding, paddingMode: mode, dilation: dilation,
        groups: geometry.groups)
    case 2:
      correlate(
        x, w, bias: bias, stride: stride, padding: padding, paddingMode: mode, dilation: dilation,
        groups: geometry.groups)
    default:
      correlate3D(
        x, w, bias: bias, stride: stride, padding: padding, paddingMode: mode, dilation: dilation,
        groups: geometry.groups)
    }
  }
}

/// The sum of all products of numbers at the same position.
func inner(_ left: Tensor, _ right: Tensor) -> Double {
  precondition(left.shape == right.shape, "\(left.shape) and \(right.shape)")
  return zip(left.scalars, right.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}
