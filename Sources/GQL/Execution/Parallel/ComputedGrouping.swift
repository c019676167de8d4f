import GraphStore

/// What a grouping reads, before it is made an operator.
struct ComputedGrouping {
  var input: PhysicalPlan
  var keys: [BoundAssignment]
  var aggregates: [BoundAggregate]
  let weight: Slot?

  init(_ input: PhysicalPlan, _ keys: [BoundAssignment], _ aggregates: [BoundAggregate], _ weight: Slot?) {
    self.input = input
    self.keys = keys
    self.aggregates = aggregates
    self.weight = weight
  }

  /// What is read of the input's rows.
  var slots: Set<Slot> {
    var slots = Set(weight.map { [$0] } ?? [])
    for key in keys { key.value.collectSlots(into: &slots) }
    for aggregate in aggregates { for value in aggregate.arguments { value.collectSlots(into: &slots) } }
    return slots
  }

  /// Whether rows that are alike in what is read of them tell it nothing new. Of a query inside it is not known what of the rows it reads.
  var ignoresRepetition: Bool {
    weight == nil && aggregates.allSatisfy { $0.ignoresRepetition && !$0.arguments.contains(where: \.hasSubquery) } && !keys.contains(where: \.value.hasSubquery)
  }

  /// The same with values computed along with the rows, which several threads may do where grouping itself is one thread's. Not those of keys that
  /// `AggregateSink` reads once a node.
  func computedBefore(makeSlot: () -> Slot) -> ComputedGrouping {
    var computed: [BoundAssignment] = []
    func before(_ value: BoundExpression) -> BoundExpression {
      switch value.kind {
      case .slot, .constant, .parameter: return value
      case .property, .not, .logical, .comparison, .arithmetic, .negate, .concatenate, .isNull, .isTruth, .isLabeled, .isTyped,
        .isDirected, .isEnd, .allDifferent, .same, .propertyExists, .function, .aggregateOfList, .caseWhen, .coalesce, .cast, .list,
        .record, .path, .letIn, .fold, .exists, .scalarSubquery:
        if value.needsOwnThread { return value }
        let slot = makeSlot()
        computed.append(BoundAssignment(slot, value))
        return BoundExpression(.slot(slot), type: value.type, span: value.span)
      }
    }
    var result = self
    for index in keys.indices where !keys[index].value.isPropertyOfNode { result.keys[index].value = before(keys[index].value) }
    for index in aggregates.indices { result.aggregates[index].arguments = aggregates[index].arguments.map(before) }
    if !computed.isEmpty { result.input = .extend(input, computed) }
    return result
  }
}

extension BoundExpression {
  fileprivate var isPropertyOfNode: Bool {
    if case .property(let element, _) = kind, element.type == .node, case .slot = element.kind { true } else { false }
  }
}
