"""How much one network may send without an account, and where that was forgotten."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from flask import current_app, request
from sqlalchemy import func, select, update

from app.clock import now
from app.db import db

WINDOW = timedelta(hours=1)
MOST = 10  # of one kind from one network in a window, then a wait


def network(kind: str) -> str:
    """A digest of where the request comes from, which tells nobody where that is.

    Another one for each kind of thing, so that no two can be laid side by side.
    """
    key = str(current_app.config["SECRET_KEY"]).encode()
    address = f"{kind}:{request.remote_addr or ''}".encode()
    return hmac.new(key, address, hashlib.sha256).hexdigest()


def is_full(model: Any, digest: str) -> bool:
    """Whether as many rows came from this network as may; to be asked when writing.

    `model` has `network` and `made_at`. Digests older than the window are forgotten.
    """
    began = now() - WINDOW
    past = update(model).where(model.made_at <= began, model.network != "")
    db.session.execute(past.values(network=""))
    recent = select(func.count()).where(model.network == digest, model.made_at > began)
    return (db.session.scalar(recent) or 0) >= MOST
