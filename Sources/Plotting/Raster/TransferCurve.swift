#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The sRGB curve between stored components and amounts of light, as tables.
///
/// - SeeAlso: IEC 61966-2-1.
struct TransferCurve: Sendable {
  /// The amount of light, 0…1, of each stored component.
  let light: [Float]
  /// The stored component of each amount of light in steps of 1/16383.
  private let stored: [UInt8]

  static let sRGB = TransferCurve()
  private static let steps = 16383

  private init() {
    light = (0...255).map { Float(TransferCurve.light(Double($0) / 255)) }
    stored = (0...TransferCurve.steps).map { step in
      UInt8((TransferCurve.component(Double(step) / Double(TransferCurve.steps)) * 255).rounded())
    }
  }

  /// Returns the stored component of an amount of light; beyond 0…1 it is cut off.
  func component(_ light: Float) -> UInt8 {
    stored[Int((max(0, min(1, light)) * Float(TransferCurve.steps)).rounded())]
  }

  /// Returns the amount of light of a component, both 0…1.
  static func light(_ component: Double) -> Double {
    component <= 0.04045 ? component / 12.92 : pow((component + 0.055) / 1.055, 2.4)
  }

  /// Returns the component of an amount of light, both 0…1.
  static func component(_ light: Double) -> Double {
    light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
  }
}
