"""Which PostgreSQL server serves, and a connection to it.

Belongs here: the address and the lock. The address holds a password: it comes from the environment alone and
is never written or shown.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import psycopg

from orchestration.lib.serving.errors import ServingError

URL = "EQW_POSTGRES_URL"
Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
# Any number will do, as long as every copy of this product asks for the same.
_LOCK = 4_711_202_611


def server_url() -> str:
    """Return the address of the server.

    Raises:
        ServingError: None is set, or it is no address of a PostgreSQL server.
    """
    url = os.environ.get(URL, "")
    if not url:
        raise ServingError(
            f"{URL} is not set. Remedy: {URL}=postgresql://USER:PASSWORD@HOST:PORT/DATABASE, of a user who"
            " may create schemas and roles."
        )
    if not url.startswith(("postgresql://", "postgres://")):
        raise ServingError(f"{URL} must begin with postgresql:// (its value is not shown: it is a secret).")
    return url


@contextmanager
def locked_connection(url: str) -> Iterator[Connection]:
    """Connect as the only one who copies; each statement is a transaction unless one is begun.

    Raises:
        ServingError: The server does not answer, or another copy is being made.
    """
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=20)
    except psycopg.OperationalError as error:
        raise ServingError(
            f"The PostgreSQL server does not let us in: {' '.join(str(error).split())}."
            f" Remedy: check {URL} and that the server runs."
        ) from error
    with connection:
        taken = connection.execute("select pg_try_advisory_lock(%s)", (_LOCK,)).fetchone()
        if taken != (True,):
            raise ServingError("Another copy is being made on this server. Remedy: wait for it to end.")
        yield connection
