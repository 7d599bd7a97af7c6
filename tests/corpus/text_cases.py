"""Text that means harm or only looks right: formulas, paths, markup, look-alike and invisible characters."""

import re

from tests.corpus.case import RESTRICTED, Accepted, Case, Quarantined
from tests.corpus.tables import LEARNER_ROWS, PROVIDERS, bytes_of, concerns, learners, register

_FEED = "learner_numbers"
_HARMFUL = {
    "formula-equals": "=cmd|' /C calc'!A0",
    "formula-minus": "-2+3",
    "formula-at": "@SUM(1+1)",
    "formula-tab": "a\t=1+1",
    "path-traversal": "../../etc/passwd",
    "sql": "'; DROP TABLE raw--",
    "markup": "<script>1</script>",
    "terminal-escape": "\x1b[31mred\x1b[0m",
    "template": "{{7*7}} ${7*7} %s",
}


def _code(name: str, code: str, rule: str, told: str = "", waits: bool = False) -> Case:
    outcome = Quarantined(
        LEARNER_ROWS, frozenset({(5, "provider_code", rule)}), waiting=(5,) if waits else (), told=told
    )
    return Case(f"text-{name}", _FEED, outcome, lambda: bytes_of(learners({5: {"provider_code": code}})))


def _lookalike(name: str, code: str, told: str) -> Case:
    return _code(f"lookalike-{name}", code, "lookalike_character", told)


def _profession(name: str, text: str, rule: str, told: str = "") -> Case:
    outcome = Quarantined(LEARNER_ROWS, frozenset({(5, "profession", rule)}), told=told)
    return Case(f"text-{name}", _FEED, outcome, lambda: bytes_of(learners({5: {"profession": text}})))


def _same(name: str, **cells: str) -> Case:
    """Row 5 spelt otherwise and read as before."""
    read = {(5, "provider_code"): "ZA0", (5, "profession"): "nursing", (5, "wave"): "2023"}
    outcome = Accepted(LEARNER_ROWS, reads=read)
    return Case(f"text-{name}", _FEED, outcome, lambda: bytes_of(learners({5: cells})))


def _free(name: str, text: str) -> Case:
    """Free text is kept as it is, whatever it holds."""
    outcome = Accepted(range(2, 3), reads={(2, "summary"): text})
    return Case(f"text-{name}", "concerns", outcome, lambda: bytes_of(concerns({"summary": text})))


def _site(name: str, text: str, read: str = "") -> Case:
    outcome = Accepted(LEARNER_ROWS, reads={(5, "site_code"): read or text})
    return Case(f"text-{name}", _FEED, outcome, lambda: bytes_of(learners({5: {"site_code": text}})))


CASES = (
    *(
        _code(f"{name}-in-a-code", text, "malformed_value")
        for name, text in _HARMFUL.items()
        if re.fullmatch("[ -~]+", text)
    ),
    *(
        _site(f"{name}-in-a-label", _HARMFUL[name])
        for name in ("formula-equals", "formula-tab", "sql", "markup")
    ),
    *(
        _free(f"{name}-in-free-text", f"{_HARMFUL[name]} {RESTRICTED}")
        for name in ("formula-at", "path-traversal", "terminal-escape", "template")
    ),
    _code("terminal-escape-in-a-code", "\x1b[2JZA1", "lookalike_character", "U+001B"),
    _code("unknown-provider", "ZZ9", "unknown_provider", "then loads by itself", waits=True),
    _code("code-too-long", "ZA0ZA0ZA0", "malformed_value"),
    _lookalike("cyrillic", "Z\u04100", "U+0410 CYRILLIC CAPITAL LETTER A"),
    _lookalike("greek", "\u0396A0", "U+0396 GREEK CAPITAL LETTER ZETA"),
    _lookalike("fullwidth", "\uff3aA0", "U+FF3A FULLWIDTH LATIN CAPITAL LETTER Z"),
    _lookalike("arabic-digit", "ZA\u0660", "U+0660 ARABIC-INDIC DIGIT ZERO"),
    # In upper case these two are the ASCII letters S and I: SI1 is a known code.
    _lookalike("long-s", "\u017fi1", "U+017F LATIN SMALL LETTER LONG S"),
    _lookalike("dotless-i", "s\u01311", "U+0131 LATIN SMALL LETTER DOTLESS I"),
    _lookalike("zero-width-inside", "Z\u200bA0", "U+200B ZERO WIDTH SPACE"),
    _lookalike("soft-hyphen-inside", "Z\u00adA0", "U+00AD SOFT HYPHEN"),
    _lookalike("right-to-left-override", "\u202e0AZ", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    # Composed when read; with a letter that has no accented form it stays what it is.
    _lookalike("combining-acute", "ZA\u03010", "U+00C1 LATIN CAPITAL LETTER A WITH ACUTE"),
    _lookalike("combining-acute-on-a-digit", "ZA0\u0301", "U+0301 COMBINING ACUTE ACCENT"),
    # The normal form C would make it the ASCII letter.
    _lookalike("kelvin-sign", "\u212aA0", "U+212A KELVIN SIGN"),
    _lookalike("emoji", "ZA0\U0001f600", "U+1F600 GRINNING FACE"),
    _lookalike("no-break-space-inside", "Z\u00a0A0", "U+00A0 NO-BREAK SPACE"),
    _profession("profession-in-cyrillic", "nurs\u0456ng", "lookalike_character", "U+0456 CYRILLIC"),
    # In lower case this is an ASCII i.
    _profession("profession-with-dotted-capital-i", "NURS\u0130NG", "lookalike_character", "U+0130"),
    _profession("profession-unknown", "Nursery", "unknown_profession", "profession.csv"),
    _profession("profession-as-null", "NULL", "unknown_profession"),
    _same(
        "spaces-nobody-sees-around-codes", provider_code="\u00a0ZA0\u2007", profession="\u200bnursing\ufeff"
    ),
    _same("case-does-not-matter", provider_code="za0", profession="NuRsInG", wave="nets 2023"),
    _same("label-instead-of-code", profession=" Nursing ", wave="NETS 2023"),
    _site("emoji-in-a-label", "\U0001f3e5 \U0001f469\u200d\u2695\ufe0f"),
    _site("right-to-left-label", "\u0645\u0633\u062a\u0634\u0641\u0649"),
    _site("composed-accent", "Caf\u00e9"),
    _site("decomposed-accent", "Cafe\u0301", read="Caf\u00e9"),
    _site("angstrom-sign", "\u212b", read="\u00c5"),
    _site("greek-question-mark", "Cafe\u0301\u037e"),
    _site("fullwidth-label", "\uff37\uff21\uff32\uff24"),
    _free("null-byte-lookalike-in-free-text", f"a\u2400b {RESTRICTED}"),
    _free("person-in-free-text", f"Dr Jane Smith, 07700 900123, {RESTRICTED}"),
    Case(
        "text-register-name-in-hebrew",
        "providers",
        Accepted(range(1, 12), reads={(2, "provider_name"): "\u05d1\u05d9\u05ea"}),
        lambda: register(names={"ZA1": "\u05d1\u05d9\u05ea"}),
        name="ods_etr_2020.csv",
    ),
    Case(
        "text-register-with-a-lookalike",
        "providers",
        Quarantined(
            range(1, 13),
            frozenset({(12, "provider_code", "lookalike_character")}),
            gate=frozenset({"providers.quarantined_share"}),
            told="U+0410",
        ),
        lambda: register((*PROVIDERS, "Z\u04101")),
        name="ods_etr_2021.csv",
    ),
)
