extension Snapshot {
  func estimatedCount(where key: String, equals value: Cell, atMost limit: Int) -> Int {
    value.isNull ? 0 : min(limit, index(key).candidates(for: value).count)
  }
}
