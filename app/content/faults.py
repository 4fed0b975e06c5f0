"""What is wrong with the content files, all of it at once."""

from collections.abc import Iterable


class ContentError(Exception):
    """The content cannot be used. `faults` says why, a line for each fault.

    A fault reads "file:line: what is wrong", in plain words.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
