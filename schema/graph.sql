-- What every graph has, format version 1. {g} is the graph's prefix, empty for the home graph.

-- ROWS ------------------------------------------------------------------------------------------------------

-- Each distinct set of labels once, as a JSON array of names in ascending code-point order. Rows are added,
-- never changed.
CREATE TABLE {g}label_set (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 281474976710655),
  labels TEXT NOT NULL CHECK (json_valid(labels))
) STRICT;

-- A plain index: REPLACE over a unique one would delete another row without firing triggers.
CREATE INDEX {g}label_set_labels ON {g}label_set (labels);

INSERT INTO {g}label_set (id, labels) VALUES (1, '[]');

CREATE TABLE {g}node (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 281474976710655),
  label_set INTEGER NOT NULL DEFAULT 1 REFERENCES {g}label_set (id),
  properties TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(properties) AND json_type(properties) = 'object')
) STRICT;

-- Rows are added, never changed.
CREATE TABLE {g}edge_type (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 281474976710655),
  name TEXT NOT NULL
) STRICT;

CREATE INDEX {g}edge_type_name ON {g}edge_type (name);

-- An undirected edge (directed = 0) has its ends in source and target all the same; their order says nothing.
CREATE TABLE {g}edge (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 281474976710655),
  type INTEGER NOT NULL REFERENCES {g}edge_type (id),
  source INTEGER NOT NULL REFERENCES {g}node (id),
  target INTEGER NOT NULL REFERENCES {g}node (id),
  directed INTEGER NOT NULL DEFAULT 1 CHECK (directed IN (0, 1)),
  properties TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(properties) AND json_type(properties) = 'object')
) STRICT;

-- The change log below compares with these; without an entry it takes every insert for a change.
INSERT INTO sqlite_sequence (name, seq) VALUES ('{g}node', 0), ('{g}edge', 0);

-- THE CATALOG'S TRIGGERS ------------------------------------------------------------------------------------
-- RAISE(ABORT) holds whatever conflict clause the outer statement carries.

CREATE TRIGGER {g}label_set_insert BEFORE INSERT ON {g}label_set
BEGIN
  SELECT RAISE(ABORT, 'labels must be a JSON array of distinct names in ascending order')
  WHERE json_type(new.labels) IS NOT 'array'
    OR EXISTS (SELECT 1 FROM json_each(new.labels) WHERE type <> 'text' OR value = '')
    OR new.labels IS NOT (
      SELECT json_group_array(value) FROM (SELECT DISTINCT value FROM json_each(new.labels) ORDER BY value));
  SELECT RAISE(ABORT, 'this label set exists')
  WHERE EXISTS (SELECT 1 FROM {g}label_set WHERE labels = new.labels OR id = new.id);
END;

CREATE TRIGGER {g}label_set_inserted AFTER INSERT ON {g}label_set
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;

CREATE TRIGGER {g}label_set_update BEFORE UPDATE ON {g}label_set
BEGIN SELECT RAISE(ABORT, 'a label set never changes: give the nodes another one'); END;

CREATE TRIGGER {g}label_set_delete BEFORE DELETE ON {g}label_set
BEGIN SELECT RAISE(ABORT, 'a label set is never deleted'); END;

CREATE TRIGGER {g}edge_type_insert BEFORE INSERT ON {g}edge_type
BEGIN
  SELECT RAISE(ABORT, 'an edge type needs a name') WHERE new.name = '' OR instr(new.name, char(0)) > 0;
  SELECT RAISE(ABORT, 'this edge type exists')
  WHERE EXISTS (SELECT 1 FROM {g}edge_type WHERE name = new.name OR id = new.id);
END;

CREATE TRIGGER {g}edge_type_inserted AFTER INSERT ON {g}edge_type
BEGIN UPDATE meta SET value = value + 1 WHERE key = 'catalog'; END;

CREATE TRIGGER {g}edge_type_update BEFORE UPDATE ON {g}edge_type
BEGIN SELECT RAISE(ABORT, 'an edge type never changes: give the edges another one'); END;

CREATE TRIGGER {g}edge_type_delete BEFORE DELETE ON {g}edge_type
BEGIN SELECT RAISE(ABORT, 'an edge type is never deleted'); END;

-- THE CHANGE LOG --------------------------------------------------------------------------------------------
-- One row for every change to a row that a reader may already hold: id and what the row was before; nulls
-- where there was none. Insert-only, without unique key or conflict clause: a table keyed by id breaks,
-- because the outer statement's conflict policy overrides the trigger's.
--
-- A reader that has seen everything up to some state reads on from there: rows with ids above the highest it
-- had ever seen, and rows that the log names. Which inserts must be logged follows: those with an id up to
-- the highest ever given out, which AUTOINCREMENT keeps in sqlite_sequence (max(id) will not do: after the
-- deletion of the greatest row, an explicit id below it would go unseen). SQLite writes sqlite_sequence at
-- the end of a statement, so a statement's own fresh rows are above it. A missing entry there means: log. An
-- id moved above it moves it.
--
-- The program's own connection runs no triggers and writes the same rows by itself.

CREATE TABLE {g}node_change (
  seq INTEGER PRIMARY KEY,
  id INTEGER,
  label_set INTEGER
) STRICT;

CREATE TABLE {g}edge_change (
  seq INTEGER PRIMARY KEY,
  id INTEGER,
  source INTEGER,
  target INTEGER,
  type INTEGER
) STRICT;

CREATE TRIGGER {g}node_update AFTER UPDATE ON {g}node
BEGIN
  INSERT INTO {g}node_change (id, label_set) VALUES (old.id, old.label_set);
END;

CREATE TRIGGER {g}node_delete AFTER DELETE ON {g}node
BEGIN
  INSERT INTO {g}node_change (id, label_set) VALUES (old.id, old.label_set);
END;

-- REPLACE deletes without firing delete triggers.
CREATE TRIGGER {g}node_replace BEFORE INSERT ON {g}node
BEGIN
  INSERT INTO {g}node_change (id, label_set) SELECT id, label_set FROM {g}node WHERE id = new.id;
END;

CREATE TRIGGER {g}node_insert AFTER INSERT ON {g}node
WHEN new.id <= coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = '{g}node'), new.id)
BEGIN
  INSERT INTO {g}node_change (id) VALUES (new.id);
END;

CREATE TRIGGER {g}node_move BEFORE UPDATE OF id ON {g}node WHEN new.id IS NOT old.id
BEGIN
  INSERT INTO {g}node_change (id, label_set) SELECT id, label_set FROM {g}node WHERE id = new.id;
END;

CREATE TRIGGER {g}node_moved AFTER UPDATE OF id ON {g}node WHEN new.id IS NOT old.id
BEGIN
  INSERT INTO {g}node_change (id) VALUES (new.id);
  UPDATE sqlite_sequence SET seq = new.id WHERE name = '{g}node' AND seq < new.id;
END;

CREATE TRIGGER {g}edge_update AFTER UPDATE ON {g}edge
BEGIN
  INSERT INTO {g}edge_change (id, source, target, type) VALUES (old.id, old.source, old.target, old.type);
END;

CREATE TRIGGER {g}edge_delete AFTER DELETE ON {g}edge
BEGIN
  INSERT INTO {g}edge_change (id, source, target, type) VALUES (old.id, old.source, old.target, old.type);
END;

CREATE TRIGGER {g}edge_replace BEFORE INSERT ON {g}edge
BEGIN
  INSERT INTO {g}edge_change (id, source, target, type)
  SELECT id, source, target, type FROM {g}edge WHERE id = new.id;
END;

CREATE TRIGGER {g}edge_insert AFTER INSERT ON {g}edge
WHEN new.id <= coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = '{g}edge'), new.id)
BEGIN
  INSERT INTO {g}edge_change (id) VALUES (new.id);
END;

CREATE TRIGGER {g}edge_move BEFORE UPDATE OF id ON {g}edge WHEN new.id IS NOT old.id
BEGIN
  INSERT INTO {g}edge_change (id, source, target, type)
  SELECT id, source, target, type FROM {g}edge WHERE id = new.id;
END;

CREATE TRIGGER {g}edge_moved AFTER UPDATE OF id ON {g}edge WHEN new.id IS NOT old.id
BEGIN
  INSERT INTO {g}edge_change (id) VALUES (new.id);
  UPDATE sqlite_sequence SET seq = new.id WHERE name = '{g}edge' AND seq < new.id;
END;

-- THE PACKED INDEX ------------------------------------------------------------------------------------------
-- Chunks of what the rows say, in the form in which queries read it; `meta` holds its version under the table's
-- name. Derived: it may be emptied at any time, and no tool need keep it up. Without it, or when the triggers above
-- are not in place, every row is read.

CREATE TABLE {g}pack (
  id INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;

-- VIEWS -----------------------------------------------------------------------------------------------------
-- Names instead of numbers, for SQL tools, to read and to write.

CREATE VIEW {g}nodes (id, labels, properties) AS
SELECT node.id, label_set.labels, node.properties
FROM {g}node AS node LEFT JOIN {g}label_set AS label_set ON label_set.id = node.label_set;

CREATE TRIGGER {g}nodes_insert INSTEAD OF INSERT ON {g}nodes
BEGIN
  SELECT RAISE(ABORT, 'labels must be a JSON array of names')
  WHERE json_type(coalesce(new.labels, '[]')) <> 'array'
    OR EXISTS (SELECT 1 FROM json_each(coalesce(new.labels, '[]')) WHERE type <> 'text');
  INSERT INTO {g}label_set (labels)
  SELECT labels
  FROM (
    SELECT json_group_array(value) AS labels
    FROM (SELECT DISTINCT value FROM json_each(coalesce(new.labels, '[]')) ORDER BY value))
  WHERE labels NOT IN (SELECT labels FROM {g}label_set);
  INSERT INTO {g}node (id, label_set, properties)
  SELECT new.id, min(id), coalesce(new.properties, '{}')
  FROM {g}label_set
  WHERE labels = (
    SELECT json_group_array(value)
    FROM (SELECT DISTINCT value FROM json_each(coalesce(new.labels, '[]')) ORDER BY value));
END;

CREATE TRIGGER {g}nodes_update INSTEAD OF UPDATE ON {g}nodes
BEGIN
  SELECT RAISE(ABORT, 'labels must be a JSON array of names')
  WHERE json_type(coalesce(new.labels, '[]')) <> 'array'
    OR EXISTS (SELECT 1 FROM json_each(coalesce(new.labels, '[]')) WHERE type <> 'text');
  INSERT INTO {g}label_set (labels)
  SELECT labels
  FROM (
    SELECT json_group_array(value) AS labels
    FROM (SELECT DISTINCT value FROM json_each(coalesce(new.labels, '[]')) ORDER BY value))
  WHERE labels NOT IN (SELECT labels FROM {g}label_set);
  UPDATE {g}node
  SET id = new.id,
    properties = coalesce(new.properties, '{}'),
    label_set = (
      SELECT min(id)
      FROM {g}label_set
      WHERE labels = (
        SELECT json_group_array(value)
        FROM (SELECT DISTINCT value FROM json_each(coalesce(new.labels, '[]')) ORDER BY value)))
  WHERE id = old.id;
END;

CREATE TRIGGER {g}nodes_delete INSTEAD OF DELETE ON {g}nodes
BEGIN
  DELETE FROM {g}node WHERE id = old.id;
END;

CREATE VIEW {g}edges (id, type, source, target, directed, properties) AS
SELECT edge.id, edge_type.name, edge.source, edge.target, edge.directed, edge.properties
FROM {g}edge AS edge LEFT JOIN {g}edge_type AS edge_type ON edge_type.id = edge.type;

CREATE TRIGGER {g}edges_insert INSTEAD OF INSERT ON {g}edges
BEGIN
  SELECT RAISE(ABORT, 'an edge needs a type') WHERE new.type IS NULL;
  SELECT RAISE(ABORT, 'source and target must be ids of nodes')
  WHERE NOT EXISTS (SELECT 1 FROM {g}node WHERE id = new.source)
    OR NOT EXISTS (SELECT 1 FROM {g}node WHERE id = new.target);
  INSERT INTO {g}edge_type (name)
  SELECT new.type WHERE new.type NOT IN (SELECT name FROM {g}edge_type);
  INSERT INTO {g}edge (id, type, source, target, directed, properties)
  SELECT new.id, min(id), new.source, new.target, coalesce(new.directed, 1), coalesce(new.properties, '{}')
  FROM {g}edge_type
  WHERE name = new.type;
END;

CREATE TRIGGER {g}edges_update INSTEAD OF UPDATE ON {g}edges
BEGIN
  SELECT RAISE(ABORT, 'an edge needs a type') WHERE new.type IS NULL;
  SELECT RAISE(ABORT, 'source and target must be ids of nodes')
  WHERE (new.source IS NOT old.source AND NOT EXISTS (SELECT 1 FROM {g}node WHERE id = new.source))
    OR (new.target IS NOT old.target AND NOT EXISTS (SELECT 1 FROM {g}node WHERE id = new.target));
  INSERT INTO {g}edge_type (name)
  SELECT new.type WHERE new.type NOT IN (SELECT name FROM {g}edge_type);
  UPDATE {g}edge
  SET id = new.id,
    type = (SELECT min(id) FROM {g}edge_type WHERE name = new.type),
    source = new.source,
    target = new.target,
    directed = coalesce(new.directed, 1),
    properties = coalesce(new.properties, '{}')
  WHERE id = old.id;
END;

CREATE TRIGGER {g}edges_delete INSTEAD OF DELETE ON {g}edges
BEGIN
  DELETE FROM {g}edge WHERE id = old.id;
END;
