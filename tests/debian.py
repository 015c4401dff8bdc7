"""Programs that the tests need, from Debian's packages."""

import os
import shutil
import subprocess
from collections.abc import Sequence

INSTALL_SECONDS = 600


def install(package: str) -> bool:
    """Let apt-get install a package, where that is allowed; tell whether it did."""
    apt = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    is_allowed = os.geteuid() == 0 and shutil.which("apt-get") is not None
    return is_allowed and succeeds(["apt-get", "update"]) and succeeds(apt)


def succeeds(command: Sequence[str], timeout: int = INSTALL_SECONDS) -> bool:
    """Whether a command ends well within so many seconds."""
    try:
        subprocess.run(
            command,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            timeout=timeout,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
