/// Hands out the slots of one statement, in order, each once.
struct SlotAllocator {
  private(set) var count = 0

  mutating func next() -> Slot {
    defer { count += 1 }
    return Slot(count)
  }
}
