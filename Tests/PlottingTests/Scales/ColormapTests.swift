import Plotting
import Testing

struct ColormapTests {
  // Rounding to 8 bits moves the lightness by up to this.
  private let rounding = 0.001

  @Test("The lightness of the sequential and the gray map grows evenly")
  func monotone() {
    for colormap in [Colormap.sequential, .gray] {
      let lightness = colormap.palette(.light).map { Oklab($0).lightness }
      for (a, b) in zip(lightness, lightness.dropFirst()) { #expect(a < b + rounding) }
      for (a, b) in zip(lightness, lightness.dropFirst(2)) { #expect(a < b) }
    }
    let sequential = Colormap.sequential.palette(.light).map { Oklab($0).lightness }
    for (index, value) in sequential.enumerated() {
      #expect(abs(value - (0.27 + 0.66 * Double(index) / 255)) < 0.01)
    }
  }

  @Test("The diverging map runs from blue over the page's color to red, equally light on both sides")
  func diverging() {
    for theme in Theme.allCases {
      let colors = Colormap.diverging.palette(theme).map(Oklab.init)
      #expect(colors[0].b < -0.08 && colors[255].a > 0.08)
      let middle = Oklab(Colormap.diverging.color(at: 0.5, theme: theme))
      #expect((middle.a * middle.a + middle.b * middle.b).squareRoot() < 0.02)
      #expect(abs(middle.lightness - Oklab(theme.background).lightness) < 0.06)
      for index in 0..<128 {
        #expect(abs(colors[index].lightness - colors[255 - index].lightness) < 0.04)
        let grows = colors[index].lightness < colors[index + 1].lightness
        #expect(grows == (theme == .light) || index == 127)
      }
    }
  }

  @Test("The ends are held beyond 0 and 1")
  func clamping() {
    for colormap in Colormap.allCases {
      #expect(colormap.color(at: -3) == colormap.color(at: 0))
      #expect(colormap.color(at: 7) == colormap.color(at: 1))
      #expect(colormap.color(at: .nan) == colormap.color(at: 0.5))
    }
    #expect(Colormap.gray.color(at: 0) == .black && Colormap.gray.color(at: 1) == .white)
  }

  @Test("Oklab gives back every sRGB color", arguments: [0x000000, 0xffffff, 0xff0000, 0x12805c, 0x16181d])
  func roundTrip(hex: UInt32) {
    #expect(Oklab(Color(hex: hex)).color == Color(hex: hex))
  }
}
