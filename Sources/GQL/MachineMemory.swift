#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much memory this process may have.
enum MachineMemory {
  /// Bytes: the least of what the machine has, what `ulimit -v` leaves the process and what its control group may use.
  static let limit: Int = [installed, addressSpace, controlGroup].compactMap { $0 }.min() ?? .max

  private static var installed: Int? {
    let (pages, bytes) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && bytes > 0 ? pages * bytes : nil
  }

  /// Nil: unlimited.
  private static var addressSpace: Int? {
    var limit = rlimit()
    #if canImport(Glibc)
      let status = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #else
      let status = getrlimit(RLIMIT_AS, &limit)
    #endif
    return status == 0 && limit.rlim_cur != .max ? Int(clamping: limit.rlim_cur) : nil
  }

  /// `memory.max` of the process's group, as a container sees it (Linux, Documentation/admin-guide/cgroup-v2.rst). Nil: none.
  private static var controlGroup: Int? {
    guard let file = fopen("/sys/fs/cgroup/memory.max", "re") else { return nil }
    defer { fclose(file) }
    var bytes = 0
    return withUnsafeMutablePointer(to: &bytes) { place in withVaList([place]) { vfscanf(file, "%ld", $0) } } == 1 ? bytes : nil
  }
}
