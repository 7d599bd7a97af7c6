"""Great Expectations' own site (Data Docs) of the verdicts on record; local, and only when asked for.

Belongs here: handing suites and receipts to Great Expectations' site builder. No rule is run: the site tells
what the gates said of the loads and of the candidate as they are now.

A browser with network loads fonts, scripts and a tracking pixel of others with this site. Scripts of others
can read the page they are on, so it holds counts and no cell of any file, and no release holds it.
"""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from expectations.registry import all_suites
from expectations.result import RuleResult
from expectations.suite import EXPECTATIONS, Rule, Suite
from orchestration.lib.gates.published_gate import candidate_receipts
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import standing
from orchestration.lib.home import Home

_SITE = "eqw"


def build_data_docs(home: Home) -> Path:
    """Build the site anew and return its first page."""
    import great_expectations as gx
    from great_expectations.core import RunIdentifier
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    folder = home.quality / "data_docs"
    if folder.exists():
        shutil.rmtree(folder)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    context.add_data_docs_site(_SITE, _site(folder))
    suites = {suite.suite: suite for suite in all_suites()}
    for suite in suites.values():
        context.suites.add(gx.ExpectationSuite(name=suite.suite, expectations=_expectations(suite)))
    for subject, receipt in _receipts(home):
        key = ValidationResultIdentifier(
            expectation_suite_identifier=ExpectationSuiteIdentifier(receipt.suite),
            run_id=RunIdentifier(run_name=subject, run_time=receipt.checked_at),
            batch_identifier=subject,
        )
        context.validation_results_store.set(key, _validation(suites[receipt.suite], subject, receipt))
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context.build_data_docs(site_names=[_SITE])
    return folder / "index.html"


def _site(folder: Path) -> Any:
    return {
        "class_name": "SiteBuilder",
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "show_how_to_buttons": False,
    }


def _receipts(home: Home) -> Iterator[tuple[str, Receipt]]:
    """Yield every verdict that counts now; loads by their id, for a file's name may hold anything."""
    for found in standing(home):
        if found.receipt is not None:
            yield f"{found.feed}-{found.load_id}", found.receipt
    for receipt in candidate_receipts(home):
        yield receipt.suite, receipt


def _expectations(suite: Suite) -> list[Any]:
    import great_expectations as gx

    return [
        getattr(gx.expectations, EXPECTATIONS[rule.expectation])(**_arguments(suite, rule), meta=_meta(rule))
        for rule in suite.rules
    ]


def _arguments(suite: Suite, rule: Rule) -> dict[str, Any]:
    arguments = suite.resolved_kwargs(rule)
    if rule.expectation == "unexpected_rows":
        # The site shows a query as it stands; Great Expectations wants to see {batch} in it.
        return {"unexpected_rows_query": f"/* rows = {{batch}} */ {arguments['sql']}"}
    return arguments


def _meta(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.id, "notes": {"format": "string", "content": [f"{rule.id}: {rule.bound}"]}}


def _validation(suite: Suite, subject: str, receipt: Receipt) -> Any:
    """Return a receipt in the form of Great Expectations' result of the suite."""
    from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult

    # A file that could not be read was judged by no rule of the suite.
    rules = [(suite.rule(found.rule_id), found) for found in receipt.rules if found.rule_id in _ids(suite)]
    passed = sum(found.passed for _, found in rules)
    return ExpectationSuiteValidationResult(
        success=receipt.passed,
        results=[_result(suite, rule, found) for rule, found in rules],
        suite_name=suite.suite,
        statistics={
            "evaluated_expectations": len(rules),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(rules) - passed,
            "success_percent": 100 * passed / len(rules) if rules else None,
        },
        meta={
            "run_id": {"run_name": subject, "run_time": receipt.checked_at.isoformat()},
            "great_expectations_version": receipt.tools["great-expectations"],
            "batch_spec": {},
        },
    )


def _ids(suite: Suite) -> set[str]:
    return {rule.id for rule in suite.rules}


def _result(suite: Suite, rule: Rule, found: RuleResult) -> Any:
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    return ExpectationValidationResult(
        success=found.passed,
        expectation_config=ExpectationConfiguration(
            type=_snake(EXPECTATIONS[rule.expectation]), kwargs=_arguments(suite, rule), meta=_meta(rule)
        ),
        # The number of rows that break the rule, or its measure; words may quote a file.
        result={
            "observed_value": found.measured if found.unexpected_count is None else found.unexpected_count
        },
        exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
    )


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
