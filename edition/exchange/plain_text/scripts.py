"""Guess the language of words from their script."""

import re

from edition.document.inline import Content, Foreign, Inline, Text

# Letters of scripts used by one language only, or mainly (Unicode's block names).
_SCRIPTS = {
    "kana": "\u3041-\u3096\u30a1-\u30fa\u30fc",
    "zh": "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
    "ko": "\uac00-\ud7a3\u1100-\u11ff",
    "ru": "\u0400-\u052f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "ar": "\u0620-\u064a\u0671-\u06d3",
    "he": "\u05d0-\u05ea",
    "th": "\u0e01-\u0e4e",
}
_NAMES = {"zh": "Chinese", "ja": "Japanese", "ko": "Korean", "ru": "Russian", "el": "Greek"}
_NAMES |= {"ar": "Arabic", "he": "Hebrew", "th": "Thai"}
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_JAPANESE = f"[{_SCRIPTS['kana']}{_SCRIPTS['zh']}]+"


def _run(letters: str) -> str:
    """Return the pattern of words of one script, with what is between and a closing mark after."""
    return rf"{letters}(?:[^\w\[\]]{{1,3}}{letters})*[?!？！。]?"


_RUNS = re.compile(
    "|".join(
        [_run(_JAPANESE)]
        + [
            _run(f"[{letters}]+")
            for name, letters in _SCRIPTS.items()
            if name not in ("kana", "zh")
        ]
    )
)


def language_name(tag: str) -> str:
    return _NAMES.get(tag, tag)


def main_language(text: str) -> str:
    """Guess the language of most letters, as a tag, or "" if most are of another script.

    Only a guess: Latin letters indicate no language, and Cyrillic counts as Russian.
    """
    counts = {name: len(letters.findall(text)) for name, letters in _LETTERS.items()}
    if counts.pop("kana"):
        counts["ja"] = len(re.findall(_JAPANESE[:-1], text))
        counts.pop("zh")
    language, most = max(counts.items(), key=lambda count: count[1])
    letters = sum(map(str.isalpha, text))
    return language if 2 * most > letters else ""


def with_foreign_words(text: str, around: str) -> Content:
    """Convert `text` to content, tagging words in the script of a language other than `around`."""
    content: list[Inline] = []
    end = 0
    for run in _RUNS.finditer(text):
        language = main_language(run[0])
        if not language or language == around:
            continue
        if run.start() > end:
            content.append(Text(text[end : run.start()]))
        content.append(Foreign(language, (Text(run[0]),)))
        end = run.end()
    if end < len(text):
        content.append(Text(text[end:]))
    return tuple(content)
