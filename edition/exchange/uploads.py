"""Read an upload: a source file, or the folder of an edition as a zip file.

A zip file is unpacked only after its directory was checked: number and size of files,
compression ratio, and names that stay inside the folder.
"""

import lzma
import stat
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from edition.document.problems import Problem
from edition.document.unicode import nfc
from edition.exchange.folder import EDITION_FILE, read_folder
from edition.exchange.results import ImportRefused, Reading
from edition.exchange.sources import MAX_BYTES, READERS, read_source

MAX_FILES = 100
MAX_RATIO = 100  # uncompressed to compressed size; text seldom reaches 20
KINDS = (*sorted(READERS), ".zip")
# All that Python raises for damaged or malicious zip files.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError, MemoryError),
)


def read_upload(data: bytes, name: str, slug: str = "") -> Reading:
    """Read the edition in the file `name`. Raises ImportRefused with every problem found."""
    ending = Path(name).suffix.lower()
    if ending not in KINDS:
        what = "This kind of file cannot be read."
        raise _refused(name, what, f"Give a file ending in {' or '.join(KINDS)}.")
    if not data:
        raise _refused(name, "The file is empty.", "Choose another.")
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // 1_000_000
        raise _refused(name, f"The file has more than {most} MB.", "Give one article.")
    if ending != ".zip":
        return read_source(data, name, slug)
    with TemporaryDirectory(prefix="edition-import-") as folder:
        return read_folder(_unpack(data, name, Path(folder)), slug)


def _unpack(data: bytes, name: str, into: Path) -> Path:
    """Unpack the files beside edition.toml, and return the folder."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            members = [each for each in packed.infolist() if not _is_clutter(each)]
            if problems := [*_problems(name, members)]:
                raise ImportRefused(problems)
            home = _home(name, members)
            for each in members:
                path = PurePosixPath(each.filename)
                if path.parent == home:
                    (into / nfc(path.name)).write_bytes(packed.read(each))
    except DAMAGED as error:
        raise _refused(name, f"It cannot be unpacked: {error}.", "Pack it again.") from error
    return into


def _is_clutter(member: zipfile.ZipInfo) -> bool:
    """Whether this is a folder, or metadata that file managers add."""
    path = PurePosixPath(member.filename)
    return member.is_dir() or path.parts[:1] == ("__MACOSX",) or path.name.startswith("._")


def _problems(name: str, members: list[zipfile.ZipInfo]) -> list[Problem]:
    problems = []
    if len(members) > MAX_FILES:
        what = f"It holds {len(members)} files; at most {MAX_FILES} are allowed."
        problems.append(Problem(name, what, "Pack one edition."))
    size = sum(each.file_size for each in members)
    packed = sum(each.compress_size for each in members)
    if size > MAX_BYTES or size > MAX_RATIO * max(packed, 1):
        what = f"Unpacked, it would be {size / 1_000_000:,.1f} MB."
        most = f"At most {MAX_BYTES // 1_000_000} MB and {MAX_RATIO} times its size are allowed."
        problems.append(Problem(name, what, most))
    for each in members:
        path = PurePosixPath(each.filename)
        if path.is_absolute() or ".." in path.parts or set("\\:\0") & set(each.filename):
            what = f"It names a file outside its folder: {each.filename!r}."
            problems.append(Problem(name, what, "Pack it again."))
        elif stat.S_ISLNK(each.external_attr >> 16):
            what = f"{each.filename} is a link to another file."
            problems.append(Problem(name, what, "Include the file itself."))
        elif each.flag_bits & 1:
            what = f"{each.filename} is locked with a password."
            problems.append(Problem(name, what, "Pack it without one."))
    return problems


def _home(name: str, members: list[zipfile.ZipInfo]) -> PurePosixPath:
    paths = [PurePosixPath(each.filename) for each in members]
    homes = {path.parent for path in paths if path.name == EDITION_FILE}
    if len(homes) != 1:
        times = f"{len(homes)} files" if homes else "no file"
        raise _refused(name, f"It holds {times} named {EDITION_FILE}.", "Pack one edition.")
    return homes.pop()


def _refused(where: str, what: str, advice: str) -> ImportRefused:
    return ImportRefused([Problem(where, what, advice)])
