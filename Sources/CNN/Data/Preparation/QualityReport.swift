/// What may be wrong with a dataset: missing and infinite values, constant features, duplicates.
public struct QualityReport: Sendable, Equatable {
  /// The number of values that are missing: NaN.
  public let missingValues: Int
  /// The number of values that are infinite.
  public let infiniteValues: Int
  /// The images in which a value is missing or infinite.
  public let incomplete: [Int]
  /// The features (positions in an image, in row-major order) with the same value in all images.
  public let constantFeatures: [Int]
  /// The images that equal an earlier one bit for bit, with the first such image.
  public let duplicates: [(image: Int, original: Int)]
  /// Those of the duplicates whose class, or other target, is not that of the original.
  public let contradictions: [Int]

  /// Whether nothing was found.
  public var isClean: Bool {
    missingValues == 0 && infiniteValues == 0 && constantFeatures.isEmpty && duplicates.isEmpty
  }

  /// Whether two reports say the same.
  public static func == (left: QualityReport, right: QualityReport) -> Bool {
    left.missingValues == right.missingValues && left.infiniteValues == right.infiniteValues
      && left.incomplete == right.incomplete && left.constantFeatures == right.constantFeatures
      && left.duplicates.elementsEqual(right.duplicates, by: ==)
      && left.contradictions == right.contradictions
  }
}

extension QualityReport: Displayable, CustomStringConvertible {
  /// What was found, with what to do about it.
  public var table: Table {
    Table(
      columns: ["finding", "count", "remedy"],
      rows: [
        ["missing values (NaN)", "\(missingValues)", "fillingMissing(), droppingMissing()"],
        ["infinite values", "\(infiniteValues)", "fillingMissing(), droppingMissing()"],
        ["constant features", "\(constantFeatures.count)", "droppingConstantFeatures()"],
        ["duplicate images", "\(duplicates.count)", "droppingDuplicates()"],
        ["duplicates with a different class", "\(contradictions.count)", "look at them"],
      ], alignments: [.left, .right, .left])
  }

  /// What was found, as a table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// What was found, as an aligned text.
  public var description: String { table.description }
}

extension Dataset {
  /// What may be wrong with the images: look at it before a training.
  public var quality: QualityReport {
    let size = imageShape.count
    let incomplete = (0..<count).filter {
      !images.scalars[$0 * size..<($0 + 1) * size].allSatisfy(\.isFinite)
    }
    var originals: [[UInt32]: Int] = [:]
    var duplicates: [(image: Int, original: Int)] = []
    for n in 0..<count {
      let bits = images.scalars[n * size..<(n + 1) * size].map(\.bitPattern)
      if let original = originals[bits] {
        duplicates.append((n, original))
      } else {
        originals[bits] = n
      }
    }
    return QualityReport(
      missingValues: images.scalars.count { $0.isNaN },
      infiniteValues: images.scalars.count { $0.isInfinite },
      incomplete: incomplete, constantFeatures: constantFeatures, duplicates: duplicates,
      contradictions: duplicates.filter {
        targets.gathering([$0.image]) != targets.gathering([$0.original])
      }.map(\.image))
  }

  /// The positions in an image, in row-major order, that have the same value in all images.
  var constantFeatures: [Int] {
    let size = imageShape.count
    guard count > 1 else { return [] }
    return (0..<size).filter { feature in
      (1..<count).allSatisfy { images.scalars[$0 * size + feature] == images.scalars[feature] }
    }
  }
}
