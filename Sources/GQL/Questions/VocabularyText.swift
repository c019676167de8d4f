// Written by seeds/embed.sh from seeds/vocabulary.jsonl; change that.

/// The stances that every new graph starts with, as keyed JSON Lines.
public enum VocabularyText {
  public static let lines = #"""
    {"type": "node", "id": "stance/PLEDGES", "labels": ["Stance"], "properties": {"name": "PLEDGES", "edge_type": "PLEDGES", "sign": 1, "strength": 60, "verb": "pledges", "noun": "pledge", "past": "pledged", "meaning": "commits itself to it"}}
    {"type": "node", "id": "stance/REQUIRES", "labels": ["Stance"], "properties": {"name": "REQUIRES", "edge_type": "REQUIRES", "sign": 1, "strength": 50, "verb": "requires", "noun": "requirement", "past": "required", "meaning": "makes it a condition of something else"}}
    {"type": "node", "id": "stance/PROPOSES", "labels": ["Stance"], "properties": {"name": "PROPOSES", "edge_type": "PROPOSES", "sign": 1, "strength": 40, "verb": "proposes", "noun": "proposal", "past": "proposed", "meaning": "puts it forward, pushes it or calls for it"}}
    {"type": "node", "id": "stance/WORKS_ON", "labels": ["Stance"], "properties": {"name": "WORKS_ON", "edge_type": "WORKS_ON", "sign": 1, "strength": 30, "verb": "works on", "noun": "work", "past": "worked on", "meaning": "drafts, negotiates or finalises it"}}
    {"type": "node", "id": "stance/SUPPORTS", "labels": ["Stance"], "properties": {"name": "SUPPORTS", "edge_type": "SUPPORTS", "sign": 1, "strength": 20, "verb": "supports", "noun": "support", "past": "supported", "meaning": "speaks or acts in favour of it"}}
    {"type": "node", "id": "stance/RESERVED_ABOUT", "labels": ["Stance"], "properties": {"name": "RESERVED_ABOUT", "edge_type": "RESERVED_ABOUT", "sign": 0, "strength": 20, "verb": "withholds", "noun": "reservation", "past": "withheld", "meaning": "withholds or qualifies assent"}}
    {"type": "node", "id": "stance/DISTANCES_FROM", "labels": ["Stance"], "properties": {"name": "DISTANCES_FROM", "edge_type": "DISTANCES_FROM", "sign": 0, "strength": 10, "verb": "disowns", "noun": "distance", "past": "disowned", "meaning": "disowns it without rejecting its content"}}
    {"type": "node", "id": "stance/OPPOSES", "labels": ["Stance"], "properties": {"name": "OPPOSES", "edge_type": "OPPOSES", "sign": -1, "strength": 40, "verb": "opposes", "noun": "opposition", "past": "opposed", "meaning": "rejects it or rules it out"}}
    """#
}
