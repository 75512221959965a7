import Plotting
import Testing

struct ImageGridTests {
  private func file(_ images: [GridImage], _ scale: ColorScaling, _ colormap: Colormap = .gray) throws
    -> PNGFile
  {
    try PNGFile(
      Figure { ImageGrid(images, columns: 2, colormap: colormap, scale: scale, imageSize: 40) }.png(
        density: 1))
  }

  /// Returns the gray of a pixel of 20 × 20 in the image at `index`; images are 10 apart.
  private func gray(_ file: PNGFile, _ index: Int, _ row: Int, _ column: Int) -> UInt8 {
    file.color(column: 8 + index * 50 + column * 20 + 10, row: 8 + row * 20 + 10).red
  }

  @Test("A shared scale compares images, a scale of its own shows each image's contrast")
  func scales() throws {
    let images = [GridImage([[0, 1], [1, 1]]), GridImage([[0, 4], [2, 2]])]
    let shared = try file(images, .shared)
    #expect((gray(shared, 0, 0, 1), gray(shared, 1, 0, 1), gray(shared, 1, 1, 0)) == (64, 255, 128))
    let each = try file(images, .each)
    #expect((gray(each, 0, 0, 1), gray(each, 1, 0, 1), gray(each, 1, 1, 0)) == (255, 255, 128))
    let fixed = try file(images, .range(0...2))
    #expect((gray(fixed, 0, 0, 1), gray(fixed, 1, 0, 1), gray(fixed, 1, 1, 0)) == (128, 255, 255))
  }

  @Test("A constant image takes the middle of the color map")
  func constant() throws {
    #expect(gray(try file([GridImage([[7, 7], [7, 7]])], .each), 0, 0, 0) == 128)
    // A map in which nothing happens is black, beside others and alone.
    let maps = [GridImage([[0, 1], [1, 1]]), GridImage([[0, 0], [0, 0]])]
    #expect(gray(try file(maps, .each), 1, 1, 1) == 0)
    #expect(gray(try file([maps[1]], .shared), 0, 0, 0) == 0)
  }

  @Test("A pixel without a finite value is crossed out")
  func gaps() throws {
    let file = try file([GridImage([[0, 1], [.nan, 1]])], .shared)
    #expect(file.color(column: 8 + 10, row: 8 + 30) == Theme.light.gap)
  }

  @Test("Planes of red, green and blue make the color of a pixel")
  func color() throws {
    let image = GridImage(red: [[1, 0], [0, 1]], green: [[0, 1], [0, 1]], blue: [[0, 0], [1, 1]])
    let file = try file([image], .shared)
    let colors = [(0, 0), (0, 1), (1, 0), (1, 1)].map { row, column in
      file.color(column: 8 + column * 20 + 10, row: 8 + row * 20 + 10)
    }
    #expect(colors == [Color(hex: 0xff0000), Color(hex: 0x00ff00), Color(hex: 0x0000ff), .white])
  }

  @Test(
    "Rows are full where the number of images allows it",
    arguments: [(1, 1), (6, 6), (8, 8), (9, 9), (16, 8), (32, 8), (12, 6), (25, 5), (10, 10), (13, 8)])
  func columns(count: Int, columns: Int) {
    #expect(ImageGrid(Array(repeating: GridImage([[1]]), count: count)).columns == columns)
  }

  @Test("Values laid over an image have their colors, and let the image through in gray")
  func overlay() throws {
    let image = GridImage(red: [[0, 1], [0, 1]], green: [[0, 1], [0, 1]], blue: [[0, 1], [0, 1]])
    let heat = GridImage([[0, 0], [4, .nan]], over: image)
    let file = try PNGFile(
      Figure { ImageGrid([heat], colormap: .sequential, scale: .range(0...4), imageSize: 40) }.png(density: 1)
    )
    let palette = Colormap.sequential.palette(.light)
    // The higher a value, the more of its color is seen.
    func mixed(_ gray: Double, _ color: Color, _ opacity: Double) -> Color {
      func part(_ component: UInt8) -> UInt8 {
        UInt8((gray + (Double(component) - gray) * opacity).rounded())
      }
      return Color(red: part(color.red), green: part(color.green), blue: part(color.blue))
    }
    func color(_ row: Int, _ column: Int) -> Color {
      file.color(column: 8 + column * 20 + 10, row: 8 + row * 20 + 10)
    }
    #expect(color(0, 0) == mixed(0, palette[0], 0.25) && color(0, 1) == mixed(255, palette[0], 0.25))
    #expect(color(1, 0) == mixed(0, palette[255], 0.85) && color(1, 1) == Theme.light.gap)
    // A large one is averaged as any image is.
    let large = Array(repeating: Array(repeating: 1.0, count: 700), count: 700)
    let small = try PNGFile(
      Figure { ImageGrid([GridImage(large, over: GridImage(large))], colormap: .sequential) }.png(density: 1))
    #expect(small.width < 400)
  }
}
