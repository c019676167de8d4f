// SQLite by hand: one statement from its text to its rows as JSON, timed without Python's binding.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  sqlite3 *connection;
  char *text;
  size_t length, capacity;
} Hand;

static void put(Hand *hand, const char *bytes, size_t count) {
  if (hand->length + count + 1 > hand->capacity) {
    hand->capacity = 2 * (hand->length + count + 1);
    hand->text = realloc(hand->text, hand->capacity);
  }
  memcpy(hand->text + hand->length, bytes, count);
  hand->length += count;
  hand->text[hand->length] = 0;
}

static void put_string(Hand *hand, const unsigned char *bytes, int count) {
  put(hand, "\"", 1);
  for (int i = 0; i < count; i++) {
    char escaped[8];
    if (bytes[i] >= 0x20 && bytes[i] != '"' && bytes[i] != '\\') put(hand, (const char *)bytes + i, 1);
    else put(hand, escaped, snprintf(escaped, sizeof escaped, "\\u%04x", bytes[i]));
  }
  put(hand, "\"", 1);
}

static void put_column(Hand *hand, sqlite3_stmt *statement, int column) {
  char number[40];
  switch (sqlite3_column_type(statement, column)) {
  case SQLITE_INTEGER:
    return put(hand, number, snprintf(number, sizeof number, "%lld", sqlite3_column_int64(statement, column)));
  case SQLITE_FLOAT:
    return put(hand, number, snprintf(number, sizeof number, "%.17g", sqlite3_column_double(statement, column)));
  case SQLITE_NULL:
    return put(hand, "null", 4);
  default: {
    const unsigned char *text = sqlite3_column_text(statement, column);
    put_string(hand, text, sqlite3_column_bytes(statement, column));
  }
  }
}

/// Null if the file cannot be opened.
Hand *hand_open(const char *path, const char *pragmas) {
  Hand *hand = calloc(1, sizeof *hand);
  if (sqlite3_open(path, &hand->connection) || sqlite3_exec(hand->connection, pragmas, 0, 0, 0)) return free(hand), NULL;
  return hand;
}

/// The rows as JSON, valid until the next call, and how long that took; null and SQLite's message in `text` on errors.
const char *hand_query(Hand *hand, const char *sql, double *milliseconds) {
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  hand->length = 0;
  put(hand, "[", 1);
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(hand->connection, sql, -1, &statement, 0)) return NULL;
  int status, columns = sqlite3_column_count(statement);
  for (int row = 0; (status = sqlite3_step(statement)) == SQLITE_ROW; row++) {
    put(hand, row ? ",[" : "[", row ? 2 : 1);
    for (int column = 0; column < columns; column++) {
      if (column) put(hand, ",", 1);
      put_column(hand, statement, column);
    }
    put(hand, "]", 1);
  }
  sqlite3_finalize(statement);
  if (status != SQLITE_DONE) return NULL;
  put(hand, "]", 1);
  clock_gettime(CLOCK_MONOTONIC, &end);
  *milliseconds = (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6;
  return hand->text;
}

const char *hand_error(Hand *hand) { return sqlite3_errmsg(hand->connection); }
