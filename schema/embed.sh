#!/bin/sh
# Writes the DDL into the program's sources, so that an installed binary needs no files. Run after changing a file here.
set -eu
cd "$(dirname "$0")"
out=../Sources/GraphStore/Storage/SchemaText.swift
{
  echo '// Written by schema/embed.sh from schema/*.sql; change those.'
  echo
  echo 'enum SchemaText {'
  echo '  static let catalog = #"""'
  cat 001-catalog.sql
  echo '"""#'
  echo
  echo '  static let graph = #"""'
  cat graph.sql
  echo '"""#'
  echo '}'
} | sed 's/^\("""#\)$/  \1/' > "$out.new"
# The text of a multi-line literal is indented like its closing quotes.
awk '/#"""$/ { print; inside = 1; next } /^  """#$/ { inside = 0 } { if (inside && $0 != "") print "  " $0; else print }' \
  "$out.new" > "$out"
rm "$out.new"
