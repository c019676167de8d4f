// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "graphsh",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "GraphStore", targets: ["GraphStore"]),
    .library(name: "GQL", targets: ["GQL"]),
    .executable(name: "graphsh", targets: ["graphsh"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CAllocator"),
    .target(name: "GraphStore", dependencies: ["CSQLite"]),
    .target(name: "GQL", dependencies: ["GraphStore"]),
    .target(name: "GraphFormats", dependencies: ["GraphStore"]),
    .executableTarget(
      name: "graphsh",
      dependencies: [
        "CAllocator", "GQL", "GraphFormats", "GraphStore", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "TestSupport", dependencies: ["GQL", "GraphStore"], path: "Tests/TestSupport",
      // The oracle enumerates: in debug builds it would take most of the time of the tests.
      swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .executableTarget(name: "conformance", dependencies: ["GQL", "GraphStore"], path: "Tests/Conformance",
      exclude: ["known-failures.tsv"]),
    .testTarget(name: "GraphStoreTests", dependencies: ["GraphStore", "TestSupport"]),
    .executableTarget(name: "crash-writer", dependencies: ["GraphStore"], path: "Tests/CrashWriter"),
    .testTarget(name: "CrashTests", dependencies: ["GraphStore", "TestSupport", "crash-writer"]),
    .testTarget(name: "GQLTests", dependencies: ["GQL", "TestSupport"]),
    .testTarget(name: "GoldenTests", dependencies: ["GQL", "TestSupport"], exclude: ["Golden", "Seeds", "Conformance"]),
    .testTarget(name: "PropertyTests", dependencies: ["GQL", "TestSupport"]),
    .testTarget(name: "GraphFormatsTests", dependencies: ["GQL", "GraphFormats", "GraphStore", "TestSupport"]),
    .testTarget(name: "GraphshTests", dependencies: ["graphsh", "GQL", "GraphStore", "TestSupport"]),
  ]
)
