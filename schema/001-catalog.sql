-- What a graph file has once, format version 1.

-- "GQLG": any other number and the file is refused.
PRAGMA application_id = 0x47514C47;
PRAGMA user_version = 1;

-- Single values of the file by name. 'catalog' counts changes of anything that names are resolved with (label
-- sets, edge types, graphs, definitions), by whomever: cached plans are keyed by it.
CREATE TABLE meta (
  key TEXT PRIMARY KEY NOT NULL,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) VALUES ('catalog', 0);

CREATE TABLE graph_type (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  definition TEXT NOT NULL CHECK (json_valid(definition))
) STRICT;

-- The graphs of this file. Number 1 is the home graph; the tables of graph n carry the prefix gn_.
CREATE TABLE graph (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  graph_type INTEGER REFERENCES graph_type (id)
) STRICT;

INSERT INTO graph (id, name) VALUES (1, 'home');

-- One row per index that the user asked for: over nodes with a label, or edges of a type, by the values of
-- keys.
CREATE TABLE index_definition (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  graph INTEGER NOT NULL REFERENCES graph (id),
  name TEXT NOT NULL,
  element TEXT NOT NULL CHECK (element IN ('node', 'edge')),
  label TEXT,
  keys TEXT NOT NULL CHECK (json_valid(keys)),
  kind TEXT NOT NULL CHECK (kind IN ('plain', 'unique', 'text'))
) STRICT;

CREATE TABLE constraint_definition (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  graph INTEGER NOT NULL REFERENCES graph (id),
  name TEXT NOT NULL,
  definition TEXT NOT NULL CHECK (json_valid(definition))
) STRICT;

CREATE TRIGGER graph_inserted AFTER INSERT ON graph
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
CREATE TRIGGER graph_updated AFTER UPDATE ON graph
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
CREATE TRIGGER graph_deleted AFTER DELETE ON graph
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;

CREATE TRIGGER graph_type_inserted AFTER INSERT ON graph_type
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
CREATE TRIGGER graph_type_updated AFTER UPDATE ON graph_type
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
CREATE TRIGGER graph_type_deleted AFTER DELETE ON graph_type
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;

CREATE TRIGGER index_definition_inserted AFTER INSERT ON index_definition
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
CREATE TRIGGER index_definition_updated AFTER UPDATE ON index_definition
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
CREATE TRIGGER index_definition_deleted AFTER DELETE ON index_definition
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;

CREATE TRIGGER constraint_definition_inserted AFTER INSERT ON constraint_definition
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
CREATE TRIGGER constraint_definition_updated AFTER UPDATE ON constraint_definition
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
CREATE TRIGGER constraint_definition_deleted AFTER DELETE ON constraint_definition
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;
