import ArgumentParser

/// The words that stand for verbs, in the order of help.
enum VerbName: String, CaseIterable, Sendable {
  case new
  case `import`
  case export
  case backs
  case find
  case about
  case sources
  case timeline
  case changes
  case path
  case ask
  case merge
  case check
  case backup
  case repack

  var command: any ParsableCommand.Type {
    switch self {
    case .new: NewVerb.self
    case .import: ImportVerb.self
    case .export: ExportVerb.self
    case .backs: BacksVerb.self
    case .find: FindVerb.self
    case .about: AboutVerb.self
    case .sources: SourcesVerb.self
    case .timeline: TimelineVerb.self
    case .changes: ChangesVerb.self
    case .path: PathVerb.self
    case .ask: AskVerb.self
    case .merge: MergeVerb.self
    case .check: CheckVerb.self
    case .backup: BackupVerb.self
    case .repack: RepackVerb.self
    }
  }

  static var all: [String] { allCases.map(\.rawValue) }
}
