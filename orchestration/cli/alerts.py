"""`eqw alerts list|send|test`: what was raised, and getting it out."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli.console import Exit, err, out, print_json
from orchestration.lib.home import Home

if TYPE_CHECKING:
    from orchestration.lib.alerts.alert import Alert

app = typer.Typer(help="What people were alerted to, and whether it reached them.", no_args_is_help=True)
_Json = Annotated[bool, typer.Option("--json", help="Print a JSON document.")]


@app.command("list")
def list_all(as_json: _Json = False) -> None:
    """List the alerts raised, newest first, and what became of each on every channel."""
    from orchestration.lib.alerts.book import entries

    found = entries(Home.from_environment())[::-1]
    if as_json:
        print_json(
            [
                {**e.alert.model_dump(), "deliveries": {c: d.model_dump() for c, d in e.last.items()}}
                for e in found
            ]
        )
        return
    for entry in found:
        sent = ", ".join(f"{channel} {last.outcome}" for channel, last in entry.last.items()) or "file only"
        out.print(f"{entry.alert.at:%Y-%m-%d %H:%M}  {entry.alert.kind}  [{sent}]", markup=False)
        out.print(f"  {entry.alert.what}\n  do: {entry.alert.what_to_do}", markup=False)
    if not found:
        out.print("No alert was ever raised.")


@app.command("send")
def send() -> None:
    """Send what has not gone out, also what a server refused before. Exit code 3: something still has not."""
    _send([])


@app.command("test")
def test() -> None:
    """Send a test alert over every channel that is set. Exit code 3: it did not go out."""
    from orchestration.lib.alerts.alert import alert
    from orchestration.lib.alerts.conditions import place

    home = Home.from_environment()
    now = dt.datetime.now(dt.UTC).isoformat()
    _send([alert("test", now, "Test of the alerts: nothing happened.", place(home), "Nothing.")])


def _send(found: "list[Alert]") -> None:
    from orchestration.lib.alerts.dispatch import raise_alerts

    home = Home.from_environment()
    told = raise_alerts(home, found, again=True)
    for sentence in told:
        err.print(sentence, markup=False)
    if told:
        raise typer.Exit(Exit.FAULT)
    out.print(f"Everything has gone out; all alerts stand in {home.alerts / 'alerts.jsonl'}", markup=False)
