import Foundation
import Testing

extension EndToEnd {
  /// Help about the library, which is read from its compiled modules.
  struct HelpTests {
    /// What calls have read from the modules.
    private static let shared = Fixtures.scratch.appending(path: "help-cache")

    private static func help(_ word: String, cache: URL = shared) throws -> NBRunProcess {
      try NBRunProcess(["help", word], cache: cache, takesOutput: false)
    }

    @Test(arguments: [
      ("layers", ["Conv2D ", "LocalResponseNorm ", "Residual ", "Sequential "]),
      ("models", ["Models.leNet5 ", "Models.resNet50 "]),
      ("losses", ["Loss.softmaxCrossEntropy ", "Loss.huber "]),
      ("optimizers", ["AdamW ", "SGD "]), ("schedules", ["Schedule.cosine "]),
      ("metrics", ["Metric.meanIoU "]),
      ("datasets", ["Datasets.cifar10 ", "Datasets.digits "]), ("figures", ["heatmaps ", "lossCurve "]),
      ("panels", ["Axes ", "Heatmap "]), ("marks", ["BoxPlot ", "Line "]),
      ("functions", ["correlate ", "softmax "]),
      ("errors", ["ShapeError ", "PlotError "]), ("options", ["fig-cap ", "time-limit "]),
    ])
    func `A topic lists what belongs to it, a line each`(topic: String, names: [String]) throws {
      let help = try Self.help(topic)
      #expect(help.status == 0 && help.messages.isEmpty, "\(help.messages)")
      let lines = help.output.split(separator: "\n")
      for name in names {
        #expect(lines.count { $0.hasPrefix("  \(name)") } == 1, "\(name) in \(help.output)")
      }
      #expect(lines.allSatisfy { $0.count <= 100 })
    }

    @Test func `The protocols of layers are no layers`() throws {
      let help = try Self.help("layers")
      let lines = help.output.split(separator: "\n")
      #expect(lines.contains { $0.hasPrefix("  LayerNorm ") })
      #expect(!lines.contains { $0.hasPrefix("  Layer ") || $0.hasPrefix("  ConvolutionLayer ") })
    }

    @Test func `A type is described with how it is created and what it has`() throws {
      let help = try Self.help("Conv2D")
      #expect(help.output.hasPrefix("Conv2D, in CNN\n\n  struct Conv2D\n\nA 2-D convolution layer: "))
      #expect(help.output.contains("\n    kernel: some SizesConvertible,\n"))
      #expect(help.output.contains("\n  - kernel: The height and width of the filters"))
      #expect(help.output.contains("\n  filters       The number of output channels `K`.\n"))
      #expect(help.output.contains("As every Layer: "))
      // Marks of code and links are for pages.
      #expect(!help.output.contains("``"))
      // Comments come from the modules: a source that has changed since is not read.
      #expect(!help.output.contains("///"))
    }

    @Test(arguments: ["fit", "Sequential.fit", "sequential.Fit"])
    func `A member is described by its name`(name: String) throws {
      let help = try Self.help(name)
      #expect(
        help.output.hasPrefix("Sequential.fit, in CNN\n\n  mutating func fit(\n    _ train: Dataset,\n"))
      #expect(help.output.contains("\n  ) throws -> History\n"))
    }

    @Test func `A member that another module adds is described, too`() throws {
      let help = try Self.help("Sequential.save")
      #expect(help.output.contains("Sequential.save, in CNN\n\n  func save(to path: String, "))
      #expect(
        help.output.contains("Sequential.save, in ONNXFiles\n\n  func save(onnx path: String) throws\n"))
    }

    @Test func `What a type has from a protocol is described, too`() throws {
      #expect(try Self.help("Sequential.parameters").output.contains("As every LayerGroup has it."))
    }

    @Test func `Of many declarations with a name there is a list`() throws {
      let help = try Self.help("expect")
      #expect(help.output.contains("declarations are called 'expect'"))
      #expect(help.output.contains("\n  expect(throws:when:_:line:column:_:)\n"))
    }

    @Test func `Capitals tell a function from the layer`() throws {
      #expect(try Self.help("softmax").output.hasPrefix("softmax, in CNN\n\n  func softmax("))
      #expect(try Self.help("Softmax").output.hasPrefix("Softmax, in CNN\n\n  struct Softmax\n"))
    }

    @Test(arguments: [
      (
        "chek", "chek: error: there is no such command, topic or part of the library; did you mean 'check'?\n"
      ),
      (
        "layer5",
        "layer5: error: there is no such command, topic or part of the library; did you mean 'layers'?\n"
      ),
      (
        "Conf2D",
        "Conf2D: error: there is no such command, topic or part of the library; did you mean 'Conv2D'?\n"
      ),
      (
        "qqqqqqqq",
        "qqqqqqqq: error: there is no such command, topic or part of the library; "
          + "'nbrun help' lists the commands and topics\n"
      ),
    ])
    func `An unknown word is answered with the nearest one`(word: String, message: String) throws {
      let help = try Self.help(word)
      #expect(help.status == UsageTests.usage && help.output.isEmpty)
      #expect(help.messages == message)
    }

    @Test(arguments: [
      ("Linear", "'Linear' has been renamed to 'Dense'\n\nDense, in CNN\n\n  struct Dense\n"),
      ("nn.Conv2d", "'Conv2d' has been renamed to 'Conv2D'\n\nConv2D, in CNN\n"),
      (
        "torch.nn.CrossEntropyLoss",
        "'CrossEntropyLoss' is unavailable: write Loss.softmaxCrossEntropy, the default of fit\n\n"
          + "Loss.softmaxCrossEntropy, in CNN\n"
      ),
      (
        "ImageFolder",
        "'ImageFolder' is unavailable: write Datasets.images(in: …)\n\nDatasets.images, in CNN\n"
      ),
      ("torch.optim.Adam", "Adam, in CNN\n"),
    ])
    func `Names of other libraries lead to ours`(name: String, answer: String) throws {
      let help = try Self.help(name)
      #expect(help.status == 0 && help.messages.isEmpty, "\(help.messages)")
      #expect(help.output.hasPrefix(answer), "\(help.output.prefix(300))")
    }

    @Test func `What was read once is taken from the cache`() throws {
      let cache = try Fixtures.makeFolder()
      let first = try Self.help("Dense", cache: cache)
      let entries = try FileManager.default.subpathsOfDirectory(atPath: cache.path)
      #expect(entries.contains { $0.hasSuffix(".entry") })
      #expect(try Self.help("Dense", cache: cache).output == first.output)
    }

    @Test func `The program and its modules may be moved, and need no sources`() throws {
      let folder = try Fixtures.makeFolder()
      let modules = folder.appending(path: "Modules")
      try FileManager.default.createDirectory(at: modules, withIntermediateDirectories: true)
      let built = Fixtures.program.deletingLastPathComponent()
      try FileManager.default.copyItem(at: Fixtures.program, to: folder.appending(path: "nbrun"))
      // Without ONNXFiles, which not every installation needs to have.
      for name in ["CNN", "Plotting", "Display", "Digest"] {
        for ending in ["swiftmodule", "swiftdoc"] {
          try FileManager.default.copyItem(
            at: built.appending(path: "Modules/\(name).\(ending)"),
            to: modules.appending(path: "\(name).\(ending)"))
        }
      }
      let program = try RunningProgram(
        ["help", "Dense"], executable: folder.appending(path: "nbrun"), in: folder)
      #expect(try program.waitForEnd() == 0)
      #expect(try program.output == Self.help("Dense").output)
    }
  }
}
