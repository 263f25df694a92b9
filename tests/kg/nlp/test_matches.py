"""Which of several matches of one pair stays."""

from dataclasses import replace

from kg.nlp.matches import without_weaker


def test_what_is_remote_does_not_drive_out_what_is_near(match_of, ontology):
    near = match_of("Iran attacked Iraq .", "rejects")
    asks_more = replace(near.frame, themes=frozenset({"appeal"}), markers=("by",))
    remote = replace(near, frame=asks_more, is_remote=True)

    assert list(without_weaker([remote, near], ontology)) == [near]
