#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H
#include <sqlite3.h>

/* Swift imports neither variadic functions nor function-pointer macros: one line for each that we need. */

static inline int csqlite_db_config_flag(sqlite3 *db, int option, int on) {
  return sqlite3_db_config(db, option, on, (int *)0);
}
static inline int csqlite_bind_text_copied(sqlite3_stmt *s, int i, const char *bytes, sqlite3_uint64 n) {
  return sqlite3_bind_text64(s, i, bytes, n, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int csqlite_bind_text_borrowed(sqlite3_stmt *s, int i, const char *bytes, sqlite3_uint64 n) {
  return sqlite3_bind_text64(s, i, bytes, n, SQLITE_STATIC, SQLITE_UTF8);
}
static inline int csqlite_bind_blob_copied(sqlite3_stmt *s, int i, const void *bytes, sqlite3_uint64 n) {
  return sqlite3_bind_blob64(s, i, bytes, n, SQLITE_TRANSIENT);
}
static inline int csqlite_bind_blob_borrowed(sqlite3_stmt *s, int i, const void *bytes, sqlite3_uint64 n) {
  return sqlite3_bind_blob64(s, i, bytes, n, SQLITE_STATIC);
}

static inline void csqlite_result_blob_copied(sqlite3_context *c, const void *bytes, int n) {
  sqlite3_result_blob(c, bytes, n, SQLITE_TRANSIENT);
}
/* Null when this SQLite has no FTS5. */
static inline fts5_api *csqlite_fts5_api(sqlite3 *db) {
  fts5_api *api = 0;
  sqlite3_stmt *s = 0;
  if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &s, 0) == SQLITE_OK) {
    sqlite3_bind_pointer(s, 1, (void *)&api, "fts5_api_ptr", 0);
    sqlite3_step(s);
  }
  sqlite3_finalize(s);
  return api;
}

#endif
