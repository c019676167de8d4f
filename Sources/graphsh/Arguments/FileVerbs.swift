import ArgumentParser
import GQL
import GraphStore

struct NewVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.new.rawValue, abstract: "Make a graph with the vocabulary of stances in it.")
  @Argument(help: "A file that does not exist; we write `.graph`.", completion: .file()) var file: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    guard !FileSystem.exists(file) else {
      throw ShellError(status: .cannotOpen, message: "`\(file)` exists already")
    }
    do { try services.create(file) } catch let error as StoreError {
      DatabaseFiles.remove(file)
      throw ShellError(status: .cannotOpen, message: error.message)
    }
    FileOutput.standardError.write("made \(VisibleText.escaped(file))\n")
    return .success
  }
}

struct RepackVerb: GraphVerb {
  static let configuration = CommandConfiguration(
    commandName: VerbName.repack.rawValue, abstract: "Make the packed index anew, from which queries read.",
    discussion: "Loads and large changes do so by themselves; other programs that write the file do not.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try OneShot(file: file, mode: .readWrite, services: services).status { try carryOut(in: $0, arguments: arguments) }
  }

  func carryOut(in shell: Shell, arguments: [String]) throws -> ExitStatus {
    guard shell.engine.path != nil else { throw ShellError.failure("a graph in memory has no packed index") }
    try shell.watching(.packing) { monitor, _ in try shell.engine.repack(monitor) }
    shell.notice("repacked\n")
    return .success
  }
}

struct CheckVerb: GraphVerb {
  static let configuration = CommandConfiguration(
    commandName: VerbName.check.rawValue, abstract: "Verify that a file obeys every rule of the format.",
    discussion: "Exit status 1 when a rule is broken; warnings alone are 0.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try OneShot(file: file, services: services).status { try carryOut(in: $0, arguments: arguments) }
  }

  func carryOut(in shell: Shell, arguments: [String]) throws -> ExitStatus {
    let findings = try shell.reading(.reading) { monitor, _ in try shell.engine.checkFile(monitor) }
    for finding in findings { try shell.write(VisibleText.escaped(finding.description) + "\n") }
    shell.notice(findings.isEmpty ? "sound\n" : "\(SummaryText.count(findings.count, "finding"))\n")
    if findings.contains(where: { $0.kind == .damage }) {
      shell.notice("  hint: `graphsh export \(VisibleText.escaped(shell.engine.path ?? "FILE")) > saved.jsonl` writes all that can still be read\n")
    }
    return findings.contains { $0.severity == .error } ? .failure : .success
  }
}

struct BackupVerb: GraphVerb {
  static let configuration = CommandConfiguration(
    commandName: VerbName.backup.rawValue, abstract: "Write one consistent copy while others go on writing.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A file that does not exist.", completion: .file()) var output: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try OneShot(file: file, services: services).status { try carryOut(in: $0, arguments: arguments) }
  }

  func carryOut(in shell: Shell, arguments: [String]) throws -> ExitStatus {
    guard !FileSystem.exists(output) else { throw ShellError.failure("`\(output)` exists already") }
    try shell.watching(.writing) { monitor, _ in try shell.engine.backUp(output, monitor) }
    shell.notice("backed up to \(VisibleText.escaped(output))\n")
    return .success
  }
}
