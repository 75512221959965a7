import CNN
import Glibc
import Testing

@Suite struct JPEGTests {
  /// Images of 19 × 37 pixels as Pillow 13 writes them, and the checksum of the samples, plane by plane, that it reads.
  ///
  /// Pillow decodes with libjpeg-turbo 3.2.
  private static let files: [(kind: String, shape: Shape, checksum: UInt32, text: String)] = [
    (
      "gray", [1, 19, 37], 0x7c486eac,
      """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcp
      LDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAATACUBAREA/8QAGQABAQADAQAAAAAAAAAAAAAABQYBAwcI/8QAJBAAAgEDAwQDAQAA
      AAAAAAAAAQIRAAMEBSExEkFRgRMiI2H/2gAIAQEAAD8Ak8DUUxx0luKXs3lzIVfXilMTTWVg/uqfAzFxYBO3kU1b1EXR1KpY
      fztXn5MW7fcMo78VR6SpxwA0xzVfi59praqCPfJrcLDX3HRMHuKWxMS6togid65Zoyq6/YTCzSOT+duV2NYwnb5onbar7RQD
      bSRMjenrqhSABAiv/9k=
      """
    ),
    (
      "color", [3, 19, 37], 0x99e5dbb4,
      """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwg
      IyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo
      KCgoKCgoKCgoKCgoKCj/wAARCAATACUDAREAAhEBAxEB/8QAGQAAAgMBAAAAAAAAAAAAAAAABQYBBAcI/8QAJhAAAgEDAwQB
      BQAAAAAAAAAAAQIRAAMEBSExBhJBgWEUIiNRsf/EABsBAAMAAgMAAAAAAAAAAAAAAAQFBgEHAgMI/8QAIxEAAgICAwABBQEA
      AAAAAAAAAQIAAwQFERIhMQYTFBUiQf/aAAwDAQACEQMRAD8ARNJ1RMZe0tMRFbZyLS57SzO1XFXoYfx8hM/tVZ+P1S9so1fM
      Q5+R+cOqw3p2lOrh/dB27XkccyXu0TKe8dNJz1w4BOx8ik99xsEwM8Yf8mMVnVReXuRWYfHilxt6+GLr9oL27AzlS3h3clw6
      Dzx7qkOxRPDLzY6+y1uyxu6eU4wAeSBv6pTl5ws54guNS2Mf7j9galZa0igr555NIbbmB5heTs6WTqssjHbIuKbcwRyK6/2A
      TxjNfbTDfJYlId07CvLZIYTvzQNuyUn5iVNfZX48xDppFdfvEwpImmeZYwHz/s9JYqL0A4hfN/HaJTYzQVbsxHJkh9QDqPJG
      mO31ETtI/lcslj1M1o9r/dA5mp9MAG1bkTI3qXzHb08ys16hl9jPfUKVCiBFL6mLc8mBbCtQ/gn/2Q==
      """
    ),
    (
      "color at half resolution", [3, 19, 37], 0xfe90c2fc,
      """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdB
      RkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
      T09PT09PT09PT09PT0//wAARCAATACUDASIAAhEBAxEB/8QAGQABAQEBAQEAAAAAAAAAAAAAAAUEBgED/8QAIRAAAgICAQUB
      AQAAAAAAAAAAAAECAwQRIQUSQXGBEyL/xAAXAQADAQAAAAAAAAAAAAAAAAAEBQYC/8QAHxEAAQUAAQUAAAAAAAAAAAAAAQAC
      AwQhEhEiIzFB/9oADAMBAAIRAxEAPwCJi5Ualps3V2K/SXwiRpnZJOJWwE6td3soJbYGg6jZpZXHg4dqpUYkk1L6WMW9U8GG
      jJg4pbR9FW7JLt37Fkl0uxyV2WNg2DSrMMpTW0mwZMemahpoAZttH1LDNKdIXGdPSkuVvg1XfzHceADEhPNW10eBeY0n+mtn
      T9OW4x35ABLZxTFPZD1VKaSaSXgAC5vpalA5lf/Z
      """
    ),
    (
      "color at half the columns", [3, 19, 37], 0x550d8686,
      """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdB
      RkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
      T09PT09PT09PT09PT0//wAARCAATACUDASEAAhEBAxEB/8QAGgAAAgIDAAAAAAAAAAAAAAAABAUABgEDB//EACEQAAEFAAEF
      AQEAAAAAAAAAAAEAAgMEESEFEkFxgRMi/8QAGAEBAQEBAQAAAAAAAAAAAAAABQQGAQP/xAAfEQABBQEAAgMAAAAAAAAAAAAB
      AAIDERIEBSETFDH/2gAMAwEAAhEDEQA/AElW02IYSjo5BPgHxamWSjaS6Jw9nxhGwVHAh31OKs4h4R08+/SDMf1Too9loPGg
      EqKHdKV3Ro2uYNhfI4FqbUAYs7vatm6AW0nXxObLs/ieQWWFoGhbBGZHDt32iTLk+1F5JwnbTEdXheGYQopndItBCAj0VTOn
      gOHI3hFTfy3W8L3kcd0t72gCBYrOP6Zqs/ThrW75UfWTSzHIdPNpk8AEADwojmmwuytGyv/Z
      """
    ),
    (
      "progressive", [3, 19, 37], 0xfe90c2fc,
      """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdB
      RkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
      T09PT09PT09PT09PT0//wgARCAATACUDASIAAhEBAxEB/8QAGAABAQEBAQAAAAAAAAAAAAAAAAQDBQL/xAAXAQADAQAAAAAA
      AAAAAAAAAAADBAUB/9oADAMBAAIQAxAAAAGHeKugamzD0qrYyBW4uplt0wMukL7/AP/EABwQAAMBAAIDAAAAAAAAAAAAAAAB
      AhEDEBIhMf/aAAgBAQABBQKawT0UkvDyM0j0KjNJRxjJ+8fX/8QAGxEAAgIDAQAAAAAAAAAAAAAAAAIBAxIxMiH/2gAIAQMB
      AT8BdmnydFkQnBmxdwU9DbP/xAAaEQACAwEBAAAAAAAAAAAAAAAAAgEDMRET/9oACAECAQE/AWtGu7p6wNpaQf/EABQQAQAA
      AAAAAAAAAAAAAAAAADD/2gAIAQEABj8Cf//EABoQAAMAAwEAAAAAAAAAAAAAAAABIRARMVH/2gAIAQEAAT8hXgX9x1uJ2h7C
      tFIN0USoMOEM/9oADAMBAAIAAwAAABDEPLx/3//EABcRAQEBAQAAAAAAAAAAAAAAAAEAIRH/2gAIAQMBAT8QW5Td2yupG6XY
      nd//xAAYEQEBAQEBAAAAAAAAAAAAAAABACExQf/aAAgBAgEBPxAzR2XES9k15cX/xAAbEAEBAQEAAwEAAAAAAAAAAAABABEh
      MUGBcf/aAAgBAQABPxAHFgyHyMn1DxEdBYIwufqeDSEHX7BykAdN5eRxNxsd09xBAPV//9k=
      """
    ),
  ]

  /// An image of 2 × 2 pixels with the four colors of print.
  private static let fourColors = """
    /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwCgbniMeGSgjIKMtKqgvvD///Dc3PD/////////////////////////////////////
    /////////////////////8AAFAgAAgACBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAMB/8QAFBABAAAAAAAA
    AAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwChMZ//2Q==
    """

  private static func read(_ bytes: [UInt8]) throws -> Tensor {
    try ImageFile(bytes, path: "a.jpg").pixels
  }

  private static func checksumOfSamples(_ image: Tensor) -> UInt32 {
    checksum(image.scalars.map { UInt8(($0 * 255).rounded()) })
  }

  @Test(arguments: files.indices)
  func everyKindOfFile(index: Int) throws {
    let (_, shape, checksum, text) = Self.files[index]
    let image = try Self.read(bytes(base64: text))
    #expect(image.shape == shape && Self.checksumOfSamples(image) == checksum)
    #expect(image.scalars.allSatisfy { $0 == ($0 * 255).rounded() / 255 })
  }

  @Test(
    "no instruction set gives other bits",
    arguments: ["JSIMD_FORCENONE", "JSIMD_FORCESSE2", "JSIMD_FORCENEON"])
  func instructionSets(variable: String) async {
    // libjpeg-turbo looks at the variables once, at its first image: hence a process of its own.
    await #expect(processExitsWith: .success) { [variable] in
      setenv(variable, "1", 1)
      for (kind, _, checksum, text) in JPEGTests.files {
        let image = try JPEGTests.read(bytes(base64: text))
        try #require(JPEGTests.checksumOfSamples(image) == checksum, "\(kind)")
      }
    }
  }

  @Test func noDamageEndsTheProcess() throws {
    for (_, _, _, text) in Self.files {
      let sound = bytes(base64: text)
      for count in 3..<sound.count {
        let error = #expect(throws: FileError.self) { try Self.read(Array(sound[..<count])) }
        guard case .malformed(let reason) = error?.problem, reason.hasPrefix("the JPEG file is damaged: ")
        else {
          Issue.record("\(count): \(error as Any)")
          continue
        }
      }
      for index in sound.indices {
        for change: UInt8 in [0x01, 0x55, 0xff] {
          var changed = sound
          changed[index] ^= change
          _ = try? Self.read(changed)
        }
      }
    }
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    func problem(_ bytes: [UInt8]) throws -> FileError.Problem? {
      #expect(throws: FileError.self) { try Self.read(bytes) }?.problem
    }
    #expect(
      try problem(bytes(base64: Self.fourColors))
        == .malformed("the JPEG file has the four colors of print, CMYK. Convert it to RGB first"))
    // A header that claims 65500 × 65500 pixels.
    var large = bytes(base64: Self.files[0].text)
    let header = try #require(large.indices.first { large[$0...].starts(with: [0xff, 0xc0]) })
    for offset in [5, 7] { large.replaceSubrange(header + offset..<header + offset + 2, with: [0xff, 0xdc]) }
    #expect(try problem(large) == .tooManyPixels(rows: 65500, columns: 65500, limit: 178_956_970))
    #expect(try problem([0xff, 0xd8]) == .malformed("this is neither a PNG nor a JPEG file"))
    // What cameras write too many before the end is no damage.
    var untidy = bytes(base64: Self.files[1].text)
    untidy.insert(contentsOf: [0, 0, 0], at: untidy.count - 2)
    #expect(try Self.checksumOfSamples(Self.read(untidy)) == Self.files[1].checksum)
  }
}
