"""Alerts reach a real mail server and a real HTTP server; what does not go out is told and tried again."""

import json
from pathlib import Path

import pytest

from orchestration.lib.alerts import book
from orchestration.lib.alerts.alert import Alert, alert
from orchestration.lib.alerts.dispatch import raise_alerts, undelivered
from orchestration.lib.home import Home
from orchestration.lib.settings import SettingsError, read_settings
from tests.unit.alerts.conftest import HttpServer, MailServer


def _alert(incident: str = "run-1") -> Alert:
    return alert("run_failed", incident, "A run failed: warehouse_models.", "host:/home", "eqw status")


def _use_mail(home: Home, mail: MailServer, more: str = "") -> None:
    home.settings.write_text(
        f"alerts:\n  email: {{host: 127.0.0.1, port: {mail.port}, security: none, sender: eqw@example.org,"
        f" recipients: [night@example.org, day@example.org]{more}}}\n"
    )


def _use_web(home: Home, web: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    home.settings.write_text("alerts: {webhook: true}\n")
    monkeypatch.setenv("EQW_ALERT_WEBHOOK_URL", web.url)


def _outcomes(home: Home) -> list[tuple[str, str]]:
    lines = (home.alerts / "deliveries.jsonl").read_text().splitlines()
    return [(line["outcome"], line["told"]) for line in map(json.loads, lines)]


def test_without_settings_an_alert_stands_in_the_file(home: Home) -> None:
    assert raise_alerts(home, [_alert()]) == ()
    (line,) = (home.alerts / "alerts.jsonl").read_text().splitlines()
    written = json.loads(line)
    assert written["what"] == "A run failed: warehouse_models."
    assert (written["where"], written["what_to_do"]) == ("host:/home", "eqw status")
    assert not (home.alerts / "deliveries.jsonl").exists()


def test_an_incident_is_told_once(home: Home, mail: MailServer) -> None:
    _use_mail(home, mail)
    for _ in range(3):
        assert raise_alerts(home, [_alert("run-1"), _alert("run-1"), _alert("run-2")]) == ()
    assert len(mail.messages) == 2
    assert len((home.alerts / "alerts.jsonl").read_text().splitlines()) == 2


def test_a_mail_says_what_where_and_what_to_do(home: Home, mail: MailServer) -> None:
    _use_mail(home, mail)
    raise_alerts(home, [_alert()])
    (message,) = mail.messages
    assert message["Subject"] == "[EQW] A run failed: warehouse_models."
    assert message["To"] == "night@example.org, day@example.org"
    body = message.get_payload(decode=True).decode()
    assert "Where:       host:/home" in body
    assert "What to do:  eqw status" in body


def test_a_mail_is_sent_with_the_account_that_is_set(
    home: Home, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use_mail(home, mail, ", user: eqw")
    (told,) = raise_alerts(home, [_alert()])
    assert "EQW_SMTP_PASSWORD is not set" in told
    monkeypatch.setenv("EQW_SMTP_PASSWORD", "wrong")
    (told,) = raise_alerts(home, [])
    assert "mail server answered 535" in told
    assert not mail.messages
    monkeypatch.setenv("EQW_SMTP_PASSWORD", "right")
    assert raise_alerts(home, []) == ()
    assert mail.messages == []
    # A person mended it and says so.
    assert raise_alerts(home, [], again=True) == ()
    assert [message["Message-ID"] for message in mail.messages] == [f"<{_alert().alert_id}@eqw.invalid>"]
    assert mail.logins[-1] == (b"eqw", b"right")


def test_what_may_pass_is_tried_again_at_once_and_later(home: Home, mail: MailServer) -> None:
    _use_mail(home, mail)
    mail.answers = ["451 try later"]
    assert raise_alerts(home, [_alert()]) == ()
    assert len(mail.messages) == 1
    mail.answers = ["451 a", "451 b", "451 c"]
    (told,) = raise_alerts(home, [_alert("run-2")])
    assert "ALERT NOT DELIVERED by email" in told
    assert undelivered(home) == (told,)
    assert raise_alerts(home, []) == ()
    assert len(mail.messages) == 2
    assert undelivered(home) == ()


def test_what_will_not_pass_is_told_and_not_tried_again(home: Home, mail: MailServer) -> None:
    _use_mail(home, mail)
    mail.answers = ["554 no"]
    (told,) = raise_alerts(home, [_alert()])
    assert "mail server answered 554" in told
    assert "correct section alerts" in told
    assert raise_alerts(home, []) == ()
    assert mail.messages == []
    assert undelivered(home) == (told,)


def test_a_server_that_is_away_is_told_once_per_alert_and_kept(
    home: Home, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    away = MailServer(port=1)
    _use_mail(home, away)
    told = raise_alerts(home, [_alert("run-1"), _alert("run-2")])
    assert len(told) == 2
    assert all("ConnectionRefusedError" in sentence for sentence in told)
    assert caplog.text.count("ALERT NOT DELIVERED") == 2
    _use_mail(home, mail)
    assert raise_alerts(home, []) == ()
    assert len(mail.messages) == 2


def test_a_webhook_gets_json(home: Home, web: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    _use_web(home, web, monkeypatch)
    assert raise_alerts(home, [_alert()]) == ()
    (posted,) = web.posted
    assert posted["kind"] == "run_failed"
    assert posted["what_to_do"] == "eqw status"
    assert posted["text"].startswith("A run failed: warehouse_models.")


@pytest.mark.parametrize(
    ("codes", "asked", "outcome"),
    [
        ([500], 2, "delivered"),
        ([429, 503], 3, "delivered"),
        ([500, 500, 500], 3, "failed"),
        ([404], 1, "refused"),
        ([307], 1, "refused"),
    ],
)
def test_what_a_webhook_answers_decides_whether_to_try_again(
    home: Home,
    web: HttpServer,
    monkeypatch: pytest.MonkeyPatch,
    codes: list[int],
    asked: int,
    outcome: str,
) -> None:
    _use_web(home, web, monkeypatch)
    web.codes = list(codes)
    told = raise_alerts(home, [_alert()])
    assert web.asked == asked
    assert [found for found, _ in _outcomes(home)] == [outcome]
    assert bool(told) == (outcome != "delivered")


@pytest.mark.parametrize("address", ["http://example.org/x", "file:///etc/passwd", "nonsense"])
def test_a_webhook_elsewhere_must_be_encrypted(
    home: Home, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    home.settings.write_text("alerts: {webhook: true}\n")
    monkeypatch.setenv("EQW_ALERT_WEBHOOK_URL", address)
    (told,) = raise_alerts(home, [_alert()])
    assert "must start with https://" in told
    assert address not in told


def test_an_alert_goes_out_even_when_nothing_can_be_written(
    home: Home, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use_mail(home, mail)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(book, "add", full)
    (told,) = raise_alerts(home, [_alert()])
    assert "NOT WRITTEN DOWN" in told
    assert "No space left on device" in told
    assert len(mail.messages) == 1


@pytest.mark.parametrize(
    "settings",
    [
        "alerts: {email: {host: mail.example.org, security: none, sender: a@b, recipients: [c@d]}}",
        "alerts: {email: {host: mail.example.org, sender: a@b, recipients: []}}",
        "alerts: {email: {host: mail.example.org, sender: a@b, recipients: [c@d], password: secret}}",
        "alerts: {webhook: https://example.org}",
    ],
)
def test_settings_that_are_wrong_or_hold_a_secret_are_refused(home: Home, settings: str) -> None:
    home.settings.write_text(settings)
    with pytest.raises(SettingsError, match="alerts"):
        read_settings(home)


def test_a_secret_never_gets_into_the_book(
    home: Home,
    web: HttpServer,
    mail: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _use_mail(home, mail, ", user: eqw")
    home.settings.write_text(home.settings.read_text() + "  webhook: true\n")
    monkeypatch.setenv("EQW_SMTP_PASSWORD", "hunter-2-secret")
    monkeypatch.setenv("EQW_ALERT_WEBHOOK_URL", web.url)
    web.codes = [404]
    told = raise_alerts(home, [_alert()])
    assert len(told) == 2
    written = "".join(path.read_text() for path in Path(home.alerts).glob("*.jsonl"))
    for secret in ("hunter-2-secret", "token-in-the-path"):
        assert secret not in written + "".join(told) + caplog.text
