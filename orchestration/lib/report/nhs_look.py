"""The stylesheet of the NHS design system, taken from its npm package where somebody fetched that.

Belongs here: keeping of it what needs no network. `make report-assets` fetches the package; without it the
report has a stylesheet of its own (`templates/base.css`) with the same class names; `make run` needs no Node.
"""

import re
import sys
import tarfile
from pathlib import Path

from orchestration.lib.durable import sha256_of, write_atomically
from orchestration.lib.home import Home

VERSION = "10.6.1"
_SHA256 = "1af037bcb75237c4208809d3ac9a06522ccf61b2268221268ead3985bceb060b"
_STYLESHEET = "package/dist/nhsuk/nhsuk-frontend.min.css"
_NOTICE = f"/*! nhsuk-frontend {VERSION}, Crown copyright, MIT licence; without its fonts and pictures */\n"


class LookError(Exception):
    """The package is not the one that is expected."""


def take_look(package: Path, home: Home) -> Path:
    """Keep the stylesheet of a package for the reports of a home.

    Fonts are left out, for they are fetched from the network and licensed apart; so are pictures.

    Args:
        package: `nhsuk-frontend-10.6.1.tgz`.
        home: The data home.

    Returns:
        Where the stylesheet lies now.

    Raises:
        LookError: The package has other bytes than the one that was tried.
    """
    if sha256_of(package) != _SHA256:
        raise LookError(f"{package} is not nhsuk-frontend {VERSION} as it was tried: its hash differs")
    with tarfile.open(package) as archive:
        member = archive.extractfile(_STYLESHEET)
        if member is None:
            raise LookError(f"{package} holds no {_STYLESHEET}")
        text = member.read().decode("utf-8")
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = re.sub(r"url\((?!data:|#)[^)]*\)", "none", text)
    write_atomically(home.report_look, (_NOTICE + text).encode("utf-8"))
    return home.report_look


if __name__ == "__main__":
    sys.stdout.write(f"{take_look(Path(sys.argv[1]), Home.from_environment())}\n")
