"""Read a folder with a source file and everything editors add, as files fit for review.

edition.toml names the source and its SHA-256; annotations.toml, emendations.toml, events.toml,
entities.toml and citations.toml hold the layers, anchored to the text by quoting its words.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from edition.document.inline import Blocks, is_language
from edition.document.problems import Problem
from edition.document.values import Document
from edition.exchange.folder.layers import (
    LayerTargets,
    read_annotations,
    read_emendations,
    read_events,
    with_citations,
)
from edition.exchange.folder.mentions import read_entities
from edition.exchange.folder.people import read_contributors, with_poll_keys
from edition.exchange.folder.tables import Table, read_markdown, read_tables
from edition.exchange.results import SLUG, ImportRefused, Reading
from edition.exchange.sources import read_bytes, read_source

EDITION_FILE = "edition.toml"
LAYER_FILES = tuple(
    f"{layer}.toml" for layer in ("annotations", "emendations", "events", "entities", "citations")
)


def read_folder(path: Path, slug: str = "") -> Reading:
    """Read the edition in the folder at `path`; `slug` overrides the one in edition.toml.

    Every layer file may be absent. Raises ImportRefused with the problems of all files.
    """
    if not (path / EDITION_FILE).is_file():
        raise ImportRefused(
            [Problem(str(path), f"The folder has no {EDITION_FILE}.", "Add one, or give a file.")]
        )
    problems: list[Problem] = []
    _refuse_stray_files(path, problems)
    file = read_tables(path / EDITION_FILE, problems)
    if not file.values:
        raise ImportRefused(problems or [Problem(EDITION_FILE, "It is empty.", "Fill it in.")])
    own_slug = file.key(SLUG, "“sino-russian-partnership”", "slug")
    if not SLUG.fullmatch(own_slug):
        own_slug = ""
    language = file.text("language")
    if language and not is_language(language):
        file.refuse(f"“language” is {language!r}.", "Write a language tag such as en or pt-BR.")
        language = ""
    reading = _read_source(path, file, slug or own_slug, language)
    layers = {name: _layer(path / name, problems) for name in LAYER_FILES}
    if reading is None:  # the layers can only be checked against a text
        raise ImportRefused(problems)
    document = _with_layers(reading.document, path, file, layers)
    for table in (file, *layers.values()):
        table.finish()
    if problems:
        raise ImportRefused(problems)
    return Reading(document, reading.report)


def _refuse_stray_files(path: Path, problems: list[Problem]) -> None:
    """Refuse files with unknown names: a layer in a misnamed file would be lost silently."""
    for stray in sorted(path.glob("*.toml")):
        if stray.name not in (EDITION_FILE, *LAYER_FILES):
            known = ", ".join(LAYER_FILES)
            problems.append(Problem(stray.name, "No layer has this file name.", f"Known: {known}."))


def _file_name(file: Table, name: str, required: bool = False) -> str:
    """Read the name of a file, which must be in this folder."""
    value = file.text(name, required)
    if value and (Path(value).name != value or "\\" in value or value.startswith(".")):
        file.refuse(f"“{name}” is {value!r}.", "Name a file in the same folder.")
        return ""
    return value


def _read_source(path: Path, file: Table, slug: str, language: str) -> Reading | None:
    """Read the source; None if its SHA-256 is wrong or it has problems."""
    name, expected = _file_name(file, "source", required=True), file.text("sha256", required=True)
    if not name:
        return None
    try:
        data = read_bytes(path / name)
        found = hashlib.sha256(data).hexdigest()
        if expected and found != expected:
            file.refuse(
                f"{name} is not the file the layers were made for: its SHA-256 is {found}.",
                "Put the right file back, or check all layers and write this value.",
            )
        return read_source(data, name, slug, language)
    except ImportRefused as refused:
        for problem in refused.problems:
            where = problem.where if problem.where == name else f"{name}, {problem.where}"
            file.problems.append(replace(problem, where=where))
    return None


def _layer(path: Path, problems: list[Problem]) -> Table:
    return read_tables(path, problems) if path.exists() else Table(path.name, {}, problems)


def _with_layers(document: Document, path: Path, file: Table, layers: dict[str, Table]) -> Document:
    contributors = read_contributors(file, document.authors)
    targets = LayerTargets(
        texts=document.texts(),
        notes={note.key for note in document.notes},
        contributors=[person.key for person in contributors],
    )
    witness = replace(document.witnesses[0], origin=file.text("origin"))
    return replace(
        document,
        rights=file.text("rights"),
        contributors=contributors,
        witnesses=(witness,),
        note_on_the_text=_note_on_the_text(path, file, targets),
        notes=with_citations(document.notes, layers["citations.toml"]),
        annotations=read_annotations(layers["annotations.toml"], targets),
        emendations=read_emendations(layers["emendations.toml"], targets),
        entities=read_entities(layers["entities.toml"], targets),
        events=read_events(layers["events.toml"], targets),
        polls=with_poll_keys(document.polls, file),
    )


def _note_on_the_text(path: Path, file: Table, targets: LayerTargets) -> Blocks:
    name = _file_name(file, "note_on_the_text")
    if not name:
        return ()
    try:
        source = read_bytes(path / name).decode("utf-8")
    except ImportRefused as refused:
        file.problems.extend(refused.problems)
        return ()
    except UnicodeDecodeError as error:
        file.problems.append(
            Problem(name, f"Byte {error.start + 1} is not UTF-8.", "Save it as UTF-8.")
        )
        return ()
    return read_markdown(source, name, targets.notes, file.problems)
