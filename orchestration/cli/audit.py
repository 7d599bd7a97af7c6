"""`eqw audit`: who or what did what, when, and from what."""

from typing import Annotated

import typer

from orchestration.cli.console import Exit, out, print_json
from orchestration.lib.home import Home


def audit(
    action: Annotated[str | None, typer.Option(help="Only this action, such as judged or released.")] = None,
    subject: Annotated[str | None, typer.Option(help="Only subjects that hold this text.")] = None,
    outcome: Annotated[str | None, typer.Option(help="Only this outcome, such as refused.")] = None,
    run: Annotated[str | None, typer.Option(help="Only this run of Dagster.")] = None,
    since: Annotated[str | None, typer.Option(help="Only from this day on: 2026-11-20 (UTC).")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The newest so many.")] = 50,
    sql: Annotated[str | None, typer.Option(help="A query over ops.audit in place of the filters.")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Check that no line was changed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False,
) -> None:
    """List what was done, newest last. With --verify, exit code 3: a line was changed."""
    home = Home.from_environment()
    if verify:
        _verify(home, as_json)
        return
    import duckdb

    from orchestration.lib.audit.query import ask

    wanted = {"action": action, "outcome": outcome, "run_id": run}
    query = sql or _query(wanted, subject, since, limit)
    try:
        names, rows = ask(home, query)
    except duckdb.Error as error:
        raise typer.BadParameter(str(error).splitlines()[0], param_hint="--sql") from error
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in rows])
        return
    for row in rows:
        if sql:
            out.print("  ".join(str(value) for value in row), markup=False)
        else:
            _tell(dict(zip(names, row, strict=True)))


def _query(wanted: dict[str, str | None], subject: str | None, since: str | None, limit: int) -> str:
    from orchestration.lib.duck import quoted

    conditions = [f"{name} = {quoted(value)}" for name, value in wanted.items() if value]
    conditions += [f"contains(subject, {quoted(subject)})"] if subject else []
    conditions += [f"done_at >= cast({quoted(since)} as timestamptz)"] if since else []
    kept = " and ".join(conditions) or "true"
    newest = f"select * from ops.audit where {kept} order by sequence desc limit {limit}"
    return f"select * from ({newest}) as newest order by sequence"


def _tell(act: dict[str, object]) -> None:
    why = f"  ({act['why']})" if act["why"] else ""
    out.print(
        f"{act['done_at']:%Y-%m-%d %H:%M:%S}  {act['action']!s:<10}{act['outcome']!s:<9}{act['subject']}"
        f"  by {act['account']}, {act['route']}{why}",
        markup=False,
    )


def _verify(home: Home, as_json: bool) -> None:
    from orchestration.lib.audit.record import acts_of, audit_faults

    faults, acts = audit_faults(home), len(acts_of(home))
    if as_json:
        print_json({"acts": acts, "verified": not faults, "faults": faults})
    else:
        for fault in faults:
            out.print(fault, markup=False)
        out.print(f"{acts} acts; {'every line as it was written' if not faults else 'NOT as written'}.")
    if faults:
        raise typer.Exit(Exit.FAULT)
