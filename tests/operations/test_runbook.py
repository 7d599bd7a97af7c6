"""The runbook, done: its commands in order, in a small home of a team, with the history in a real Postgres.

Afterwards: webserver and daemon up against it, and no secret in anything that all this left.
"""

import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pgserver
import pytest

from orchestration.lib.home import Home
from orchestration.lib.release.catalogue import current_release
from tests.operations.graphql import Client
from tests.operations.servers import BIN, ROOT, environment, running, wait_for, webserver

pytestmark = [pytest.mark.slow, pytest.mark.full]

_SECRETS = {
    "EQW_POSTGRES_URL": "zq-postgres-7731",
    "EQW_SMTP_PASSWORD": "zq-smtp-7732",
    "EQW_ALERT_WEBHOOK_URL": "zq-webhook-7733",
}
_PAGE = (ROOT / "docs/operations.md").read_text()
# A block is tried when its first line is a title.
BLOCKS = dict(re.findall(r"```sh\n# ([^\n]+)\n(.*?)```", _PAGE, re.DOTALL))


@dataclass(frozen=True)
class Team:
    """A home whose history is in Postgres, and what its commands find in their environment."""

    folder: Path
    env: dict[str, str]

    @property
    def home(self) -> Home:
        return Home.at(self.folder / "home")

    def sh(self, script: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder / "work",
            env=self.env,
            capture_output=True,
            text=True,
            timeout=3000,
        )
        told = done.stdout + done.stderr
        with (self.folder / "told.log").open("a") as log:
            log.write(told)
        assert done.returncode == 0, told
        assert "Traceback" not in told
        return told


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    (folder / "work").mkdir()
    server = pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        # The server trusts whoever reaches its socket; the password is there to be looked for afterwards.
        url = server.get_uri().replace("postgres:@", f"postgres:{_SECRETS['EQW_POSTGRES_URL']}@")
        assert _SECRETS["EQW_POSTGRES_URL"] in url
        env = environment(
            folder / "home",
            EQW_POSTGRES_URL=url,
            EQW_SMTP_PASSWORD=_SECRETS["EQW_SMTP_PASSWORD"],
            # Nothing listens there: every alert is one that cannot be delivered.
            EQW_ALERT_WEBHOOK_URL=f"http://127.0.0.1:9/{_SECRETS['EQW_ALERT_WEBHOOK_URL']}",
            BACKUPS=str(folder / "backups"),
            NEW_HOME=str(folder / "new"),
        )
        # The programs of the server's own version: an older pg_dump refuses.
        env["PATH"] = f"{Path(pgserver.__file__).parent / 'pginstall/bin'}:{env['PATH']}"
        team = Team(folder, env)
        team.sh("eqw sample --scale 0.001 --waves 2023,2024")
        yield team
    finally:
        server.cleanup()


def test_the_runbook_holds_the_procedures_an_operator_needs() -> None:
    assert list(BLOCKS) == [
        "Status",
        "A run",
        "A file that its gate refuses",
        "Set aside",
        "A late file",
        "What can be launched",
        "Alerts",
        "Backup",
        "Restore",
        "Upgrade",
        "Room",
        "Audit",
        "Numbers",
    ]


def test_a_run_and_status(team: Team) -> None:
    team.sh(BLOCKS["A run"])
    told = team.sh(BLOCKS["Status"])
    assert "conserved: yes" in told
    assert "verified: every file and table is as it was released" in told
    assert "released  done" in told


def test_a_refused_load_is_set_aside_and_a_late_file_taken_in(team: Team) -> None:
    before = current_release(team.home)
    # The alert on it cannot be delivered, is told, and changes nothing of the outcome.
    team.home.settings.write_text("alerts: {webhook: true}\n")
    told = team.sh(BLOCKS["A file that its gate refuses"])
    assert "REFUSED  education_providers/universities_wrong.csv" in told
    assert "ALERT NOT DELIVERED by webhook: A gate refused education_providers/universities_wrong.csv" in told
    assert current_release(team.home) == before
    assert "zq-webhook" not in told
    team.home.settings.unlink()
    team.sh(BLOCKS["A late file"])
    told = team.sh(BLOCKS["Set aside"])
    assert "conserved: yes" in told
    assert current_release(team.home) != before
    told = team.sh("eqw status --files")
    assert re.search(r"universities_wrong.csv\s+set_aside", told)
    assert re.search(r"universities_late.csv\s+accepted", told)


def test_alerts_audit_room_upgrade_and_numbers(team: Team) -> None:
    assert "Everything has gone out" in team.sh(BLOCKS["Alerts"])
    told = team.sh(BLOCKS["Audit"])
    assert "education_providers/universities_wrong.csv" in told
    assert "every line as it was written" in told
    assert "0 runs begun before" in team.sh(BLOCKS["Room"])
    assert "verified: every file" in team.sh(BLOCKS["Upgrade"])
    assert 'eqw_rows_quarantined{feed="psa"}' in team.sh(BLOCKS["Numbers"])
    assert "landing_to_release" in team.sh(f"cd {ROOT}\n{BLOCKS['What can be launched']}")


def test_the_history_is_in_postgres_and_the_servers_show_it(team: Team, tmp_path: Path) -> None:
    assert not list(team.home.dagster.rglob("*.db"))
    daemon = [BIN / "dagster-daemon", "run", "-w", "workspace.yaml"]
    with (
        running(daemon, team.folder / "daemon.log", team.env),
        webserver(team.home.root, team.folder / "webserver.log", "--read-only", **_of(team)) as address,
    ):
        _, answer = Client(address).post("{runsOrError{... on Runs{results{status jobName}}}}")
        runs = answer["data"]["runsOrError"]["results"]
        assert sorted(run["status"] for run in runs) == ["FAILURE", "SUCCESS", "SUCCESS"]

        def healthy() -> bool:
            query = "{instance{daemonHealth{allDaemonStatuses{daemonType required healthy}}}}"
            _, answer = Client(address).post(query)
            statuses = answer["data"]["instance"]["daemonHealth"]["allDaemonStatuses"]
            wanted = {one["daemonType"]: one["healthy"] for one in statuses if one["required"]}
            assert "FRESHNESS_DAEMON" in wanted
            return all(wanted.values())

        wait_for(healthy, 300, team.folder / "daemon.log")
        # What the UI shows of the instance is its configuration, and a secret is no part of it.
        _, answer = Client(address).post("{instance{info}}")
        assert "max_concurrent_runs" in json.dumps(answer)
        assert not [secret for secret in _SECRETS.values() if secret in json.dumps(answer)]
        with urllib.request.urlopen(f"{address}/config", timeout=60) as page:
            assert not [secret for secret in _SECRETS.values() if secret in page.read().decode()]


def test_a_backup_of_all_of_it_comes_back(team: Team) -> None:
    team.sh(BLOCKS["Backup"])
    before = _runs(team)
    told = team.sh(BLOCKS["Restore"])
    assert "history: restored into Postgres" in told
    assert "releases: verified" in told
    assert "every line as it was written" in told
    assert _runs(team) == before
    there, here = current_release(Home.at(team.folder / "new")), current_release(team.home)
    assert there is not None
    assert here is not None
    assert (there.version, there.identity) == (here.version, here.identity)


def test_no_secret_is_left_anywhere(team: Team) -> None:
    """In the home, its releases and logs, the backup, what was said, and Postgres itself."""
    assert (team.folder / "told.log").stat().st_size > 1000
    looked = [path for path in team.folder.rglob("*") if path.is_file() and "pg" not in path.parts]
    looked += (team.folder / "backups").iterdir()
    assert len(looked) > 300
    found = [
        (str(path), name)
        for path in looked
        for name, secret in _SECRETS.items()
        if secret.encode() in path.read_bytes()
    ]
    assert found == []
    dumped = team.sh('pg_dump --dbname="$EQW_POSTGRES_URL"')
    assert not [secret for secret in _SECRETS.values() if secret in dumped]


def _of(team: Team) -> dict[str, str]:
    return {name: team.env[name] for name in _SECRETS}


def _runs(team: Team) -> list[tuple[str, str]]:
    with pytest.MonkeyPatch.context() as patched:
        for name, value in _of(team).items():
            patched.setenv(name, value)
        with dg.DagsterInstance.from_config(str(team.home.dagster)) as instance:
            return sorted((run.run_id, run.status.value) for run in instance.get_runs())
