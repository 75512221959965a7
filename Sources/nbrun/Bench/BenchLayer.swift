internal import CNN

/// A convolution that is measured: the layers that `docs/performance.md` speaks of.
struct BenchLayer {
  let name: String
  let batch: Int
  let channels: Int
  let filterCount: Int
  let kernel: Int
  let size: Int
  var stride = 1
  var padding = 0

  static let all = [
    BenchLayer(name: "C1", batch: 64, channels: 1, filterCount: 8, kernel: 5, size: 28, padding: 2),
    BenchLayer(name: "C2", batch: 64, channels: 8, filterCount: 16, kernel: 5, size: 14, padding: 2),
    BenchLayer(name: "C3", batch: 64, channels: 3, filterCount: 32, kernel: 3, size: 32, padding: 1),
    BenchLayer(name: "C4", batch: 64, channels: 32, filterCount: 64, kernel: 3, size: 16, padding: 1),
    BenchLayer(name: "C5", batch: 64, channels: 64, filterCount: 128, kernel: 3, size: 8, padding: 1),
    BenchLayer(
      name: "C6", batch: 4, channels: 3, filterCount: 64, kernel: 7, size: 224, stride: 2, padding: 3),
    BenchLayer(name: "C7", batch: 8, channels: 256, filterCount: 256, kernel: 3, size: 14, padding: 1),
    BenchLayer(name: "C8", batch: 8, channels: 64, filterCount: 64, kernel: 1, size: 56),
    BenchLayer(name: "C9", batch: 8, channels: 3, filterCount: 96, kernel: 11, size: 227, stride: 4),
  ]

  var geometry: WindowGeometry {
    WindowGeometry(
      input: [size, size], window: [kernel, kernel], stride: [stride, stride],
      padding: padding == 0 ? .valid : .explicit(before: [padding, padding], after: [padding, padding]))
  }

  var images: Tensor { .randomNormal([batch, channels, size, size], name: "x", seed: 1) }
  var filters: Tensor { .randomNormal([filterCount, channels, kernel, kernel], name: "w", seed: 1) }
  var gradient: Tensor { .randomNormal(Shape([batch, filterCount, output, output]), name: "dz", seed: 1) }

  /// Two for each product.
  var operations: Double { 2 * Double(batch * filterCount * output * output * channels * kernel * kernel) }

  private var output: Int { (size + 2 * padding - kernel) / stride + 1 }
}
