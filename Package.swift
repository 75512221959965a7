// swift-tools-version: 6.2
import PackageDescription

/// Settings that every Swift target shares.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Settings of tests that compute little: optimizing them takes longer than it spares.
let calling = strict + [.unsafeFlags(["-Onone"])]

let package = Package(
  name: "nbrun",
  products: [
    .executable(name: "nbrun", targets: ["nbrun"]),
    .library(name: "CNN", targets: ["CNN"]),
    .library(name: "Plotting", targets: ["Plotting"]),
    .library(name: "ONNXFiles", targets: ["ONNXFiles"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // C libraries of the system: a module map and a shim header each.
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg62-turbo-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CRaqm", pkgConfig: "raqm", providers: [.apt(["libraqm-dev", "libfreetype-dev"])]),
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CDuktape", pkgConfig: "duktape", providers: [.apt(["duktape-dev"])]),
    // Its pkg-config file has options that SwiftPM does not allow, and none that are needed.
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CSourceKit"),

    // Tensor ▸ CNN ▸ Plotting: what a cell uses.
    .target(name: "CDigest"),
    .target(name: "Digest", dependencies: ["CDigest"], swiftSettings: strict),
    .target(name: "Display", dependencies: ["Digest"], swiftSettings: strict),
    .target(
      name: "Plotting", dependencies: ["CPNG", "CRaqm", "Digest", "Display"], swiftSettings: strict),
    .target(name: "CProcessors"),
    .target(name: "CKernels", dependencies: ["CProcessors"]),
    .target(name: "CRanks", exclude: ["mpi"]),
    .target(
      name: "CNN", dependencies: ["CKernels", "CRanks", "CPNG", "CJPEG", "CZlib", "Plotting", "Display"],
      swiftSettings: strict),

    // Networks of other tools, as files; CNN does not know it.
    .target(name: "ONNXFiles", dependencies: ["CNN"], swiftSettings: strict),

    // Markdown ▸ Notebooks ▸ handout: what runs cells; it knows neither CNN nor Plotting.
    .target(name: "CProcess"),
    .target(
      name: "Notebooks",
      dependencies: [
        "Digest", "Display", "CProcess", "CProcessors", "CPNG", "CZlib", "CCmark", "CDuktape", "CSourceKit",
        "Yams",
      ],
      resources: [.embedInCode("Rendering/Resources")],
      swiftSettings: strict),

    // The handout in a browser while its notebook is edited; it knows nothing of notebooks.
    .target(
      name: "LivePreview", dependencies: [.product(name: "FlyingSocks", package: "FlyingFox")],
      swiftSettings: strict),

    // Jupyter's protocol over ZeroMQ; it knows nothing of notebooks.
    .target(
      name: "Jupyter", dependencies: ["CZeroMQ", "CSodium", "CProcess", "Display"], swiftSettings: strict),

    // The command line, and the worker that loads cells.
    .target(name: "CWorkerHooks"),
    .executableTarget(
      name: "nbrun",
      dependencies: [
        "CNN", "ONNXFiles", "Plotting", "Display", "Notebooks", "LivePreview", "Jupyter", "CProcess",
        "CRanks",
        "CWorkerHooks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.embedInCode("NewCourse/Template")],
      swiftSettings: strict,
      // A cell's library finds CNN, ONNXFiles, Display and Plotting in the worker itself.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),

    .testTarget(name: "DigestTests", dependencies: ["Digest", "CDigest"], swiftSettings: calling),
    .testTarget(name: "DisplayTests", dependencies: ["Display"], swiftSettings: calling),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting", "Display"], swiftSettings: calling),
    .testTarget(
      name: "CNNTests", dependencies: ["CNN", "CKernels"], exclude: ["References"], swiftSettings: strict),
    .testTarget(
      name: "ONNXFilesTests", dependencies: ["ONNXFiles", "CNN"], exclude: ["References"],
      swiftSettings: calling),
    .testTarget(name: "JupyterTests", dependencies: ["Jupyter", "Display"], swiftSettings: calling),
    .testTarget(name: "LivePreviewTests", dependencies: ["LivePreview"], swiftSettings: calling),
    .testTarget(
      name: "NotebooksTests", dependencies: ["Notebooks", "Digest", "CProcess", "CProcessors"],
      swiftSettings: calling),
    .testTarget(name: "CoverageTests", swiftSettings: calling),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["nbrun", "Notebooks", "Digest", "Display", "CProcess", "CZlib", "Yams"],
      exclude: ["Fixtures"],
      swiftSettings: calling),
  ],
  swiftLanguageModes: [.v6]
)

// `./test --target CNNTests/Pooling` builds the tests of one folder, and what they need: tests of all targets are one
// program, which would have to be built with all of nbrun to try an edit.
if let wanted = Context.environment["NBRUN_TEST_TARGET"]?.split(separator: "/").map(String.init) {
  var (needed, open): (Set<String>, [String]) = ([], [wanted[0]])
  while let name = open.popLast() {
    guard needed.insert(name).inserted else { continue }
    for dependency in package.targets.first(where: { $0.name == name })?.dependencies ?? [] {
      switch dependency {
      case .byNameItem(let other, _), .targetItem(let other, _): open.append(other)
      default: break
      }
    }
  }
  package.targets.removeAll { !needed.contains($0.name) }
  package.products.removeAll { !needed.contains($0.name) }
  if wanted.count > 1 {
    let folders = wanted[1].split(separator: ",").map(String.init)
    package.targets.first { $0.name == wanted[0] }?.sources = ["Support"] + folders
  }
}
