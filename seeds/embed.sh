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
