"""A small invented world, row by row: what every history of files is made of.

Belongs here: the register, universities, learner numbers, self-assessments and counts. Responses are
`world_survey.py`, concerns and their events `world_concerns.py`. What does not belong here: how rows are
parted into files (`histories.py`), or any expectation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from expectations.contract import FEEDS, contract


@dataclass(frozen=True)
class Row:
    """One version of one fact, as a sender writes it.

    Attributes:
        stream: Feed, and for the register its snapshot, whose date stands in the file's name.
        values: Cells by column.
        version: 0 as first sent, 1 its correction, 2 the correction of that.
        kept_out: Ends in quarantine in every history.
    """

    stream: str
    values: dict[str, str] = field(hash=False)
    version: int = 0
    kept_out: bool = False

    @property
    def feed(self) -> str:
        return self.stream.partition("@")[0]

    @property
    def key(self) -> tuple[str, ...]:
        """The natural key; of a register row, its snapshot is the stream's."""
        names = [name for name in contract(self.feed).key if name != "snapshot_date"]
        return (self.stream, *(self.values.get(name, "") for name in names))

    @property
    def name(self) -> str:
        """A name for people: key and version."""
        return f"{'/'.join(self.key)} v{self.version}"


def corrected(row: Row, *, kept_out: bool = False, **changed: str) -> Row:
    """The next version of a row, with some cells changed."""
    return Row(row.stream, {**row.values, **changed}, row.version + 1, kept_out)


@dataclass(frozen=True)
class World:
    """All rows, each feed's in one fixed order, corrections after what they correct."""

    rows: tuple[Row, ...]

    @property
    def streams(self) -> dict[str, list[Row]]:
        """Rows by stream, streams in reading order of their feeds."""
        ordered = sorted(self.rows, key=lambda row: (FEEDS.index(row.feed), row.stream))
        found: dict[str, list[Row]] = {}
        for row in ordered:
            found.setdefault(row.stream, []).append(row)
        return found

    def without_faults(self) -> "World":
        """The rows that real gates let pass: faults are tolerated by share, and a tiny file allows none."""
        return World(tuple(row for row in self.rows if not row.kept_out))


_REGISTER = {
    # Names, region, board and dates of each provider, as the three snapshots show them.
    "2022-07": (
        ("ZA1", "ALDERMOOR SAMPLE TRUST", "Y56", "UA1", "20100401", ""),
        ("ZA2", "BRACKENFORD SAMPLE TRUST", "Y58", "UA2", "20100401", ""),
        ("ZA3", "CINDERLEY SAMPLE TRUST", "Y60", "UA3", "20120401", ""),
        ("ZA5", "EELBROOK SAMPLE TRUST", "Y62", "UA5", "20100401", ""),
    ),
    "2023-04": (
        ("ZA1", "ALDERMOOR SAMPLE TRUST", "Y56", "UA1", "20100401", ""),
        ("ZA2", "BRACKENFORD AND VALE SAMPLE TRUST", "Y58", "UA2", "20100401", ""),
        ("ZA3", "CINDERLEY SAMPLE TRUST", "Y61", "UA7", "20120401", ""),
        ("ZA4", "DUNWATER SAMPLE TRUST", "Y59", "UA4", "20230401", ""),
        ("ZA5", "EELBROOK SAMPLE TRUST", "Y62", "UA5", "20100401", ""),
    ),
    "2024-07": (
        ("ZA1", "ALDERMOOR SAMPLE TRUST", "Y56", "UA1", "20100401", ""),
        ("ZA2", "BRACKENFORD AND VALE SAMPLE TRUST", "Y58", "UA2", "20100401", ""),
        ("ZA3", "CINDERLEY SAMPLE TRUST", "Y61", "UA7", "20120401", ""),
        ("ZA4", "DUNWATER SAMPLE TRUST", "Y59", "UA4", "20230401", ""),
        ("ZA5", "EELBROOK SAMPLE TRUST", "Y62", "UA5", "20100401", "20240331"),
        ("ZA6", "FENWICK SAMPLE TRUST", "Y62", "UA5", "20230901", ""),
    ),
}
_REGISTER_COLUMNS = ("provider_code", "provider_name", "region_code", "icb_code", "opened_on", "closed_on")
PROVIDERS = ("ZA1", "ZA2", "ZA3", "ZA4", "ZA5", "ZA6")
PROFESSIONS = ("nursing", "ahp")
WAVES = ("2023", "2024")


def register() -> Iterator[Row]:
    # Nothing changed within months, so the file of that day has the bytes of the one before.
    unchanged = {"2022-10": _REGISTER["2022-07"]}
    for snapshot, providers in (_REGISTER | unchanged).items():
        for values in providers:
            told = dict(zip(_REGISTER_COLUMNS, values, strict=True))
            row = Row(f"providers@{snapshot}", told | {"postcode": "ZZ1 9ZZ"})
            yield row
            if (snapshot, row.values["provider_code"]) == ("2023-04", "ZA4"):
                yield corrected(row, provider_name="DUNWATER BAY SAMPLE TRUST")
            if (snapshot, row.values["provider_code"]) == ("2024-07", "ZA3"):
                yield corrected(row, region_code="Y60")
    yield Row(
        "providers@2024-07",
        {"provider_code": "ZA9", "provider_name": "CLOSED BEFORE IT OPENED", "opened_on": "20240401"}
        | {"closed_on": "20200101", "postcode": "ZZ1 9ZZ"},
        kept_out=True,
    )


def _attributes() -> Iterator[Row]:
    kinds = ("acute", "mental_health", "community", "acute", "acute", "acute")
    for provider, kind in zip(PROVIDERS, kinds, strict=True):
        values = {"provider_code": provider, "provider_type": kind, "successor_code": ""}
        yield Row("provider_attributes", {**values, "valid_from": "2020-01-01"})
    ended = {"provider_code": "ZA5", "provider_type": "acute", "successor_code": "ZA6"}
    row = Row("provider_attributes", {**ended, "valid_from": "2024-03-31"})
    yield row
    yield corrected(row, provider_type="community")


def _universities() -> Iterator[Row]:
    yield Row("education_providers", {"ukprn": "10009001", "name": "University of Aldermoor (Sample)"})
    second = Row("education_providers", {"ukprn": "10009002", "name": "Vale University (Sample)"})
    yield second
    yield corrected(second, name="Vale University Group (Sample)")


def _learner_numbers() -> Iterator[Row]:
    for place, (wave, provider, profession) in enumerate(cells()):
        values = {"wave": wave, "provider_code": provider, "profession": profession, "site_code": ""}
        row = Row("learner_numbers", {**values, "learner_level": "", "learners": str(14 + 3 * place % 40)})
        yield row
        if place % 7 == 2:
            yield corrected(row, learners=str(30 + place))
    parts = {"wave": "2024", "provider_code": "ZA6", "profession": "midwifery", "site_code": "ZA601"}
    yield Row("learner_numbers", {**parts, "learner_level": "undergraduate", "learners": "21"})
    yield Row("learner_numbers", {**parts, "learner_level": "postgraduate", "learners": "4"})
    yield Row("learner_numbers", {**parts, "learner_level": "other", "learners": "-3"}, kept_out=True)


def _counts() -> Iterator[Row]:
    # ZA1 nursing also has responses, which win; midwifery has counts only.
    for provider, profession in (("ZA1", "nursing"), ("ZA6", "midwifery"), ("ZA2", "midwifery")):
        for indicator, favourable in (("supervision", 9), ("induction", 11), ("workload_too_busy", 3)):
            values = {"wave": "2024", "provider_code": provider, "profession": profession, "site_code": ""}
            values |= {"indicator_code": indicator, "respondents": "14", "favourable": str(favourable)}
            row = Row("nets_aggregates", values)
            yield row
            if (provider, indicator) == ("ZA6", "induction"):
                yield corrected(row, favourable="6")
                yield corrected(corrected(row, favourable="6"), respondents="15", favourable="8")
    yield Row("nets_aggregates", {**values, "site_code": "X1", "favourable": "15"}, kept_out=True)


_ORGANISATION = ("edi_lead", "guardian_in_post", "safe_environment", "sexual_safety_charter")
_BY_PROFESSION = ("assurance_d1", "assurance_d3")
_ANSWERS = ("met", "met", "not_met", "met_with_exceptions", "", "met")
_RETURNS = (
    # provider, cycle, version, signed off by
    ("ZA1", "2023", "1", "Director of Education"),
    ("ZA1", "2024", "1", ""),
    ("ZA1", "2024", "2", "Director of Education"),
    ("ZA2", "2024", "1", "Director of Education"),
    ("ZA2", "2024", "2", ""),
    ("ZA3", "2024", "1", "Chief Nurse"),
    ("ZA3", "2024", "2", "Director of Education"),
    ("ZA6", "2024", "1", "Chief Nurse"),
)


def _returns() -> Iterator[Row]:
    asked = [(question, "") for question in _ORGANISATION]
    asked += [(question, profession) for question in _BY_PROFESSION for profession in PROFESSIONS]
    for place, (provider, cycle, version, role) in enumerate(_RETURNS):
        for step, (question, profession) in enumerate(asked):
            values = {
                "cycle": cycle,
                "provider_code": provider,
                "question_code": question,
                "version": version,
            }
            values |= {"answer": _ANSWERS[(place + 5 * step) % 6], "profession": profession}
            values |= {"submitted_at": f"{cycle}-11-{10 + place}T09:30:00Z", "signed_off_by_role": role}
            row = Row("psa", values)
            yield row
            if (provider, question) == ("ZA3", "assurance_d3"):
                yield corrected(row, answer="not_met")
    yield Row("psa", {**values, "question_code": "edi_led"}, kept_out=True)


def cells() -> Sequence[tuple[str, str, str]]:
    """Every wave, provider and profession."""
    return [(w, u, p) for w in WAVES for u in PROVIDERS for p in PROFESSIONS]


def declared_rows() -> Iterator[Row]:
    """Everything but the survey and the concerns."""
    for part in (register, _attributes, _universities, _learner_numbers, _counts, _returns):
        yield from part()
