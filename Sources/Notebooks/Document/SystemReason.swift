internal import Foundation
internal import Glibc

/// The system's word for why a file operation failed.
package enum SystemReason {
  /// The reason why the last call of the system on this thread failed.
  package static var ofLastCall: String { String(cString: strerror(errno)).lowercased() }

  /// Returns the reason that is at the bottom of `error`, without path.
  static func of(_ error: any Error) -> String {
    let error = error as NSError
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error { return of(cause) }
    if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))).lowercased() }
    return error.localizedDescription
  }
}
