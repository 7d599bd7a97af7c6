"""Bytes and encodings: what a copy, an export or an editor does to a text file."""

import random

from tests.corpus.case import Accepted, Case, Quarantined, Rejected
from tests.corpus.tables import LEARNER_ROWS, learners, text_of

_BOM = "\ufeff"
_FEED = "learner_numbers"


def _good() -> str:
    return text_of(learners())


def _case(name: str, outcome: Accepted | Quarantined | Rejected, text: str | bytes, file: str = "") -> Case:
    data = text.encode() if isinstance(text, str) else text
    return Case(f"bytes-{name}", _FEED, outcome, lambda: data, name=file)


def _lines() -> list[str]:
    return _good().splitlines()


def _mixed() -> str:
    ends = ("\n", "\r\n", "\r")
    return "".join(line + ends[place % 3] for place, line in enumerate(_lines()))


def _replaced(line: int, text: str) -> str:
    lines = _lines()
    lines[line - 1] = text
    return "\n".join(lines) + "\n"


def _site(text: str) -> str:
    """The good table with a text in the optional column site_code of row 5."""
    return text_of(learners({5: {"site_code": text}}))


def _noise() -> bytes:
    return random.Random(7).randbytes(5_000)


_ALL = Accepted(LEARNER_ROWS)
_RAGGED = "wrong_field_count"

CASES = (
    _case("empty", Rejected("empty_file", "no bytes"), b""),
    _case("only-a-bom", Rejected("empty_file", "no text"), _BOM),
    _case("only-blank-lines", Rejected("empty_file", "no text"), "\n\r\n \n,,,\n"),
    _case("only-spaces", Rejected("empty_file", "no text"), "   \t  "),
    _case("heading-only", Rejected("no_rows", "no rows below its heading"), _lines()[0]),
    _case("heading-and-blank-lines", Rejected("no_rows", "no rows"), _lines()[0] + "\n\n,,,\n \n"),
    _case(
        "truncated-mid-row",
        Rejected("unreadable_file", "row, 201, ends after 2 cells instead of 4: the file is cut short"),
        _good()[: _good().rstrip().rindex("\n") + 8],
    ),
    _case("truncated-in-quotes", Rejected("broken_quotes", "quotation mark"), _good() + '2024,"ZA1'),
    _case("binary-junk", Rejected("damaged_text", ""), _noise()),
    _case("nul-in-a-cell", Rejected("damaged_text", "Row 5 holds a NUL"), _site("a\0b")),
    _case("nul-to-the-end", Rejected("damaged_text", "NUL"), _good() + "\0" * 4096),
    _case("mixed-line-ends", _ALL, _mixed()),
    _case("bare-cr", _ALL, "\r".join(_lines()) + "\r"),
    _case(
        "crlf-and-blank-lines-at-the-end",
        Accepted(LEARNER_ROWS, frozenset({"blank_rows"})),
        "\r\n".join(_lines()) + "\r\n" * 30,
    ),
    _case("no-line-end-at-the-end", _ALL, _good().rstrip("\n")),
    _case("quote-never-closed", Rejected("broken_quotes", "Line 9"), _replaced(9, '2024,"ZA1,nursing,3')),
    _case("quote-inside-a-cell", Rejected("broken_quotes", "Line 9"), _replaced(9, '2024,ZA"1,nursing,3')),
    _case(
        "text-after-a-closing-quote",
        Rejected("broken_quotes", "Line 9"),
        _replaced(9, '2024,"ZA1"x,dental,3'),
    ),
    _case(
        "bom-and-heading-in-the-middle",
        Quarantined(
            range(2, 203),
            frozenset(
                {
                    (102, "wave", "unknown_wave"),
                    (102, "provider_code", "malformed_value"),
                    (102, "profession", "unknown_profession"),
                    (102, "learners", "not_an_integer"),
                }
            ),
        ),
        "\n".join([*_lines()[:101], _BOM + _lines()[0], *_lines()[101:]]),
    ),
    _case("bom-before-a-code", _ALL, _replaced(9, _BOM + _lines()[8])),
    _case("utf-8-with-bom", _ALL, _BOM + _good()),
    _case("utf-16-with-bom", _ALL, _good().encode("utf-16")),
    _case("utf-16-big-endian-without-bom", _ALL, _good().encode("utf-16-be")),
    _case(
        "utf-16-cut-in-a-character",
        Rejected("damaged_text", "not valid UTF-16"),
        _good().encode("utf-16")[:-1],
    ),
    _case("utf-32", Rejected("damaged_text", ""), _good().encode("utf-32")),
    _case(
        "windows-1252",
        Accepted(LEARNER_ROWS, reads={(5, "site_code"): "Café – A&E"}),
        _site("Café – A&E").encode("cp1252"),
    ),
    _case(
        "utf-8-with-one-damaged-byte",
        Rejected("damaged_text", "Near row 5"),
        _site("Zoë André").encode().replace("é".encode(), b"\xc3"),
    ),
    _case(
        "undefined-byte", Rejected("damaged_text", "CP1252"), _site("a@b").encode().replace(b"a@b", b"a\x81b")
    ),
    _case("ebcdic", Rejected("damaged_text", "CP1252"), _good().encode("cp500").replace(b"\x25", b"\n")),
    _case("pdf", Rejected("unsupported_format", "a PDF"), b"%PDF-1.7\n%\xe2\xe3\n" + _noise()),
    _case(
        "old-excel", Rejected("unsupported_format", ".xls"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise()
    ),
    _case(
        "html-called-xls",
        Rejected("unsupported_format", "HTML"),
        "<html><table><tr><td>wave</td></tr></table></html>",
        "export.xls",
    ),
    _case("csv-called-xlsx", _ALL, _good(), "wrong.xlsx"),
    _case("csv-called-parquet", _ALL, _good(), "wrong.parquet"),
    _case("json", Rejected("broken_quotes", "Line 1"), '[{"wave": "2024", "provider_code": "ZA1"}]'),
    _case("semicolons", _ALL, text_of(learners(), ";")),
    _case("tabs", _ALL, text_of(learners(), "\t")),
    _case("pipes", Rejected("missing_column", "'wave'"), text_of(learners(), "|")),
    _case(
        "ctrl-z-at-the-end", Quarantined(range(2, 203), frozenset({(202, None, _RAGGED)})), _good() + "\x1a"
    ),
    _case(
        "line-separators-in-a-cell",
        Accepted(LEARNER_ROWS, reads={(5, "site_code"): "a\u2028b\x85c\x0cd"}),
        _site("a\u2028b\x85c\x0cd"),
    ),
    _case(
        "line-break-in-a-quoted-cell", Accepted(LEARNER_ROWS, reads={(5, "site_code"): "a\nb"}), _site("a\nb")
    ),
    _case(
        "footer-of-notes",
        Quarantined((*LEARNER_ROWS, 203), frozenset({(203, None, _RAGGED)}), warns=frozenset({"blank_rows"})),
        _good() + "\nSource: placement office\n",
    ),
    _case(
        "delimiter-behind-every-row",
        Quarantined(
            LEARNER_ROWS,
            frozenset((row, None, _RAGGED) for row in LEARNER_ROWS),
            gate=frozenset({"learner_numbers.has_rows", "learner_numbers.quarantined_share"}),
        ),
        "\n".join([_lines()[0], *(line + "," for line in _lines()[1:])]),
    ),
    _case(
        "delimiter-behind-every-line",
        Accepted(LEARNER_ROWS, frozenset({"unknown_columns"})),
        "\n".join(line + "," for line in _lines()),
    ),
    _case("a-50-mb-cell", Rejected("limit_exceeded", "50,000,000 characters"), _site("x" * 50_000_000)),
)
