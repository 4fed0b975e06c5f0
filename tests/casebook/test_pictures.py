"""The results as a timeline and as a map: one mark and one link for each case found."""

import re
from dataclasses import replace

import pytest

from tests.casebook.test_results import heading

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

ROW = re.compile(
    r'<li><a href="/casebook/([^/"]+)/"[^>]*><span class="timeline-title">.*?</a></li>',
    re.DOTALL,
)
BAR = re.compile(r'<line class="bar" x1="([\d.]+)%" x2="([\d.]+)%"')
MARK = re.compile(
    r'<a href="/casebook/([^/"]+)/" transform="translate\(([\d.]+) ([\d.]+)\)">'
    r'<title>([^<]+)</title><use class="o-\w+" href="#([\w-]+)"/></a>'
)
ITEM = re.compile(r'<li><svg .*?</span><a href="/casebook/([^/"]+)/">', re.DOTALL)
TAB = re.compile(r'<a href="([^"]+)"( aria-current="page")?>(List|Timeline|Map)</a>')
QUESTIONS = [{}, {"q": "council"}, {"country": "Scotland"}, {"outcome": "failed"}]


@pytest.fixture
def see(client):
    """The page of the casebook in one of its views."""

    def page(view, **chosen):
        found = client.get("/casebook/", query_string=chosen | {"view": view})
        assert found.status_code == 200
        return found

    return page


def placed(page):
    """Where the map's page has a case's mark, by slug."""
    return {slug: (float(x), float(y)) for slug, x, y, _, _ in MARK.findall(page.text)}


@pytest.mark.parametrize("chosen", QUESTIONS)
def test_the_timeline_holds_every_case_found_once(see, find_all, chosen):
    """Not one page of them; each with its mark, in a link of its own."""
    page = see("timeline", **chosen)

    rows = ROW.findall(page.text)
    assert sorted(rows) == sorted(find_all(**chosen))
    assert heading(page) == len(rows)
    marks = re.findall(r'<use href="#(?:worked|mixed|failed)" x=', page.text)
    assert len(marks) == len(rows)


@pytest.mark.parametrize("chosen", QUESTIONS)
def test_the_map_holds_every_case_found_once(see, find_all, chosen):
    """One mark, and one link in the list by country."""
    page = see("map", **chosen)

    found = sorted(find_all(**chosen))
    assert sorted(mark[0] for mark in MARK.findall(page.text)) == found
    assert sorted(ITEM.findall(page.text)) == found
    assert int(re.search(r'<h2 id="found">(\d+)', page.text)[1]) == len(found)


def test_the_list_counts_each_country(see, shelf):
    """The numbers beside the countries are those of the cases, and add up."""
    page = see("map")

    said = re.findall(r'<h3>([^<]+) <span class="n">(\w+) cases?</span>', page.text)
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"]
    counts = {c: int(n) if n.isdigit() else words.index(n) for c, n in said}
    assert counts["England"] == sum(c.place.country == "England" for c in shelf.cases)
    assert sum(counts.values()) == len(shelf.cases)


def test_rows_run_from_the_earliest_beginning(see, shelf):
    """Whatever the order of the list is."""
    began = {case.slug: case.began for case in shelf.cases}

    years = [began[slug] for slug in ROW.findall(see("timeline", sort="newest").text)]

    assert years == sorted(years)


def test_a_bar_lies_at_its_years(see):
    """Tredegar, 1890 to 1995, on an axis of the Welsh cases: 1890 to 2026."""
    page = see("timeline", country="Wales").text

    row = page[page.index("/tredegar-medical-aid-society/") :]
    start, end = map(float, BAR.search(row).groups())
    assert start == 0
    assert end == pytest.approx(100 * 105 / 136, abs=0.01)
    assert 'href="#closed" x="77.21%"' in row[:1500]


def test_a_case_that_goes_on_reaches_today(see):
    """Its bar ends at the edge, in an arrow, and the axis says what that is."""
    page = see("timeline", country="Iceland").text

    assert BAR.findall(page) == [("0.0", "100.0")]
    assert '<use href="#open" x="100.0%"' in page
    assert ">today</text>" in page
    assert "Goes on, or no end is known" in page


def test_a_single_year_is_a_mark_without_a_bar(see):
    """The Bristol bus boycott of 1963, on an axis that says nothing of today."""
    page = see("timeline", q='"bus boycott" Bristol 1963', decade="1960s").text

    row = page[page.index("/casebook/bristol-bus-boycott/") :]
    row = row[: row.index("</li>")]
    assert not BAR.search(row)
    assert 'href="#worked"' in row


def test_the_heading_says_what_is_drawn(see):
    """How many, when or where, and how many did not work."""
    years = see("timeline", country="Wales").text
    places = see("map", country=["Wales", "USA"]).text
    one = see("map", country="Iceland").text

    assert '<h2 id="found">Four cases, 1890 to today; one did not work</h2>' in years
    assert "22 cases: four in Wales, 18 in the USA; three did not work</h2>" in places
    assert '<h2 id="found">One case in Iceland</h2>' in one


@pytest.mark.parametrize(
    ("country", "slug", "x", "y"),
    [
        # from the table that the Natural Earth projection was published with: at 64.15
        # degrees a parallel is .7929 of the equator, .7808 of the way to the pole
        ("Iceland", "better-reykjavik", 361.4, 40.9),
        ("New Zealand", "kohanga-reo", 756.1, 309.7),
        # 55.85 units to a degree of latitude, 32.43 to one of longitude
        ("Wales", "tredegar-medical-aid-society", 248.1, 403.8),
    ],
)
def test_marks_lie_where_the_cases_were(see, country, slug, x, y):
    """Within a unit of the drawing of what a calculator gives."""
    marks = placed(see("map", country=country))

    assert marks[slug] == pytest.approx((x, y), abs=1)


def test_no_mark_covers_another(see, shelf):
    """Twenty-five cases in London, and each can be pointed at."""
    page = see("map").text
    drawings = page.split('class="maps-beside"')

    for drawing in drawings:
        points = [(float(x), float(y)) for _, x, y, _, _ in MARK.findall(drawing)]
        assert len(points) > 50
        near = [
            (a, b)
            for i, a in enumerate(points)
            for b in points[:i]
            if abs(complex(*a) - complex(*b)) < 13.5
        ]
        assert not near


def test_britain_and_ireland_are_a_number_on_the_world(see, shelf):
    """It leads to their own map; where all cases are there, no world is drawn."""
    both, only = see("map").text, see("map", country="Scotland").text

    number = re.search(r'<a href="#isles-map">.*?</a>', both, re.DOTALL)[0]
    inset = both.split('id="isles-map"')[1].split('id="by-country"')[0]
    assert f">{len(MARK.findall(inset))}</text>" in number
    assert "#world" not in only
    assert "#isles" in only


def test_a_region_is_not_drawn_as_a_place(see, shelf):
    """What is known by its region or country only has a mark of its own kind."""
    rough = {c.slug for c in shelf.cases if c.place.precision in {"region", "country"}}

    marks = MARK.findall(see("map").text)

    assert {m[0] for m in marks if m[4].endswith("-rough")} == rough


@pytest.mark.parametrize("view", ["timeline", "map"])
def test_nothing_found_draws_nothing(see, view):
    """The page says so, without an empty axis; and the view stays for the next try."""
    page = see(view, q="zzyzx").text

    assert "No cases match" in page
    assert "<figure" not in page
    assert f'<input type="hidden" name="view" value="{view}">' in page


@pytest.mark.parametrize(
    "view", ["", "list", "chart", "\x00", "map'--", "地図", "x" * 9999]
)
def test_an_unknown_view_is_the_list(see, find, view):
    """A damaged address shows cases."""
    page = see(view)

    assert page.text.count('<li class="result"') == 10
    assert "<figure" not in page.text


@pytest.mark.parametrize("view", ["timeline", "map"])
def test_question_facets_and_order_travel_between_views(see, view):
    """The address is the whole state, and the tab of this view says so."""
    page = see(view, q="council", country="England", sort="oldest", page=2).text

    tabs = {name: (address, bool(now)) for address, now, name in TAB.findall(page)}
    assert [name for name, (_, now) in tabs.items() if now] == [view.capitalize()]
    for address, _ in tabs.values():
        for part in ("q=council", "country=England", "sort=oldest"):
            assert part in address
        assert "page" not in address
    assert f"view={view}" in tabs[view.capitalize()][0]
    assert "view" not in tabs["List"][0]
    assert page.count(f'name="view" value="{view}"') == 2  # search, facets
    assert f"view={view}" in re.search(r'<a class="tag" href="([^"]+)"', page)[1]


def test_words_of_a_case_are_escaped(see, publish, shelf):
    """A case that quotes HTML shows it, and does not run it."""
    case = replace(shelf.cases[0], title="<b>Bold</b> & co")
    publish([case, *shelf.cases[1:]])

    for view in ("timeline", "map"):
        page = see(view).text
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; co" in page
        assert "<b>Bold" not in page


@pytest.mark.parametrize(("lat", "lon"), [(90, 180), (-90, -180), (0, 179.99)])
def test_a_place_at_the_end_of_the_world_is_on_the_map(see, publish, shelf, lat, lon):
    """Its mark is at the edge, never off the paper."""
    case = shelf.cases[0]
    place = replace(case.place, country="Iceland", lat=lat, lon=lon)
    publish([replace(case, place=place), *shelf.cases[1:]])

    x, y = placed(see("map"))[case.slug]

    assert 0 <= x <= 800
    assert 0 <= y <= 348
