import Foundation
import TestSupport
import Testing

@testable import graphsh

@Suite struct PictureViewerTests {
  private func folder(with program: String, _ script: String) throws -> TemporaryFile {
    let file = try TemporaryFile()
    let path = file.folder + "/" + program
    try Data(("#!/bin/sh\n" + script).utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return file
  }

  @Test func needsAScreenAndAProgram() throws {
    #if os(macOS)
      let name = "open"
    #else
      let name = "xdg-open"
      let file = try folder(with: name, "")
      #expect(PictureViewer.program(in: ["PATH": file.folder]) == nil)
      #expect(PictureViewer.program(in: ["PATH": file.folder, "DISPLAY": ""]) == nil)
      #expect(PictureViewer.program(in: ["PATH": "/nowhere", "DISPLAY": ":0"]) == nil)
      #expect(PictureViewer.program(in: ["PATH": "/nowhere:" + file.folder, "WAYLAND_DISPLAY": "wayland-0"]) == file.folder + "/" + name)
    #endif
  }

  @Test func opensWithoutWaiting() throws {
    let file = try folder(with: "viewer", "echo \"$1\" > \"$0.seen\"; sleep 20\n")
    let start = Date()
    #expect(PictureViewer.open("/tmp/a b'\"$x.svg", with: file.folder + "/viewer"))
    #expect(Date().timeIntervalSince(start) < 10)
    let seen = file.folder + "/viewer.seen"
    for _ in 0..<500 where (try? String(contentsOfFile: seen, encoding: .utf8))?.isEmpty != false { usleep(10_000) }
    #expect(try String(contentsOfFile: seen, encoding: .utf8) == "/tmp/a b'\"$x.svg\n")
  }

  /// Only where a person types, only for pictures, and not when told so.
  @Test(arguments: [("a.svg", true, "", true), ("a.dot", true, "", false), ("a.svg", false, "", false), ("a.svg", true, "--no-open", false)])
  func isShownToPeopleOnly(name: String, isInteractive: Bool, option: String, isShown: Bool) throws {
    #if !os(macOS)
      let file = try folder(with: "xdg-open", "echo \"$1\" > \"$0.seen\"\n")
      let harness = Harness(isInteractive: isInteractive, screenWidth: 80, environment: ["DISPLAY": ":0", "PATH": file.folder])
      let path = file.folder + "/" + name
      #expect(harness.shell.take(line: ".dot \(path) \(option) ELEMENTS x") == .done, "\(harness.notices)")
      #expect(harness.notices.contains("drawn to \(path)\n"))
      let seen = file.folder + "/xdg-open.seen"
      for _ in 0..<(isShown ? 500 : 30) where (try? String(contentsOfFile: seen, encoding: .utf8))?.isEmpty != false { usleep(10_000) }
      #expect((try? String(contentsOfFile: seen, encoding: .utf8)) == (isShown ? path + "\n" : nil))
    #endif
  }
}
