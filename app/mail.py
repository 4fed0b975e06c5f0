"""Messages out by SMTP, or into the outbox folder where no server is set."""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.clock import now
from app.db import new_id


def send(to: str, subject: str, text: str) -> bool:
    """Send one plain-text message; false, and a line in the log, where that fails."""
    message = EmailMessage()
    message["From"] = f"Alongside <alongside@{_host()}>"
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = now()
    message.set_content(text)
    url = current_app.config["MAIL_URL"]
    try:
        if url:
            _by_smtp(url, message)
        else:
            _into_outbox(current_app.config["DATA_DIR"] / "outbox", message)
    except OSError:
        current_app.logger.exception("A message could not be sent")
        return False
    return True


def _host() -> str:
    return urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"


def _by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with kind(
        parts.hostname or "", parts.port or (465 if secure else 587), timeout=20
    ) as (server):
        if not secure and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _into_outbox(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / f"{new_id()}.eml").write_bytes(bytes(message))
