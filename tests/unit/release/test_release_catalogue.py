"""Releases are listed, found and shown without touching them."""

from collections.abc import Callable

import pytest

from orchestration.lib.home import Home
from orchestration.lib.release.catalogue import (
    Release,
    ReleaseDamagedError,
    ReleaseNotFoundError,
    current_release,
    find_release,
    list_releases,
    show_release,
)

Publish = Callable[..., Release]


def test_before_the_first_release_there_is_none(home: Home) -> None:
    assert list_releases(home) == []
    assert current_release(home) is None
    with pytest.raises(ReleaseNotFoundError, match="there are: none yet"):
        find_release(home, "current")


def test_releases_are_listed_newest_first_and_one_is_current(home: Home, publish: Publish) -> None:
    publish()
    publish(force=True)
    found = [(release.version, release.is_current) for release in list_releases(home)]
    assert found == [("v2026.11.2", True), ("v2026.11.1", False)]
    assert find_release(home, "v2026.11.1").rows == {"dim_profession": 3, "fct_domain_risk": 3}


def test_a_torn_write_is_not_a_release(home: Home, publish: Publish) -> None:
    release = publish()
    release.path.joinpath("SHA256SUMS").unlink()
    assert list_releases(home) == []
    with pytest.raises(ReleaseNotFoundError, match="no release current"):
        current_release(home)


def test_an_unknown_version_is_refused_by_name(home: Home, publish: Publish) -> None:
    publish()
    with pytest.raises(ReleaseNotFoundError, match=r"no release \.\./home in .*there are: v2026\.11\.1"):
        find_release(home, "../home")


def test_show_tells_tables_and_origin(home: Home, publish: Publish) -> None:
    publish()
    shown = show_release(home)
    assert (shown["version"], shown["is_current"]) == ("v2026.11.1", True)
    assert shown["tables"] == {"dim_profession": 3, "fct_domain_risk": 3}
    assert [item["file_name"] for item in shown["provenance"]["inputs"]] == ["psa_2024.csv", "psa|odd.csv"]


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"created": "", "identity": "", "resources": [1]}', "\xff"]
)
def test_a_release_with_a_damaged_descriptor_stays_in_sight(home: Home, released: Release, text: str) -> None:
    (released.path / "datapackage.json").write_text(text, encoding="latin-1")
    (found,) = list_releases(home)
    assert (found.version, found.is_current, found.is_readable) == ("v2026.11.1", True, False)
    assert current_release(home) == found
    with pytest.raises(ReleaseDamagedError, match="eqw release verify"):
        show_release(home)
