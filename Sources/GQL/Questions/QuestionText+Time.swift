/// When something was, as edges tell it. Days are texts such as `2025-05-01`, so that dates and what people write for them compare alike.
///
/// The time of an edge is its `date` where that is more or less than one day (`2025`, `2025-05`, `A/B`, `../B`, `A/..`), else `date_from` and
/// `date_to`, else the day in `date`, else `valid_from` (or `since`) and `valid_to`. One that tells none was so by the day of its publication, its own
/// `publication_date` or that of its Document: nobody knows how long before. Where it tells no time, what is past, lasts or is still to come
/// is undated; a position is held when it is told, also on what is to come.
extension QuestionText {
  /// Relations that last: the day on which a document tells of one is not the day on which it began.
  static let lasting = ["HOLDS_OFFICE", "MEMBER_OF", "SPEAKS_FOR", "LEADS"]

  /// Those of them that hold throughout their time: an interval with an open start tells when it ended, not by when it was so.
  static let lastingUntil = ["HOLDS_OFFICE", "MEMBER_OF", "SPEAKS_FOR"]

  /// They as items of a list.
  static let lastingTypes = lasting.map { "'\($0)'" }.joined(separator: ", ")

  private static let lastingUntilTypes = lastingUntil.map { "'\($0)'" }.joined(separator: ", ")

  /// What bases of a date say that it is none that the document tells.
  private static let inferredBases = DOTOptions().inferredTimes.map { "'\($0)'" }.joined(separator: ", ")

  /// And that it is as sure as the day of publication, from which it is reckoned.
  private static let reckonedBases = DOTOptions().reckonedTimes.map { "'\($0)'" }.joined(separator: ", ")

  /// Clauses that define, for the edge variable `e`:
  ///
  /// | Variable | Type | Meaning |
  /// |---|---|---|
  /// | e_begun, e_ended | STRING | the first and last day that the edge tells; null = open or not told |
  /// | e_published | STRING | the day on which its document was published |
  /// | e_day | STRING | for the order: the first of e_begun, e_ended and the day of publication; null = undated |
  /// | e_span | STRING | the time as it may be shown: `2025-05-01`, `2025-05`, `A/B`, `by B`, `until B`, `since A`; null = undated |
  /// | e_is_inferred | BOOL | whether the time is inferred, as its basis or that of the publication says |
  /// | e_dated | STRING | e_span, with `~` before an inferred time; null = undated |
  static func time(of e: String) -> String {
    """
    LET \(e)_date_text = \(text("\(e).date")), \(e)_from_text = \(day("\(e).date_from")), \(e)_to_text = \(day("\(e).date_to")),
        \(e)_valid = COALESCE(\(day("\(e).valid_from")), \(day("\(e).since")), '..') || '/' || COALESCE(\(day("\(e).valid_to")), '..'),
        \(e)_printed = COALESCE(\(day("\(e).publication_date")), \(published(e)))
      LET \(e)_published = \(calendarDay("\(e)_printed")), \(e)_date = \(interval("\(e)_date_text")),
        \(e)_from = \(calendarDay("\(e)_from_text")), \(e)_to = \(calendarDay("\(e)_to_text"))
      LET \(e)_time = CASE
          WHEN \(e)_date >= '.' AND \(e)_date < ':' AND (CONTAINS(\(e)_date, '/') OR CHAR_LENGTH(\(e)_date) < 10) THEN \(e)_date
          WHEN \(e)_from <> \(e)_to THEN \(e)_from || '/' || \(e)_to
          WHEN \(e)_from IS NOT NULL THEN \(e)_from
          WHEN \(e)_to IS NOT NULL THEN '../' || \(e)_to
          WHEN \(e)_date >= '0' AND \(e)_date < ':' THEN LEFT(\(e)_date, 10)
          ELSE \(e)_valid END
      LET \(e)_parts = SPLIT(\(e)_time, '/')
      LET \(e)_head = \(e)_parts[0], \(e)_tail = \(e)_parts[SIZE(\(e)_parts) - 1]
      LET \(e)_begun = FIRST_DAY(\(e)_head), \(e)_ended = LAST_DAY(\(e)_tail)
      LET \(e)_is_told = \(e)_begun IS NOT NULL OR \(e)_ended IS NOT NULL,
        \(e)_said = CASE WHEN NOT TYPE(\(e)) IN [\(lastingTypes)] THEN \(e)_published END
      LET \(e)_known = CASE WHEN \(modality(of: e)) = 'actual' THEN \(e)_said WHEN \(modality(of: e)) = 'past' THEN NULL
          WHEN EXISTS { MATCH (\(e)_stance:Stance) WHERE \(isStance("\(e)_stance", of: e)) } THEN \(e)_said END
      LET \(e)_day = COALESCE(\(e)_begun, \(e)_ended, \(e)_known),
        \(e)_is_inferred = COALESCE(
          CASE WHEN \(e)_is_told AND NOT COALESCE(\(text("\(e).date_basis")) IN [\(reckonedBases)], FALSE) THEN \(text("\(e).date_basis"))
            ELSE \(publicationBasis(e)) END IN [\(inferredBases)], FALSE),
        \(e)_before = CASE WHEN NOT \(e)_is_told THEN 'by '
          WHEN \(e)_begun IS NULL THEN CASE WHEN \(e)_time = \(e)_valid OR TYPE(\(e)) IN [\(lastingUntilTypes)] THEN 'until ' ELSE 'by ' END WHEN \(e)_ended IS NULL THEN 'since ' ELSE '' END,
        \(e)_shown = CASE WHEN NOT \(e)_is_told THEN \(e)_known WHEN \(e)_begun IS NULL THEN \(e)_tail WHEN \(e)_ended IS NULL THEN \(e)_head
          WHEN \(e)_head = \(e)_tail THEN \(e)_head ELSE \(e)_head || '/' || \(e)_tail END
      LET \(e)_span = \(e)_before || \(e)_shown, \(e)_dated = \(e)_before || CASE WHEN \(e)_is_inferred THEN '~' ELSE '' END || \(e)_shown
    """
  }

  /// A day, month or year as it is; null for other texts and for those that no calendar has.
  static func calendarDay(_ text: String) -> String { "CASE WHEN FIRST_DAY(\(text)) IS NOT NULL THEN \(text) END" }

  /// A text as it is, if it tells an interval such as `2025-03-01/2025-03-03` or no interval at all; null for `05/06/2025`.
  private static func interval(_ text: String) -> String {
    """
    CASE WHEN NOT CONTAINS(\(text), '/') THEN \(text)
          WHEN SIZE(SPLIT(\(text), '/')) = 2 AND SIZE([part IN SPLIT(\(text), '/') WHERE part = '..' OR FIRST_DAY(part) IS NOT NULL]) = 2 THEN \(text) END
    """
  }

  /// The earliest time of a group, as `[day, inferred, exact, span, dated, last day of all]`; undated ones come last. Of times that are equally early
  /// and sure the one of an open start is given, so that an answer is no firmer than what it rests on.
  static func earliest(_ e: String) -> String {
    "MIN([COALESCE(\(e)_day, '~'), \(e)_is_inferred, COALESCE(\(e)_before <> 'by ', FALSE), \(e)_span, \(e)_dated]) || [MAX(COALESCE(\(e)_ended, \(e)_begun))]"
  }

  /// Since when, of an `earliest`: an interval that others of the group outlast ends nothing.
  static func since(_ earliest: String) -> String {
    """
    CASE WHEN CONTAINS(\(earliest)[3], '/') AND \(earliest)[5] > LAST_DAY(SPLIT(\(earliest)[3], '/')[1]) THEN 'since ' || SPLIT(\(earliest)[3], '/')[0]
        ELSE \(earliest)[3] END
    """
  }

  /// Whether the time that an edge tells, else the day of its publication (`e_said`), meets that between `$since` and `$until`. What is known
  /// `by` or `until` a day only is of that day: nobody tells since when, so it is no answer about the time before.
  static func isWithin(_ e: String) -> String {
    """
    COALESCE(\(e)_day, \(e)_said) IS NOT NULL
        AND ($until IS NULL OR COALESCE(\(e)_begun, \(e)_ended, \(e)_said) <= CAST($until AS STRING))
        AND ($since IS NULL OR COALESCE(CASE WHEN \(e)_is_told THEN \(e)_ended ELSE \(e)_said END, '~') >= CAST($since AS STRING))
    """
  }

  /// Whether somebody does speak for a state by the edge that says so: not who did, who will or may, nor whom the state has disowned.
  static func speaks(_ edge: String) -> String { "(NOT \(isDisowned(edge)) AND \(modality(of: edge)) = 'actual')" }

  /// Whether somebody spoke for a state by the edge `f` when the edge `e` was so: where either tells no day, he did.
  static func speaks(_ f: String, when e: String) -> String {
    let day = "COALESCE(FIRST_DAY(\(day("\(e).date_from"))), FIRST_DAY(SPLIT(\(text("\(e).date")), '/')[0]), FIRST_DAY(\(day("\(e).publication_date"))), FIRST_DAY(\(published(e))))"
    return """
      \(speaks(f)) AND COALESCE(\(day) >= FIRST_DAY(COALESCE(\(self.day("\(f).valid_from")), \(self.day("\(f).since")))), TRUE)
              AND COALESCE(\(day) <= LAST_DAY(\(self.day("\(f).valid_to"))), TRUE)
      """
  }

  /// Whether a state has disowned who speaks for it.
  static func isDisowned(_ edge: String) -> String { "COALESCE(UPPER(\(text("\(edge).disavowed"))) = 'TRUE', FALSE)" }

  /// What an edge is where it is not plain fact, in few words: `only: ferries, conditional, reported by Ada and others, disputed`; empty
  /// otherwise.
  static func how(_ e: String) -> String {
    let speakers = list("\(e).speakers"), scope = scope(of: e), certainty = text("\(e).certainty"), modality = modality(of: e)
    return """
      SUBSTRING(CASE WHEN SIZE(\(scope)) > 0 THEN ', only: ' || \(scope)[0]
            || CASE WHEN SIZE(\(scope)) > 1 THEN ' and ' || \(scope)[1]
              || CASE WHEN SIZE(\(scope)) > 2 THEN ' and others' ELSE '' END ELSE '' END ELSE '' END
          || CASE WHEN \(modality) <> 'actual' THEN ', ' || \(modality) ELSE '' END
          || CASE WHEN SIZE(\(speakers)) > 0
            THEN CASE WHEN COALESCE(\(certainty), 'stated') IN ['stated', 'reported'] THEN ', reported by ' ELSE ', ' || \(certainty) || ', reported by ' END
              || \(speakers)[0] || CASE WHEN SIZE(\(speakers)) > 1 THEN ' and others' ELSE '' END
            ELSE COALESCE(CASE WHEN \(certainty) <> 'stated' THEN ', ' || \(certainty) END, '') END
          || CASE WHEN SIZE(\(list("\(e).disputes"))) > 0 THEN ', disputed' ELSE '' END, 2)
      """
  }
}
