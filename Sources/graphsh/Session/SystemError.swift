import Glibc

enum SystemError {
  /// What `errno` means.
  static func text(_ code: Int32 = errno) -> String { String(cString: strerror(code)).lowercased() }
}
