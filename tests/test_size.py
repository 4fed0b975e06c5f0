"""No file grows past what one sitting can read."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 400  # lines
WHOLE = {"app/policy.py"}  # who may do what stays on one page, however long


@pytest.mark.parametrize("folder", ["app", "tests"])
def test_no_python_file_is_too_long(folder):
    """Split it by what it is about."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }
    lengths = {name: n for name, n in lengths.items() if name not in WHOLE}

    assert lengths
    assert {name: n for name, n in lengths.items() if n > LONGEST} == {}
