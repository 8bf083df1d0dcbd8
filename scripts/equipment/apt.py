"""Install Debian packages, if the user may."""

import os
import shutil
import subprocess

APT_GET = [
    *("apt-get", "--yes", "-qq", "--no-install-recommends"),
    *("-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"),
]


def install(*packages: str) -> bool:
    """Install packages if we are root on Debian or a derivative; return whether that worked."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(f"Installing {' and '.join(packages)} with apt-get …", flush=True)
    if _apt_get("install", *packages):
        return True
    # The list of packages may be absent, or older than the archive.
    return _apt_get("update") and _apt_get("install", *packages)


def _apt_get(*arguments: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    result = subprocess.run([*APT_GET, *arguments], env=environment, capture_output=True)
    return result.returncode == 0
