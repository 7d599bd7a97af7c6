"""The shipped deployment: every file parses, names what exists, pins what it fetches and opens nothing."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from orchestration.cli.app import app
from tests.operations.servers import BIN, ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*.service"))
_COMPOSE = yaml.safe_load((DEPLOY / "containers/compose.yaml").read_text())
_DOCKERFILE = (DEPLOY / "containers/Dockerfile").read_text()
_SECRETS = {"EQW_POSTGRES_URL", "EQW_SMTP_PASSWORD", "EQW_ALERT_WEBHOOK_URL"}


def _unit(path: Path) -> ConfigParser:
    parsed = ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(path.read_text())
    return parsed


def _commands() -> list[list[str]]:
    """Every command that a unit or a container starts, as words."""
    services = [_unit(unit)["Service"] for unit in UNITS]
    lines = [service[key] for service in services for key in ("ExecStart", "ExecStartPre") if key in service]
    found = [shlex.split(line.replace("/opt/eqw/.venv/bin/", "")) for line in lines]
    for service in _COMPOSE["services"].values():
        if command := service.get("command"):
            words = shlex.split(command)
            parts = words[2].replace("exec ", "").split("&&") if words[0] == "sh" else [command]
            found += [shlex.split(part) for part in parts]
    return found


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_every_command_exists_with_its_options(words: list[str]) -> None:
    program, *arguments = words
    assert (BIN / program).is_file()
    options = {word for word in arguments if word.startswith("-")}
    if program == "eqw":
        command = get_command(app).commands[arguments[0]]  # type: ignore[attr-defined]
        known = {name for parameter in command.params for name in parameter.opts}
    else:
        spoken = [word for word in arguments if not word.startswith("-")][: 2 if program == "dagster" else 1]
        spoken = [] if program == "dagster-webserver" else spoken
        known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", _help(program, *spoken)))
    assert options <= known, options - known


def _help(*command: str) -> str:
    program, *arguments = command
    asked = [BIN / program, *arguments, "--help"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def test_whatever_listens_listens_on_this_machine() -> None:
    contained = [service.get("command", "") for service in _COMPOSE["services"].values()]
    for words in _commands():
        if words[0] in ("dagster-webserver", "dagster") and "-p" in words:
            host = words[words.index("-h") + 1]
            # Inside a container all of its own addresses; what of it is published is looked at below.
            assert host == "127.0.0.1" or any(" ".join(words) in command for command in contained)
    published = [port for service in _COMPOSE["services"].values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)
    assert "ports" not in _COMPOSE["services"]["postgres"]
    workspace = yaml.safe_load((DEPLOY / "workspace.yaml").read_text())
    assert workspace["load_from"][0]["grpc_server"]["host"] == "127.0.0.1"


def test_a_server_without_options_listens_on_this_machine() -> None:
    default = r"--host TEXT\s+Host to run server on\s+\[default: 127\.0\.0\.1\]"
    assert re.search(default, _help("dagster-webserver"))
    assert '"127.0.0.1"' in (ROOT / "orchestration/cli/ui.py").read_text()


def test_analysts_have_a_read_only_webserver_and_nobody_else_does() -> None:
    ports = {"3000": False, "3001": True}
    webservers = [words for words in _commands() if words[0] == "dagster-webserver"]
    assert len(webservers) == 4
    for words in webservers:
        assert ("--read-only" in words) == ports[words[words.index("-p") + 1]]
    asked = re.findall(r"(\w+)\.htpasswd.*?proxy_pass\s+http://127\.0\.0\.1:(\d+)", _nginx(), re.DOTALL)
    assert asked == [("analysts", "3001"), ("operators", "3000")]


def _nginx() -> str:
    return re.sub(r"#.*", "", (DEPLOY / "nginx/eqw.conf").read_text())


def test_every_door_of_nginx_asks_who_it_is_over_tls() -> None:
    for name in ("eqw.conf", "eqw-oidc.conf"):
        text = re.sub(r"#.*", "", (DEPLOY / "nginx" / name).read_text())
        servers = [block for block in re.split(r"\nserver \{", text)[1:] if "proxy_pass" in block]
        assert servers
        for block in servers:
            assert "listen 443 ssl" in block
            assert re.search(r"auth_basic_user_file|auth_request ", block)


@pytest.mark.parametrize("unit", [*UNITS, *sorted(DEPLOY.glob("systemd/*.timer"))], ids=lambda p: p.name)
def test_systemd_understands_every_unit(unit: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not installed")
    told = subprocess.run([tool, "verify", "--man=no", unit], capture_output=True, text=True).stderr
    # The programs are where the product is installed, which is not here.
    ours = [line for line in told.splitlines() if unit.name in line and "is not executable" not in line]
    assert ours == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda p: p.name)
def test_a_unit_gives_up_what_it_does_not_need(unit: Path) -> None:
    service = _unit(unit)["Service"]
    assert service["User"] == "eqw"
    given_up = [service[name] for name in ("UMask", "NoNewPrivileges", "ProtectSystem")]
    assert given_up == ["0077", "true", "strict"]
    assert not any(name in unit.read_text() for name in _SECRETS)


def test_secrets_stand_in_the_secrets_file_alone() -> None:
    def named(file: str) -> set[str]:
        return {line.split("=")[0] for line in (DEPLOY / "systemd" / file).read_text().splitlines()}

    assert named("secrets.env.example") >= _SECRETS
    assert not _SECRETS & named("eqw.env.example")
    assert "PASSWORD" not in _DOCKERFILE


def test_images_are_pinned_and_run_without_root() -> None:
    bases = re.findall(r"^FROM (\S+)", _DOCKERFILE, re.MULTILINE)
    images = [*bases, _COMPOSE["services"]["postgres"]["image"], _COMPOSE["x-eqw"]["image"]]
    assert all(re.search(r":\d+\.\d+", image) for image in images), images
    assert _DOCKERFILE.rindex("USER eqw") > _DOCKERFILE.rindex("RUN ")
    assert "useradd --system --uid 10001" in _DOCKERFILE


def test_compose_names_files_and_services_that_exist() -> None:
    services: dict[str, Any] = _COMPOSE["services"]
    assert set(services) == {"postgres", "code", "daemon", "operators", "analysts"}
    build = _COMPOSE["x-eqw"]["build"]
    context = (DEPLOY / "containers" / build["context"]).resolve()
    assert context == ROOT
    assert (context / build["dockerfile"]).is_file()
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in _COMPOSE["volumes"] or (DEPLOY / "containers" / source).is_file()
    server = yaml.safe_load((DEPLOY / "containers/workspace.yaml").read_text())["load_from"][0]["grpc_server"]
    assert server["host"] in services
    assert f"-p {server['port']}" in services["code"]["command"]


def test_helm_values_say_what_the_instance_file_says() -> None:
    values = yaml.safe_load((DEPLOY / "kubernetes/values.yaml").read_text())
    instance = yaml.safe_load((ROOT / "orchestration/instance/dagster.yaml").read_text())
    assert values["telemetry"] == instance["telemetry"]
    assert values["dagsterWebserver"]["enableReadOnly"] is True
    queue = values["dagsterDaemon"]["runCoordinator"]["config"]["queuedRunCoordinator"]
    assert queue["maxConcurrentRuns"] == instance["concurrency"]["runs"]["max_concurrent_runs"]
    ticks = values["retention"]["sensor"]["purgeAfterDays"]
    assert {name: ticks[name] for name in instance["retention"]["sensor"]["purge_after_days"]} == (
        instance["retention"]["sensor"]["purge_after_days"]
    )
    assert values["ingress"]["enabled"] is False
    (deployment,) = values["dagster-user-deployments"]["deployments"]
    assert deployment["dagsterApiGrpcArgs"] == ["-m", "orchestration.definitions"]


def test_the_runbook_names_units_that_exist() -> None:
    text = (ROOT / "docs/operations.md").read_text()
    named = set(re.findall(r"\beqw-(?:code|daemon|operators|analysts|backup|prune)(?:\.timer)?\b", text))
    shipped = {path.name for path in (DEPLOY / "systemd").iterdir()}
    assert {name if name.endswith(".timer") else f"{name}.service" for name in named} <= shipped
