"""Real servers for tests: started on a free port of this machine, waited for, and ended."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv/bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a unit file gives a server: nothing of the shell that runs the tests but PATH and HOME."""
    return {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOME": os.environ["HOME"],
        "EQW_HOME": str(home),
        "DAGSTER_HOME": str(home / "dagster"),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        **more,
    }


@contextmanager
def running(
    command: Sequence[str | Path], log: Path, env: Mapping[str, str], seconds: float = 60
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command until the block ends; everything that it started ends with it."""
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=lines, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_for(is_there: Callable[[], bool], seconds: float = 180, why: Path | None = None) -> None:
    until = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < until, why.read_text() if why else "did not come up"
        time.sleep(0.5)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def webserver(home: Path, log: Path, *arguments: str, **more: str) -> Iterator[str]:
    """Run a webserver on the project's own workspace and return its address."""
    port = free_port()
    command = [BIN / "dagster-webserver", "-p", str(port), "-w", "workspace.yaml", *arguments]
    address = f"http://127.0.0.1:{port}"
    with running(command, log, environment(home, **more)):
        wait_for(lambda: answers(f"{address}/server_info"), why=log)
        yield address
