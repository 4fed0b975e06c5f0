"""Forms sent as they should not be, so that their pages come back with messages."""

from playwright.sync_api import Page, Response

# Who, where, what is filled in wrongly (by label), and the button that is pressed.
Mistake = tuple[str, str, dict[str, str], str]
MISTAKES: dict[str, Mistake] = {
    "sign in": ("", "/sign-in/", {"Email": "nobody"}, "Sign in"),
    "wrong password": (
        "",
        "/sign-in/",
        {"Email": "who@example.org", "Password": "not this"},
        "Sign in",
    ),
    "ask for a password": ("", "/sign-in/new-password/", {}, "Send me the link"),
    "name": ("Nuala", "/account/", {"Your name": ""}, "Change my name"),
    "password": (
        "Nuala",
        "/account/",
        {"Password now": "wrong", "New password": "short"},
        "Change my password",
    ),
    "invitation": (
        "Nuala",
        "/organisation/",
        {"Their email": "ruth"},
        "Send the invitation",
    ),
    "cohort": ("Nuala", "/organisation/", {}, "Form a cohort"),
    "neighbourhood": ("Nuala", "/organisation/", {}, "Add a neighbourhood"),
    "organisation": ("Nuala", "/admin/", {}, "Add it and invite its coordinator"),
    "group": ("Lewis", "/groups/new/", {}, "Register it"),
    "entry": ("Lewis", "/practice/new/", {}, "Check and submit"),
    "score": ("Dermot", "/supervision/", {}, "Give my score and open theirs"),
    "comment": ("Dermot", "/supervision/", {}, "Add comment"),
    "decision": ("Dermot", "/supervision/", {}, "Return it"),
}


def make(page: Page, mistake: Mistake) -> Response:
    """Send the form; gives the answer, with the page that carries the messages."""
    _, address, fields, button = mistake
    page.goto(address)
    if address == "/supervision/":
        page.get_by_role("link", name="Open the oldest").click()
        page.get_by_role("button", name=button).wait_for()
    for label, text in fields.items():
        page.get_by_label(label).fill(text)
    with page.expect_event("response", _is_page) as answer:
        page.get_by_role("button", name=button).last.click()
    return answer.value


def _is_page(response: Response) -> bool:
    return response.request.is_navigation_request()
