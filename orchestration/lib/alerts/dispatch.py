"""Raising alerts and getting them out: written down first, then sent, and sent again where that can help.

Belongs here: the order of things. An alert that does not go out never stops what raised it; it is told, kept,
and tried at every later opportunity for a week.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from functools import partial

from orchestration.lib.alerts import book
from orchestration.lib.alerts.alert import Alert
from orchestration.lib.alerts.book import Delivery
from orchestration.lib.alerts.channels import Channel, NotDeliveredError, send_email, send_webhook
from orchestration.lib.alerts.section import AlertSettings
from orchestration.lib.home import Home
from orchestration.lib.settings import read_settings

_log = logging.getLogger(__name__)
# A server that restarts is back within seconds; what takes longer is left to the next opportunity.
PAUSES_SECONDS = (1.0, 3.0)


def raise_alerts(home: Home, found: Sequence[Alert], again: bool = False) -> tuple[str, ...]:
    """Write down what is new, and send whatever has not gone out.

    Args:
        home: The data home.
        found: What there is reason to tell; an incident that was told before is passed over.
        again: Also send what a server refused for good, because a person has mended the cause.

    Returns:
        One sentence per alert and channel that could not be served now; also in the log.

    Raises:
        SettingsError: The settings cannot be read. What was found is written down nevertheless.
    """
    try:
        with book.open_book(home):
            book.add(home, found)
            return tuple(_deliver(home, read_settings(home).alerts, again))
    except OSError as error:
        # A full disk is what a person must hear of, and just then nothing can be written down.
        told = f"ALERTS NOT WRITTEN DOWN in {home.alerts}: {error.strerror}. Remedy: make room there."
        _log.error(told)
        return (told, *_send_unwritten(found, read_settings(home).alerts))


def undelivered(home: Home) -> tuple[str, ...]:
    """Return one sentence per alert and channel whose last attempt did not succeed; sends nothing."""
    return tuple(
        _told(entry.alert, delivery)
        for entry in book.entries(home)
        for delivery in entry.last.values()
        if delivery.outcome != "delivered"
    )


def _deliver(home: Home, settings: AlertSettings, again: bool) -> list[str]:
    channels = _channels(settings)
    told = []
    for channel, send in channels.items():
        # Once a server is known to be away, waiting for it again and again helps nobody.
        pauses: tuple[float, ...] = PAUSES_SECONDS
        for entry in book.entries(home):
            if not entry.owes(channel, dt.datetime.now(dt.UTC), again):
                continue
            delivery = _attempt(entry.alert, channel, send, pauses)
            book.record(home, delivery)
            if delivery.outcome != "delivered":
                told.append(_told(entry.alert, delivery))
                _log.error(told[-1])
                pauses = ()
    return told


def _send_unwritten(found: Sequence[Alert], settings: AlertSettings) -> list[str]:
    attempts = [
        (raised, _attempt(raised, channel, send, PAUSES_SECONDS))
        for channel, send in _channels(settings).items()
        for raised in found
    ]
    return [_told(raised, delivery) for raised, delivery in attempts if delivery.outcome != "delivered"]


def _channels(settings: AlertSettings) -> dict[Channel, Callable[[Alert], None]]:
    channels: dict[Channel, Callable[[Alert], None]] = {}
    if settings.email is not None:
        channels["email"] = partial(send_email, settings=settings.email)
    if settings.webhook:
        channels["webhook"] = send_webhook
    return channels


def _attempt(
    alert: Alert, channel: Channel, send: Callable[[Alert], None], pauses: tuple[float, ...]
) -> Delivery:
    for pause in (*pauses, None):
        try:
            send(alert)
            break
        except NotDeliveredError as error:
            if error.may_pass and pause is not None:
                time.sleep(pause)
                continue
            return _delivery(alert, channel, "failed" if error.may_pass else "refused", str(error))
    return _delivery(alert, channel, "delivered", "")


def _delivery(alert: Alert, channel: Channel, outcome: str, told: str) -> Delivery:
    return Delivery.model_validate(
        {
            "alert_id": alert.alert_id,
            "channel": channel,
            "outcome": outcome,
            "told": told,
            "at": dt.datetime.now(dt.UTC),
        }
    )


def _told(alert: Alert, delivery: Delivery) -> str:
    again = (
        "It is tried again by the next run and by the daemon, for a week."
        if delivery.outcome == "failed"
        else "It is not tried again: correct section alerts of settings.yaml, then: eqw alerts send"
    )
    return f"ALERT NOT DELIVERED by {delivery.channel}: {alert.what} ({delivery.told}). {again}"
