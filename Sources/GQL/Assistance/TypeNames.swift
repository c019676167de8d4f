/// The types of values, for whoever types the name of one.
package enum TypeNames {
  package static var all: [String] { Parser.usualTypes }
}
