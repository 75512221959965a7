import Glibc
import Plotting

/// The pictures that are timed; `matplotlib_pictures.py` draws the same ones.
enum Picture: String, CaseIterable {
  case loss, maps, smooth, noise, image

  /// Returns a function that draws the picture and returns its file; its data is made here, once.
  func prepared() -> () throws -> [UInt8] {
    switch self {
    case .loss: loss()
    case .maps: maps()
    case .smooth: million { sin($0 / 1e5) * exp(-$0 / 4e5) }
    case .noise:
      {
        var noise = Noise()
        return million { _ in noise.next() }
      }()
    case .image: image()
    }
  }

  private func loss() -> () throws -> [UInt8] {
    var noise = Noise()
    let training = (0..<1000).map { 2.2 * exp(-Double($0) / 250) + 0.1 + 0.05 * noise.next() }
    let validation = (0..<1000).map { 2 * exp(-Double($0) / 200) + 0.3 + 0.02 * noise.next() }
    return {
      try Figure {
        Axes("Training", x: "step", y: "loss", width: 784, height: 484) {
          Line(y: training, label: "training loss")
          Line(y: validation, label: "validation loss")
        }
      }.png()
    }
  }

  private func maps() -> () throws -> [UInt8] {
    let maps = (0..<64).map { map in
      (0..<28).map { row in
        (0..<28).map { column -> Double in
          let (y, x) = (row * (map % 8 + 1), column * (map / 8 + 1))
          return sin(Double(y) / 9) * cos(Double(x) / 9)
        }
      }
    }
    return {
      try Figure {
        ImageGrid(
          maps.enumerated().map { GridImage($0.element, title: "\($0.offset)") }, columns: 8, imageSize: 84)
      }.png()
    }
  }

  private func million(_ value: (Double) -> Double) -> () throws -> [UInt8] {
    let values = (0..<1_000_000).map { value(Double($0)) }
    return {
      try Figure { Axes(x: "step", y: "value", width: 784, height: 484) { Line(y: values) } }.png()
    }
  }

  private func image() -> () throws -> [UInt8] {
    let rows = (0..<8000).map { row in (0..<8000).map { Double((row ^ $0) & 1023) } }
    return { try Figure { ImageGrid([GridImage(rows)], imageSize: 400) }.png() }
  }
}

/// Values between −1 and 1, the same in both programs.
struct Noise {
  private var state: UInt64 = 11

  mutating func next() -> Double {
    state = (state &* 1_103_515_245 &+ 12345) & 0x7fff_ffff
    return Double(state) / 0x4000_0000 - 1
  }
}
