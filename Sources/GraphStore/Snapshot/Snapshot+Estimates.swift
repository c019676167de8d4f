extension Snapshot {
  func estimatedCount(where key: String, equals value: Cell, atMost limit: Int) -> Int {
    if value.isNull { return 0 }
    if pack != nil, !hasIndex(key), indexName(of: key, labels: []) != nil {
      return min(limit, fileCandidates(key, equals: value, atMost: limit)?.count ?? limit)
    }
    return index(key).candidateCount(for: value, atMost: limit)
  }

  func valueDistribution(of key: String) -> ValueDistribution? { index(key).distribution }
}
