internal import Foundation
internal import Glibc

/// The system's word for why a file operation failed.
package enum SystemReason {
  /// The reason why the last call of the system on this thread failed.
  package static var ofLastCall: String { of(errno) }

  /// Returns the words for a number of the system.
  package static func of(_ number: Int32) -> String { String(cString: strerror(number)).lowercased() }

  /// Returns the reason that is at the bottom of `error`, without path.
  package static func of(_ error: any Error) -> String {
    let error = error as NSError
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error { return of(cause) }
    if error.domain == NSPOSIXErrorDomain { return of(Int32(error.code)) }
    return error.localizedDescription
  }
}
