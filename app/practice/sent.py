"""What a device sent, so that the same thing sent again changes nothing."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.db import db


class Sent(db.Model):
    """The last copy of an entry that one page on one device sent.

    `aside` holds it where somebody had changed the entry elsewhere meanwhile: both
    are kept, until the writer has chosen.
    """

    __tablename__ = "sent"

    mark: Mapped[uuid.UUID] = mapped_column(primary_key=True)  # made on the device
    entry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("entry.id", ondelete="CASCADE"), index=True
    )
    turn: Mapped[int]  # counts the changes made on that page
    answer: Mapped[str] = mapped_column(String(20))
    sent_at: Mapped[datetime] = mapped_column(default=now)
    base: Mapped[str] = mapped_column(String(32))  # names it, once the entry held it
    aside: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @classmethod
    def kept_aside(cls, entry_id: uuid.UUID) -> Select[Any]:
        """The copies that stand beside an entry, oldest first."""
        here = select(cls).where(cls.entry_id == entry_id, cls.aside.is_not(None))
        return here.order_by(cls.sent_at, cls.mark)
