/// Looking up rows by the values of properties through SQLite's indexes, which see every write of this transaction.
extension WriteTransaction {
  /// Ids of the elements whose properties may equal the values: never too few, repeated here and there. Nil when there is no index of
  /// these keys. O(log rows) and a little for each candidate.
  public func candidates(
    _ element: ElementKind, _ keys: [String], equal values: [Cell]
  ) throws(StoreError) -> [Int64]? {
    try perform { () throws(StoreError) in
      try PropertyLookup(PropertyIndex(layout, element, keys), on: connection)?.ids(equal: values)
    }
  }
}
