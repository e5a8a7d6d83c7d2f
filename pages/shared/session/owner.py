"""Whose work this is: everybody's own on a hosted copy, the one person's on one's own computer.

A browser is known by a cookie with a random token. What is kept on disk is marked with the token's hash, so that
whoever reads a mark cannot become its owner. Signing in, once there is such a thing, is a change of `owner` alone.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping

import streamlit as st

from nnviz import settings
from pages.shared.session.record import record

COOKIE = "nnviz_owner"
NOBODY = ""
"""The mark on everything of a copy that is not hosted."""
_TOKEN = re.compile(r"[0-9a-f]{32}")


def new_token() -> str:
    """A token for a browser: 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def is_token(text: str | None) -> bool:
    return text is not None and _TOKEN.fullmatch(text) is not None


def mark(token: str) -> str:
    """What the work of a token's bearer is marked with: 32 hexadecimal digits, from which the token cannot be found."""
    return hashlib.sha256(f"nnviz owner {token}".encode()).hexdigest()[:32]


def hosted() -> bool:
    """Whether several people use this copy."""
    return settings.get().mode == "hosted"


def owner() -> str:
    """The mark of whoever uses this session; the same in all tabs of a browser.

    A browser that refuses cookies has one for each session, for as long as its tab is open.
    """
    if not hosted():
        return NOBODY
    person = record().person
    if person.owner is None:
        token = _cookies().get(COOKIE)
        person.by_cookie = is_token(token)
        person.owner = mark(token if person.by_cookie else new_token())
    return person.owner


def by_cookie() -> str:
    """The mark that this browser's own requests prove; "" where they prove none."""
    marked = owner()
    return marked if record().person.by_cookie else NOBODY


def owns(marked: str) -> bool:
    """Whether what carries that mark may be changed here."""
    return not hosted() or marked == owner()


def whose() -> str | None:
    """Whose runs are listed here; None, which is everybody's, on one's own computer."""
    return owner() if hosted() else None


def of_cookies(cookies: Mapping[str, str]) -> str | None:
    """The mark of a browser that sent these cookies; None where they name none."""
    token = cookies.get(COOKIE)
    return mark(token) if is_token(token) else None


def _cookies() -> Mapping[str, str]:
    return st.context.cookies
