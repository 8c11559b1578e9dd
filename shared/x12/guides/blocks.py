"""Pieces of a guide that stand in it more than once."""


def indented(text: str, by: int) -> str:
    """Lines moved to the right by so many spaces: two are one level."""
    return "".join(" " * by + line + "\n" for line in text.splitlines())
