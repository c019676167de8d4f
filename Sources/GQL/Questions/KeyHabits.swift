/// Keys that others use for what answers read under another name.
public enum KeyHabits {
  private static let habits: [(names: [String], key: String)] = [
    (["published", "published_at", "published_on", "publication", "publicationdate", "pub_date", "pubdate", "release_date"], "publication_date"),
    (["doc", "document", "article", "source_document", "sourced_from"], "source"),
    (["speaker", "says", "said_by", "says_who", "according_to", "reported_by", "quoted"], "speakers"),
    (["start_date", "startdate", "begin_date", "started", "from_date"], "date_from"),
    (["end_date", "enddate", "ended", "to_date"], "date_to"),
    (["summary", "description", "statement_text"], "gist"),
    (["confidence"], "certainty"),
    (["alias", "aka", "also_known_as", "other_names", "nickname", "nicknames"], "aliases"),
  ]

  /// The key that answers read where this is written, whatever its case.
  public static func known(for key: String) -> String? {
    let plain = key.lowercased()
    return habits.first { $0.names.contains(plain) }?.key
  }
}
