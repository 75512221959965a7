internal import Foundation

/// What the result of a cell depends on beside the code up to it.
struct CellDependencies: Sendable {
  /// What the cell asked for, and what it found.
  var observations: [Observation] = []
  /// Why the result may never stand for a later run; nil if it may.
  var obstacle: String?

  /// Judges what a cell asked for while it ran.
  ///
  /// - Parameters:
  ///   - accesses: What the hooks noted; nil if they could not note everything.
  ///   - start: When the run began, in seconds since 1970: a file that changed later is in flux.
  ///   - environment: The worker's environment.
  ///   - ignored: The folders of the run and of the toolchain, whose content belongs to the key.
  init(
    _ accesses: [Access]?, since start: Double, _ environment: [String: String], ignoring ignored: [String]
  ) {
    guard let accesses else {
      obstacle = "it opens more files than can be noted"
      return
    }
    for access in accesses where obstacle == nil && !CellDependencies.isIgnored(access, ignored) {
      switch access.kind {
      case .written: obstacle = "it writes \(access.name)"
      case .unrepeatable: obstacle = "it uses \(access.name)"
      case .read where access.name.hasSuffix("random") && access.name.hasPrefix("/dev/"):
        obstacle = "it uses random numbers of the system"
      case .read, .probed, .described, .variable:
        if let device = CellDependencies.device(in: access) {
          obstacle = "it reads \(device), which is another every time"
          continue
        }
        let observation = Observation(access, environment)
        if access.kind == .read, observation.state == "other" {
          obstacle = "it reads \(access.name), which is no file"
        } else if let changed = FileState.changeTime(of: access.name), access.kind == .read, changed >= start
        {
          obstacle = "\(access.name) changed while it ran"
        }
        observations.append(observation)
      }
    }
  }

  /// The path, if what the system tells there is another at every time.
  private static func device(in access: Access) -> String? {
    guard access.kind == .read else { return nil }
    return ["/proc/", "/sys/"].contains { access.name.hasPrefix($0) } ? access.name : nil
  }

  /// Devices and the run's own folders mean nothing.
  private static func isIgnored(_ access: Access, _ ignored: [String]) -> Bool {
    if access.kind == .unrepeatable || access.kind == .variable { return false }
    if access.name.hasPrefix("/dev/"), access.name.hasSuffix("random") { return false }
    return (["/dev"] + ignored).contains {
      access.name == $0 || access.name.hasPrefix($0 + "/")
    }
  }
}
