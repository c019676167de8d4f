import ArgumentParser
import GQL
import GraphStore

struct NewVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a graph with the vocabulary of stances in it.")
  @Argument(help: "A file that does not exist; we write `.graph`.", completion: .file()) var file: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    guard !FileSystem.exists(file) else {
      throw ShellError(status: .cannotOpen, message: "`\(file)` exists already")
    }
    do { try services.create(file) } catch let error as StoreError {
      FileSystem.removeGraph(file)
      throw ShellError(status: .cannotOpen, message: error.message)
    }
    FileOutput.standardError.write("made \(VisibleText.escaped(file))\n")
    return .success
  }
}

struct ImportVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Load keyed JSON Lines; the same key updates.",
    discussion: "All inputs are loaded in one transaction: all of them, or nothing.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "Files of JSON Lines.", completion: .file()) var inputs: [String]
  @Flag(help: "Say what would change, and change nothing.") var dryRun = false
  @Flag(help: "Make FILE when it does not exist.") var create = false
  @Option(help: ArgumentHelp("Report so many faulty lines and leave them out; one more stops.", valueName: "count"))
  var maxErrors = 0

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    guard maxErrors >= 0 else { throw ShellError.usage("`--max-errors` is a number from 0") }
    for input in inputs where !FileSystem.exists(input) {
      throw ShellError.failure("`\(input)` does not exist")
    }
    let isNew = create && !FileSystem.exists(file)
    do {
      try load(isNew: isNew, services)
      if isNew && dryRun { FileSystem.removeGraph(file) }
      return .success
    } catch {
      // Nothing was loaded: the next try finds the folder as this one did.
      if isNew { FileSystem.removeGraph(file) }
      throw error
    }
  }

  /// Leaves the graph closed.
  private func load(isNew: Bool, _ services: Services) throws {
    let engine =
      isNew
      ? try OpenedFile.opened(file, mode: .create, services: services)
      : try OpenedFile.existing(file, mode: .readWrite, services: services)
    let report: ImportReport
    do { report = try engine.load(inputs, maxErrors, dryRun) } catch let error as StoreError {
      throw ShellError.failure(error.message)
    }
    for line in report.rejected { FileOutput.standardError.write("left out: \(VisibleText.escaped(line))\n") }
    FileOutput.standardError.write(SummaryText.of(report, isDryRun: dryRun) + "\n")
  }
}

struct CheckVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Verify that a file obeys every rule of the format.",
    discussion: "Exit status 1 when a rule is broken; warnings alone are 0.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    let engine = try OpenedFile.existing(file, mode: .readOnly, services: services)
    let findings = try engine.checkFile()
    for finding in findings {
      try FileOutput.standardOutput.writeAll(VisibleText.escaped(finding.description) + "\n")
    }
    FileOutput.standardError.write(
      findings.isEmpty ? "sound\n" : "\(SummaryText.count(findings.count, "finding"))\n")
    return findings.contains { $0.severity == .error } ? .failure : .success
  }
}

struct BackupVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Write one consistent copy while others go on writing.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A file that does not exist.", completion: .file()) var output: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    let engine = try OpenedFile.existing(file, mode: .readOnly, services: services)
    guard !FileSystem.exists(output) else { throw ShellError.failure("`\(output)` exists already") }
    try engine.backUp(output)
    FileOutput.standardError.write("backed up to \(VisibleText.escaped(output))\n")
    return .success
  }
}
