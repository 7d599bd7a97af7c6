"""The drawing: every arrow from left to right, no two boxes over one another."""

from itertools import combinations

from orchestration.lib.dictionary.diagram import Box, Item, draw

ITEMS = {
    "feed": Item("nets_responses", "landing", tuple(f"q{n}" for n in range(9))),
    "seed": Item("question", "reference"),
    "stg": Item("stg_nets__response", "staging", ("a",)),
    "int": Item("int_answer", "intermediate", ("b",)),
    "pub": Item("fct", "published", ("c",)),
}
SOURCES = {"stg": ["feed"], "int": ["stg", "seed"], "pub": ["int", "stg", "somewhere_else"]}


def box(name: str) -> Box:
    return next(found for found in draw(ITEMS, SOURCES).boxes if found.name == name)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def test_a_table_stands_right_of_all_it_comes_from() -> None:
    for key, sources in SOURCES.items():
        for source in set(sources) & set(ITEMS):
            left, right = box(ITEMS[source].name), box(ITEMS[key].name)
            assert left.x + left.width < right.x


def test_boxes_lie_apart_and_within_the_drawing() -> None:
    drawn = draw(ITEMS, SOURCES)
    assert len(drawn.boxes) == len(ITEMS)
    assert not [pair for pair in combinations(drawn.boxes, 2) if overlap(*pair)]
    assert all(b.x + b.width <= drawn.width and b.y + b.height <= drawn.height for b in drawn.boxes)


def test_every_source_has_its_arrow_and_what_is_not_drawn_has_none() -> None:
    drawn = [source for sources in SOURCES.values() for source in sources if source in ITEMS]
    assert len(draw(ITEMS, SOURCES).arrows) == len(drawn) == 5


def test_many_columns_are_counted() -> None:
    assert box("nets_responses").lines == ("q0", "q1", "q2", "q3", "and 5 more columns")
