"""What is screened and in which circumstances: a post, the pictures in it, and the context it is meant for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

Account = Literal["personal", "company"]
TOPICS = ("complaint", "question", "praise", "press", "safety")
"""What a post may answer."""
ATTACHMENTS = ("image", "video", "link", "poll")
"""What a post may carry."""


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture as far as words describe it; whoever reads pictures fills this in, the core never opens one."""

    alt: str = ""
    """Alternative text, as it will be published."""
    text: str = ""
    """Words read in the picture (optical character recognition), screened like the post itself."""
    credit: str = ""
    """Who made it, when that is stated outside the post's text."""


class Post(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text, pictures and other attachments meant for a channel. A value: nothing about who posts it."""

    text: str
    images: tuple[Image, ...] = ()
    has: tuple[str, ...] = ()
    """Other attachments: ``video``, ``poll``. ``image`` and ``link`` follow from the post itself."""
    lang: str = ""
    """Language tag when known, such as ``zh-Hant``; empty when not."""


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who would post, where, in answer to what, and when. What is not known is read the strict way.

    An author without known roles holds only the roles that everyone holds. Without a time, embargoed terms
    are still under embargo, exceptions count as ended and dated windows as open.
    """

    by: str = ""
    """A person's or a role's name, as in the policy's `people.yaml`."""
    roles: tuple[str, ...] = ()
    """Roles held besides those that `people.yaml` gives to `by`."""
    trained: tuple[str, ...] = ()
    """Lessons the author has completed."""
    account: Account | Literal[""] = ""
    """``personal``, ``company``, or empty: then ``company`` when a channel is named, else ``personal``."""
    channel: str = ""
    """The company channel's name, as in `channels.yaml`."""
    replying_to: str = ""
    """What is answered: ``complaint``, ``question``, ``praise``, ``press``, ``safety``; empty for a new post."""
    at: datetime | date | None = None
    """When it would be published. A time with a zone is moved to the policy's zone first."""
    given: tuple[str, ...] = ()
    """Facts that hold besides: an open ``incident``, or a window of the policy by name."""
