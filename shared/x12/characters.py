"""The X12 character set: what may stand in an element, and the nearest spelling of what may not.

Basic and extended set together are the printable ASCII characters; separators of the interchange are taken out of them.
"""

import unicodedata

_SPELLED = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i", "ŋ": "ng", "Ŋ": "NG", "ħ": "h", "Ħ": "H",
        "ŧ": "t", "Ŧ": "T", "ĸ": "q", "ə": "e", "Ə": "E",
        "‘": "'", "’": "'", "‚": "'", "ʼ": "'", "´": "'", "ʻ": "'", "ʽ": "'", "ʹ": "'", "ʾ": "'", "ʿ": "'", "′": "'", "⁄": "/",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "…": "...", "•": "-", "·": "-",
        "×": "x", "€": "EUR", "£": "GBP", "©": "(c)", "®": "(R)", "¿": "?", "¡": "!", "‹": "<", "›": ">", "°": " deg",
    }
)  # fmt: skip


SEPARATORS = "*:^~"
"""Those that our own interchanges have."""


class Text(str):
    """Free text (names, addresses, notes): separators and control characters in it may be replaced by a space."""

    __slots__ = ()


def transliterate(text: str) -> str:
    """The nearest spelling in printable ASCII: Ñ becomes N, é becomes e, ß becomes ss. Marks that are never seen (joiners, directions) go.

    What has no Latin spelling (other scripts) is left as it is: the caller refuses it. Control characters are left, too.
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPELLED)).translate(_SPELLED)
    return "".join(character for character in decomposed if not unicodedata.combining(character) and unicodedata.category(character) != "Cf")


def plain(text: str, separators: str) -> str:
    """Free text without separators: each separator, control character and run of blanks becomes one space, ends trimmed."""
    spelled = transliterate(text)
    if not spelled.isprintable() or not set(separators).isdisjoint(spelled):
        spelled = "".join(" " if character in separators or ord(character) < 32 else character for character in spelled)
    return " ".join(spelled.split())


def room(text: str, most: int) -> str:
    """What keeps free text from being sent in an element of `most` characters, as words about it; empty when nothing does."""
    if text.isalnum() and text.isascii():
        return f"has more than {most} characters" if len(text) > most else ""
    spelled = plain(text, SEPARATORS)
    if not spelled.isascii() or not spelled.isprintable():
        return "holds characters that have no spelling in the X12 character set"
    if text.strip() and not spelled:
        return "holds nothing but separators"
    return f"has more than {most} characters" if len(spelled) > most else ""
