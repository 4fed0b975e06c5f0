"""The fixed vocabularies, and what each word is called on a page.

A word is added by a commit that says which case or lesson needs it.
"""

from collections.abc import Mapping
from types import MappingProxyType

Vocabulary = Mapping[str, str]  # word, label


def _words(text: str, **labels: str) -> Vocabulary:
    """The words of `text`, labelled by themselves unless `labels` says otherwise.

    In `labels` an underscore stands for a hyphen.
    """
    named = {word.replace("_", "-"): label for word, label in labels.items()}
    plain = {word: word.replace("-", " ").capitalize() for word in text.split()}
    return MappingProxyType(plain | named)


CASE_KINDS = _words(
    "community-group network movement social-enterprise professional-charity "
    "infrastructure-body public-body public-programme"
)
WORKERS = _words("members volunteers organisers paid-staff professionals officials")
STREAMS = _words(
    "",
    strengthening="Strengthening communities",
    service="Service provision",
    both="Both streams",
)
OUTCOMES = _words("", worked="Worked", mixed="Partly", failed="Did not work")
ANSWERS = _words("yes partly no", unknown="Not known")
CONFIDENCE = _words("verified partly-verified", known="Known, not checked by us")
PRECISION = _words("site town region country")
METHODS = _words(
    "listening one-to-ones research assembly elected-forum petition march boycott "
    "occupation strike withholding-payment legal-action negotiation media "
    "culture-and-arts small-grants leadership-training popular-education mutual-aid "
    "co-operative-trading asset-ownership self-build self-management "
    "participatory-budgeting community-planning social-audit saving-together "
    "peer-education picket standing-for-election service-delivery",
    one_to_ones="One-to-ones",
    co_operative_trading="Co-operative trading",
    self_build="Self-build",
    self_management="Self-management",
)
LINEAGES = _words(
    "co-operative settlement colonial non-directive structural popular-education "
    "broad-based feminist anti-racist labour tenants faith asset-based "
    "land-and-commons disability-rights environmental indigenous self-help "
    "state-programme",
    co_operative="Co-operative",
    non_directive="Non-directive",
    broad_based="Broad-based organising",
    anti_racist="Anti-racist",
    asset_based="Asset-based",
    self_help="Self-help",
)
ENTRY_KINDS = _words(
    "listening one-to-one meeting event action training networking negotiating "
    "planning significant-event",
    own_activity="The group’s own activity",
)
MISTAKES = _words(
    "voice-paid-by-the-body-it-questions arriving-after-the-decision "
    "representatives-without-a-constituency no-plan-for-the-end "
    "one-leader-no-successor counting-in-place-of-changing no-baseline "
    "purpose-bent-by-money contract-eats-the-group pilot-without-a-next-year "
    "flagship-over-the-many missing-people-unnoticed power-turned-on-the-weakest "
    "done-for-not-with win-without-owning fighting-alone no-way-to-stop "
    "outsiders-name-the-problem consultation-as-cover unpaid-replaces-paid "
    "celebrity-for-members growth-before-roots win-without-follow-up "
    "records-that-endanger",
    one_leader_no_successor="One leader, no successor",
    done_for_not_with="Done for, not with",
)
READ = _words(
    "",
    whole="Read whole",
    extract="Read in extract",
    abstract="Abstract read",
    secondary="Seen in another work",
)
CHECK_KINDS = _words("single multiple ordering matching short")
TESTS = _words("", pre="Before the module", post="After the module")
MARGIN_KINDS = _words("gloss see-also against")
ENDINGS = _words("good mixed poor")
STREAM_ANSWERS = _words(
    "",
    A="Strengthening communities",
    B="Service provision",
    unclear="Unclear",
)

# The key areas of the National Occupational Standards, which hold across the
# sets of 2009, 2015 and 2023.
NOS = _words(
    "",
    KA1="Understand and practise community development",
    KA2="Understand and engage with communities",
    KA3="Group work and collective action",
    KA4="Collaboration and cross-sector work",
    KA5="Learning for social change",
    KA6="Governance and organisational development",
)

# Our own working list, drawn from the reform movement in community development.
REFORM: Mapping[int, str] = MappingProxyType(
    {
        1: "Begin with people's own agenda",
        2: "Strengthen the whole population of groups in a place, not one flagship",
        3: "State outcomes and measure against a baseline",
        4: "Be strategic and long-term",
        5: "Change agencies as well as communities",
        6: "Hold common standards while staying open to volunteers and others",
        7: "Keep empowerment separate from provision",
        8: "Argue honestly about power and causes",
    }
)

# The founding document prints two items numbered 13.
POINTS = (*map(str, range(1, 13)), "13a", "13b", *map(str, range(14, 26)))
OUTSIDE_MARKS = ("not-in-play", "dont-know")
