"""Who may do what: every GraphQL mutation, asked by nobody, an analyst and an operator, through nginx."""

import base64
import os
import re
import shutil
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.cli.instance import prepare_instance
from orchestration.lib.home import Home
from orchestration.lib.warehouse.manifest import prepare_manifest
from tests.operations.graphql import Client, Mutation, mutations
from tests.operations.servers import ROOT, free_port, running, wait_for, webserver

pytestmark = pytest.mark.slow

_PASSWORDS = {"analyst": "look-only", "operator": "may-start"}
# What a read-only webserver answers without refusing, and why that is no harm.
_HARMLESS = {
    "setNuxSeen": "takes down a dialog for new users",
    "logTelemetry": "telemetry is off: it writes nothing",
    "terminateRun": "the run has ended: Dagster looks at that first",
    "terminatePipelineExecution": "the run has ended: Dagster looks at that first",
    "terminateRuns": "the run has ended: Dagster looks at that first",
    "reexecutePartitionBackfill": "there is no backfill: Dagster looks for it first",
    "resumePartitionBackfill": "there is no backfill: Dagster looks for it first",
    "cancelPartitionBackfill": "there is no backfill: Dagster looks for it first",
}
_STATE_OF_SENSOR = (
    "query($s: SensorSelector!){sensorOrError(sensorSelector: $s){... on Sensor{sensorState{id}}}}"
)


@dg.job
def nothing() -> None: ...


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("access") / "home")
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("EQW_POSTGRES_URL", raising=False)
        prepare_instance(home)
    prepare_manifest()
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.FAILURE)
    return home


@pytest.fixture(scope="module")
def proxy(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The shipped nginx configuration before both webservers; addresses by role."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("nginx or openssl is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    ports = {"analyst": free_port(), "operator": free_port()}
    with (
        webserver(home.root, folder / "analysts.log", "--read-only") as analysts,
        webserver(home.root, folder / "operators.log") as operators,
    ):
        conf = _nginx_conf(folder, ports, analysts, operators)
        command = [nginx, "-e", folder / "error.log", "-p", folder, "-c", conf]
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
        assert tried.returncode == 0, tried.stderr
        with running([*command, "-g", "daemon off;"], folder / "nginx.log", {}):
            addresses = {role: f"https://localhost:{port}" for role, port in ports.items()}
            wait_for(lambda: all(_status(address) == 401 for address in addresses.values()), 30)
            yield addresses


def _nginx_conf(folder: Path, ports: dict[str, int], analysts: str, operators: str) -> Path:
    """Write the shipped file with this test's ports and paths; nothing else is changed."""
    text = (ROOT / "deploy/nginx/eqw.conf").read_text()
    key, crt = folder / "eqw.key", folder / "eqw.crt"
    made = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    subprocess.run(["openssl", *made.split(), "-keyout", key, "-out", crt], check=True, capture_output=True)
    for role, password in _PASSWORDS.items():
        hashed = subprocess.run(
            ["openssl", "passwd", "-6", password], check=True, capture_output=True, text=True
        ).stdout
        (folder / f"{role}s.htpasswd").write_text(f"{role}:{hashed}")
        (folder / f"{role}s.htpasswd").chmod(0o644)
    folder.chmod(0o755)
    text = re.sub(r"server \{\s+listen 80;.*?\n\}", "", text, flags=re.DOTALL)
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{ports['analyst']} ssl", 1)
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{ports['operator']} ssl", 1)
    text = text.replace("/etc/eqw/tls", str(folder)).replace("/etc/eqw", str(folder))
    text = text.replace("http://127.0.0.1:3001", analysts).replace("http://127.0.0.1:3000", operators)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    # Its workers would give up root's rights and could not read below a test's folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    logs = f"access_log {folder}/access.log;\n"
    conf.write_text(f"{user}pid {folder}/nginx.pid;\nevents {{}}\nhttp {{\n{logs}{own}{text}}}\n")
    return conf


def _context() -> ssl.SSLContext:
    # Who the server is does not matter here; that it speaks TLS does.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _client(address: str, role: str | None = None) -> Client:
    if role is None:
        return Client(address, _context())
    token = base64.b64encode(f"{role}:{_PASSWORDS[role]}".encode()).decode()
    return Client(address, _context(), f"Basic {token}")


def _status(address: str, method: str = "GET", role: str | None = None) -> int:
    authorization = _client(address, role).authorization
    headers = {"Authorization": authorization} if authorization else {}
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60, context=_context()) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _all(client: Client, home: Home, job: str = "landing_to_release") -> list[Mutation]:
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        run = instance.get_runs()[-1].run_id
    where = {"repositoryName": "__repository__", "repositoryLocationName": "education_quality_warehouse"}
    _, answer = client.post(_STATE_OF_SENSOR, {"s": {**where, "sensorName": "alerts_watch"}})
    known = {
        **where,
        "jobName": job,
        "pipelineName": job,
        "sensorName": "alerts_watch",
        "id": answer["data"]["sensorOrError"]["sensorState"]["id"],
        "runId": run,
        "runIds": [run],
        "cursor": "",
        "timestamp": 0.0,
        "executionParams": {"selector": {**where, "jobName": job}, "mode": "default"},
        "reexecutePartitionBackfill.reexecutionParams": {"parentRunId": run, "strategy": "ALL_STEPS"},
    }
    return mutations(client, known)


def _state(home: Home) -> Any:
    """What mutations could change."""
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        return (
            sorted((run.run_id, run.status.value) for run in instance.get_runs()),
            sorted((s.instigator_name, s.status.value) for s in instance.all_instigator_state()),
            len(instance.get_backfills()),
            sorted(instance.event_log_storage.get_concurrency_keys()),
            sorted(key.to_string() for key in instance.all_asset_keys()),
            instance.get_dynamic_partitions("x"),
        )


def test_who_does_not_sign_in_reaches_nothing(proxy: dict[str, str], home: Home) -> None:
    asked = _all(_client(proxy["operator"], "operator"), home)
    assert len(asked) > 40
    for address in proxy.values():
        assert {_client(address).post(one.query, one.variables)[0] for one in asked} == {401}
        assert {_status(f"{address}{path}") for path in ("/", "/server_info", "/logs/x", "/assets")} <= {
            401,
            403,
        }


def test_an_analyst_does_not_get_in_at_the_operators_door(proxy: dict[str, str]) -> None:
    assert _client(proxy["operator"], "analyst").post("{version}")[0] == 401
    assert _client(proxy["analyst"], "analyst").post("{version}")[0] == 200


def test_an_analyst_can_change_nothing(proxy: dict[str, str], home: Home) -> None:
    analyst = _client(proxy["analyst"], "analyst")
    asked = _all(analyst, home)
    assert len(asked) > 40
    before = _state(home)
    allowed = {}
    for one in asked:
        status, answer = analyst.post(one.query, one.variables)
        if "Unauthorized" not in str(answer):
            allowed[one.name] = (status, answer)
    assert allowed.keys() <= _HARMLESS.keys(), allowed
    assert _state(home) == before


def test_an_operator_is_refused_nothing(proxy: dict[str, str], home: Home) -> None:
    operator = _client(proxy["operator"], "operator")
    answered = {one.name: operator.post(one.query, one.variables) for one in _all(operator, home, "x")}
    refused = {name for name, (_, answer) in answered.items() if "Unauthorized" in str(answer)}
    # Of these Dagster's own, open webserver has no use: it refuses them to everybody.
    assert refused <= {
        "addDynamicPartition",
        "deleteDynamicPartitions",
        "setAppManagedComponent",
        "deleteAppManagedComponent",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/report_asset_materialization/landing/psa",
        "/report_asset_check/landing/psa?check_name=gate_psa&passed=true",
        "/report_asset_observation/landing/psa?data_version=1",
    ],
)
def test_an_analyst_cannot_report_events(proxy: dict[str, str], path: str) -> None:
    assert _status(f"{proxy['analyst']}{path}", "POST", "analyst") == 403


@pytest.mark.parametrize("path", ["/logs/x/y/z", "/download_debug/x"])
def test_an_analyst_does_not_download_what_a_run_wrote(proxy: dict[str, str], path: str) -> None:
    assert _status(f"{proxy['analyst']}{path}", role="analyst") == 403


def test_a_read_only_webserver_refuses_events_without_nginx(home: Home, tmp_path: Path) -> None:
    with webserver(home.root, tmp_path / "log", "--read-only") as address:
        for path in ("materialization", "check", "observation"):
            url = f"{address}/report_asset_{path}/landing/psa?check_name=gate_psa&passed=true&data_version=1"
            assert _status(url, "POST") == 401
