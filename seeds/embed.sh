#!/bin/sh
# Writes the vocabulary of stances into the program's sources, so that an installed binary makes new graphs without files. Run after
# changing vocabulary.jsonl.
set -eu
cd "$(dirname "$0")"
out=../Sources/GQL/Questions/VocabularyText.swift
{
  echo '// Written by seeds/embed.sh from seeds/vocabulary.jsonl; change that.'
  echo
  echo '/// The stances that every new graph starts with, as keyed JSON Lines.'
  echo 'public enum VocabularyText {'
  echo '  public static let lines = #"""'
  sed 's/^/    /' vocabulary.jsonl
  echo '    """#'
  echo '}'
} > "$out"

# The named questions. Their examples speak of the seeds: they are shown where a graph knows the names.
out=../Sources/GQL/Questions/NamedQuestionText.swift
{
  echo '// Written by seeds/embed.sh from seeds/questions/*.gql; change those.'
  echo
  echo '/// Question files by name (see `Question`).'
  echo 'enum NamedQuestionText {'
  echo '  static let files: [(name: String, text: String)] = ['
  for file in questions/*.gql; do
    echo "    ("
    echo "      \"$(basename "$file" .gql)\","
    echo '      #"""'
    sed -e 's/ (example: [^)]*)$//' -e 's/^/      /' "$file"
    echo '      """#'
    echo '    ),'
  done
  echo '  ]'
  echo '}'
} > "$out"
