"""The section `alerts` of the settings: who is told, and over which channel.

Belongs here: what can be set. Secrets are never set here: they come from the environment
(`EQW_SMTP_PASSWORD`, `EQW_ALERT_WEBHOOK_URL`, or the same with `_FILE`).
"""

import ipaddress
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SMTP_PASSWORD = "EQW_SMTP_PASSWORD"  # noqa: S105  # the name of the variable
WEBHOOK_URL = "EQW_ALERT_WEBHOOK_URL"

_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)


def is_this_machine(host: str | None) -> bool:
    """Return whether a host name or address means this machine."""
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class EmailSettings(BaseModel):
    """How mail is sent.

    Attributes:
        security: `starttls` (port 587), `tls` from the first byte (port 465), or `none` (this machine only).
        user: Account to sign in with; its password is `EQW_SMTP_PASSWORD`. Left out, nobody signs in.
    """

    model_config = _STRICT

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str
    recipients: list[str] = Field(min_length=1)
    user: str | None = None

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        if self.security == "none" and not is_this_machine(self.host):
            raise ValueError("security: none is only for a mail server on this machine")
        return self


class AlertSettings(BaseModel):
    """Channels beside the file `alerts/alerts.jsonl`, which is always written.

    Attributes:
        webhook: Whether to post to the address in `EQW_ALERT_WEBHOOK_URL`.
        pages: Address of the Dagster UI as people reach it, for links: `https://eqw.example.org`.
    """

    model_config = _STRICT

    email: EmailSettings | None = None
    webhook: bool = False
    pages: str | None = None
