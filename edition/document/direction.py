"""The writing direction of languages."""

from typing import Literal

RIGHT_TO_LEFT = {
    *("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi")
}
SCRIPTS = {"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
SCRIPT_LENGTH = 4  # in a tag, only the name of a script has four letters (RFC 5646)


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Look up the direction of a language tag; a script named in it decides."""
    first, *others = language.lower().split("-")
    for part in others:
        if len(part) == SCRIPT_LENGTH and part.isalpha():
            return "rtl" if part in SCRIPTS else "ltr"
    return "rtl" if first in RIGHT_TO_LEFT else "ltr"
