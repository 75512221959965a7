// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a build of nbrun does not pay for it.
let package = Package(
  name: "plotting-benchmark",
  dependencies: [.package(name: "nbrun", path: "../..")],
  targets: [
    .executableTarget(
      name: "plotting-benchmark", dependencies: [.product(name: "Plotting", package: "nbrun")])
  ],
  swiftLanguageModes: [.v6]
)
