internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// What a run does with what earlier runs left.
struct CacheUse {
  /// Whether anything is read or written at all.
  var isAllowed = true
  /// Whether results of an earlier run may stand for this one.
  var reusesResults = true
  /// Whether results are cached, and not only what is compiled.
  var cachesResults = true

  /// Nothing is read or written.
  static let none = CacheUse(isAllowed: false, reusesResults: false)

  /// The folder of this user's cache; nil if there is none.
  static var folder: String? { RunCache.userFolder(ProcessInfo.processInfo.environment) }
}

/// How a call says what to do with what earlier runs left.
struct CacheOptions: ParsableArguments {
  @Flag(help: "Run every cell, even if its cached results are still valid.")
  var fresh = false

  @Flag(help: "Neither read nor write the cache.")
  var noCache = false

  @Flag(help: ArgumentHelp("Cache compiled cells, but no results.", visibility: .private))
  var onlyCompiled = false

  /// What the options ask for.
  var use: CacheUse {
    CacheUse(isAllowed: !noCache, reusesResults: !fresh && !noCache, cachesResults: !onlyCompiled)
  }

  /// The options as they are written.
  var arguments: [String] { (fresh ? ["--fresh"] : []) + (noCache ? ["--no-cache"] : []) }
}
