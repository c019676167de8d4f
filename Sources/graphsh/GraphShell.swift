import ArgumentParser
import CAllocator
import GQL
import Glibc

/// `graphsh [FILE]` and `graphsh VERB FILE`.
@main
enum GraphShell {
  static func main() {
    FileOutput.keepStandardDescriptors()
    callocator_keep_freed(keptBytes)
    // A write beyond `ulimit -f` fails like any other, and is told.
    signal(SIGXFSZ, SIG_IGN)
    // The array of arguments has replacement characters in the place of what is not UTF-8.
    for number in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[number], String(validatingCString: argument) == nil else { continue }
      FileOutput.standardError.write("graphsh: argument \(number) is not UTF-8\n")
      exit(ExitStatus.usage.rawValue)
    }
    let status = CommandLineDispatcher.run(Array(CommandLine.arguments.dropFirst()), services: .live)
    exit(status.rawValue)
  }

  /// That statements have given back and the next one may have.
  private static let keptBytes: Int32 = 128 << 20

  static let version = Graph.version
}

/// All verbs under one name: help of the whole, and completion scripts for shells.
struct GraphShellVerbs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graphsh", abstract: "A knowledge graph in one SQLite file, asked in ISO GQL.",
    subcommands: VerbName.allCases.map(\.command))

  /// What completion scripts are made of: the verbs, and the options that come without one.
  struct WithOpening: ParsableCommand {
    static let configuration = GraphShellVerbs.configuration
    @OptionGroup var options: OpenOptions
  }
}
