"""What makes a refused load good: a corrected file, a later file that carries it all, or a decision."""

import pytest
from gate_home import BAD, GOOD, DropBox

from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.promotion import promote
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.gates.standing import refusals, require_no_refusal, standing
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import set_aside

FEED = "education_providers"
REJECTED = "number,name\n10000001,University of Northwold\n"
REGISTER = '"ZA1","ALDERMOOR SAMPLE TRUST","Y56","QKK",' + '"",' * 6 + '"20000401",' + '"",' * 15 + '""\n'


def statuses(home: Home) -> list[str]:
    return [found.status for found in standing(home, [FEED])]


def test_corrected_file_of_the_same_name_supersedes(home: Home, box: DropBox) -> None:
    box.drop("b.csv", BAD)
    check_feed(home, FEED)
    good = box.drop("b.csv", GOOD)
    # The gate has not seen the new file yet: still nothing goes on.
    assert statuses(home) == ["superseded", "unchecked"]
    with pytest.raises(GateRefused):
        require_no_refusal(home)
    check_feed(home, FEED)
    assert statuses(home) == ["superseded", "accepted"]
    require_no_refusal(home)
    assert promote(home, FEED).standing == (good,)


def test_the_refused_bytes_dropped_again_refuse_again(home: Home, box: DropBox) -> None:
    for text in (BAD, GOOD, BAD):
        box.drop("b.csv", text)
        check_feed(home, FEED)
    assert statuses(home) == ["refused", "accepted"]


@pytest.mark.parametrize("bad", [BAD, REJECTED.replace("number", "ukprn").replace("name", "title")])
def test_later_file_with_every_natural_key_supersedes(home: Home, box: DropBox, bad: str) -> None:
    box.drop("b.csv", bad)
    box.drop("other.csv", GOOD)
    check_feed(home, FEED)
    assert statuses(home) == ["superseded", "accepted"]


def test_later_file_with_a_key_missing_supersedes_nothing(home: Home, box: DropBox) -> None:
    box.drop("b.csv", BAD)
    box.drop("other.csv", "ukprn,name\n10000001,University of Northwold\n")
    check_feed(home, FEED)
    assert statuses(home) == ["refused", "accepted"]


def test_earlier_file_with_every_key_supersedes_nothing(home: Home, box: DropBox) -> None:
    box.drop("other.csv", GOOD)
    box.drop("b.csv", BAD)
    check_feed(home, FEED)
    assert statuses(home) == ["accepted", "refused"]


def test_file_without_readable_keys_is_covered_by_nothing(home: Home, box: DropBox) -> None:
    box.drop("c.csv", REJECTED)
    box.drop("other.csv", GOOD)
    check_feed(home, FEED)
    assert statuses(home) == ["rejected", "accepted"]


def test_a_register_without_a_date_is_made_good_by_the_same_bytes_with_one(home: Home, box: DropBox) -> None:
    box.drop("register.csv", REGISTER, "providers")
    box.drop("register_2022.csv", REGISTER.replace("ALDERMOOR", "ELDERMOOR"), "providers")
    check_feed(home, "providers")
    assert [found.status for found in standing(home, ["providers"])] == ["rejected", "accepted"]
    box.drop("register_2023.csv", REGISTER, "providers")
    check_feed(home, "providers")
    assert [found.status for found in standing(home, ["providers"])] == ["superseded", "accepted", "accepted"]


def test_registers_of_the_same_bytes_stand_each_for_its_date(home: Home, box: DropBox) -> None:
    first, second = (box.drop(f"register_{year}.csv", REGISTER, "providers") for year in (2022, 2023))
    check_feed(home, "providers")
    assert promote(home, "providers").standing == (first, second)
    set_aside(home, "register_2022.csv", "sent by mistake", "a tester")
    check_feed(home, "providers")
    assert [found.status for found in standing(home, ["providers"])] == ["set_aside", "accepted"]
    assert promote(home, "providers").standing == (second,)


def test_set_aside_releases_and_removes(home: Home, box: DropBox) -> None:
    kept, dropped = box.drop("a.csv", GOOD), box.drop("b.csv", GOOD.replace("Easting", "Westing"))
    check_feed(home, FEED)
    promote(home, FEED)
    set_aside(home, "b.csv", "sent by mistake", "a tester")
    promotion = promote(home, FEED)
    assert (promotion.standing, promotion.removed) == ((kept,), (dropped,))
    box.drop("c.csv", BAD)
    check_feed(home, FEED)
    assert [found.file_name for found in refusals(home)] == ["c.csv"]
    set_aside(home, "c.csv", "names are lost", "a tester")
    require_no_refusal(home)
    assert [found.reason for found in standing(home, [FEED])] == ["", "sent by mistake", "names are lost"]
