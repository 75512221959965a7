/// How many images each class has: with few of one, accuracy says little about it.
///
/// For unequal classes look at recall (``ConfusionMatrix``), not at accuracy. Normalizing the images does
/// nothing about it: that is for channels of different scale.
public struct ClassBalance: Sendable, Equatable {
  /// The names of the classes.
  public let classes: [String]
  /// The number of images of each class.
  public let counts: [Int]

  /// The largest class's number of images over the smallest's; infinite if a class has none.
  public var imbalance: Double {
    guard let largest = counts.max(), let smallest = counts.min(), largest > 0 else { return 1 }
    return Double(largest) / Double(smallest)
  }
}

extension ClassBalance: Displayable, CustomStringConvertible {
  /// The classes with their numbers and shares.
  public var table: Table {
    let total = max(1, counts.reduce(0, +))
    return Table(
      columns: ["class", "images", "share"],
      rows: zip(classes, counts).map { [$0, "\($1)", NumberFormat.percent(Float($1) / Float(total))] },
      alignments: [.left, .right, .right])
  }

  /// The classes with their numbers and shares.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The classes with their numbers and shares, as an aligned text.
  public var description: String { table.description }
}

extension Dataset {
  /// The number of images of each class, in the order of ``classes``.
  ///
  /// - Precondition: there is a class for each image.
  public var classCounts: [Int] {
    labels.reduce(into: [Int](repeating: 0, count: classes.count)) { $0[$1] += 1 }
  }

  /// How many images each class has.
  ///
  /// - Precondition: there is a class for each image.
  public var balance: ClassBalance { ClassBalance(classes: classes, counts: classCounts) }
}

/// Returns the number of images of each class as bars.
public func classBalance(_ dataset: Dataset, title: String = "Images of each class") -> Figure {
  Figure {
    Axes(title, y: "images") {
      Bars(labels: dataset.classes, values: dataset.classCounts.map { Double($0) })
    }
  }
}
