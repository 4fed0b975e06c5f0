"""What Today puts on its board."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """One thing to do: a heading, a few words, one action."""

    heading: str
    words: str
    action: str
    url: str
    about: str = ""  # an entry's title, shown in bold
