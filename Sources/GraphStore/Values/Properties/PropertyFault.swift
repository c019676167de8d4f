/// What is wrong with property text, and where. Plain data, so that the scanner's hot paths carry no strings.
struct PropertyFault: Error {
  enum Kind: UInt8 {
    case noRecord, unfinished, unexpectedCharacter, controlInString, badEscape, loneSurrogate, invalidUTF8
    case badNumber, floatOutOfRange, integerTooLong, tooDeep, trailingText, repeatedName
    case unknownTag, reservedTag, badTagContent
  }

  var kind: Kind
  /// In bytes from the start of the text.
  var offset: Int

  var storeError: StoreError { StoreError(.corrupt, message) }

  /// Without the properties' contents.
  var message: String { "\(explanation) at byte \(offset) of the properties" }

  /// Of a value in an object that is one otherwise.
  var isOfValue: Bool {
    switch kind {
    case .floatOutOfRange, .integerTooLong, .tooDeep, .repeatedName, .unknownTag, .reservedTag, .badTagContent: true
    case .noRecord, .unfinished, .unexpectedCharacter, .controlInString, .badEscape, .loneSurrogate, .invalidUTF8, .badNumber, .trailingText: false
    }
  }

  /// What is wrong, without where.
  var explanation: String {
    switch kind {
    case .noRecord: "expected a JSON object"
    case .unfinished: "the JSON text ends too early"
    case .unexpectedCharacter: "unexpected character"
    case .controlInString: "a control character that is not escaped in a string"
    case .badEscape: "a backslash that starts no JSON escape"
    case .loneSurrogate: "half of a surrogate pair, which is no Unicode scalar,"
    case .invalidUTF8: "bytes that are not UTF-8"
    case .badNumber: "something that is no JSON number"
    case .floatOutOfRange: "a number beyond the range of 64-bit floats"
    case .integerTooLong: "an integer of more than \(ExactDecimal.maximumDigits) digits"
    case .tooDeep: "nesting deeper than \(PropertyText.maximumDepth) levels"
    case .trailingText: "text after the end of the JSON object"
    case .repeatedName: "an object that has the same key twice"
    case .unknownTag: "an unknown tag: a one-member object whose name starts with a single `@`"
    case .reservedTag: "a tag that is reserved for a newer version"
    case .badTagContent: "a tag whose content is not of its type"
    }
  }
}
