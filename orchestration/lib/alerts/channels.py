"""The ways out: e-mail and webhook, one attempt each.

Belongs here: sending one alert, and telling a failure that may pass from one that will not. Which alerts are
sent, and when again, is `dispatch.py`. What a server answers is never kept: it may repeat what it was sent.
"""

import json
import smtplib
import socket
import ssl
import urllib.error
import urllib.request
from email.message import EmailMessage
from http.client import HTTPException, HTTPMessage
from typing import IO, Literal
from urllib.parse import urlsplit

from orchestration.lib.alerts.alert import Alert
from orchestration.lib.alerts.section import SMTP_PASSWORD, WEBHOOK_URL, EmailSettings, is_this_machine
from orchestration.lib.secrets import SecretError, require_secret

Channel = Literal["email", "webhook"]
_SECONDS = 10
_FIRST_PERMANENT = 500  # SMTP: 4xx may pass, 5xx will not
_MAY_PASS = {408, 425, 429}  # of HTTP's 4xx


class NotDeliveredError(Exception):
    """An alert did not go out; says why without quoting anything.

    Attributes:
        may_pass: Whether trying again can help.
    """

    def __init__(self, told: str, may_pass: bool) -> None:
        self.may_pass = may_pass
        super().__init__(told)


def send_email(alert: Alert, settings: EmailSettings) -> None:
    """Send an alert by mail, to all recipients at once.

    Raises:
        NotDeliveredError: It was not taken for every recipient.
    """
    message = EmailMessage()
    message["Subject"] = f"[EQW] {alert.what}"
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.recipients)
    message["Message-ID"] = f"<{alert.alert_id}@eqw.invalid>"
    message["Date"] = alert.at
    message.set_content(alert.as_text)
    try:
        with _connected(settings) as server:
            if settings.user is not None:
                server.login(settings.user, require_secret(SMTP_PASSWORD))
            if refused := server.send_message(message):
                raise NotDeliveredError(f"mail server refused {len(refused)} recipients", may_pass=False)
    except SecretError as error:
        raise NotDeliveredError(str(error), may_pass=True) from None
    except smtplib.SMTPResponseException as error:
        told = f"mail server answered {error.smtp_code} ({type(error).__name__})"
        raise NotDeliveredError(told, may_pass=error.smtp_code < _FIRST_PERMANENT) from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        told = f"mail server refused every recipient ({max(codes)})"
        raise NotDeliveredError(told, may_pass=max(codes) < _FIRST_PERMANENT) from None
    except smtplib.SMTPNotSupportedError as error:
        raise NotDeliveredError(f"mail server: {type(error).__name__}", may_pass=False) from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotDeliveredError(f"mail server: {_class_of(error)}", may_pass=True) from None


def _connected(settings: EmailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    # Left to itself the library asks DNS for the name of this machine, and waits for it where there is none.
    name = socket.gethostname()
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, name, timeout=_SECONDS, context=context)
    server = smtplib.SMTP(settings.host, settings.port, name, timeout=_SECONDS)
    if settings.security == "starttls":
        try:
            server.starttls(context=context)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the alert to an address that nobody set."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


def send_webhook(alert: Alert) -> None:
    """Post an alert as JSON to the address in `EQW_ALERT_WEBHOOK_URL`.

    `text` holds the whole message, which chat services show; the fields beside it are for programs.

    Raises:
        NotDeliveredError: The server did not take it.
    """
    body = json.dumps({"text": alert.as_text, **alert.model_dump(mode="json")}).encode()
    try:
        address = require_secret(WEBHOOK_URL)
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(parts.hostname)):
            raise NotDeliveredError(f"{WEBHOOK_URL} must start with https://", may_pass=False)
        request = urllib.request.Request(  # noqa: S310  # the scheme was looked at above
            address, data=body, headers={"Content-Type": "application/json"}, method="POST"
        )
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_SECONDS):
            return
    except SecretError as error:
        raise NotDeliveredError(str(error), may_pass=True) from None
    except urllib.error.HTTPError as error:
        error.close()
        may_pass = error.code in _MAY_PASS or error.code >= 500
        raise NotDeliveredError(f"webhook answered {error.code}", may_pass=may_pass) from None
    except ValueError:
        raise NotDeliveredError(f"{WEBHOOK_URL} is not an address", may_pass=False) from None
    except (OSError, HTTPException) as error:
        raise NotDeliveredError(f"webhook: {_class_of(error)}", may_pass=True) from None


def _class_of(error: Exception) -> str:
    """Return the class of an error, and of what it wraps; never its words."""
    reason = getattr(error, "reason", None)
    if isinstance(error, urllib.error.URLError) and isinstance(reason, Exception):
        return type(reason).__name__
    return "no answer in time" if isinstance(error, socket.timeout) else type(error).__name__
