"""What the tests of this room share."""

import pytest

from tests.pair import Pair
from tests.pair import pair as make_pair


@pytest.fixture
def pair(sign_in) -> Pair:
    """An organiser and a supervisor with a browser each."""
    return make_pair(sign_in)
