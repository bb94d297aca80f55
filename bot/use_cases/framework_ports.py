"""What the frameworks of a workspace ask of the store and tell it; part of the ports ``Reads`` and ``Transaction``."""

from typing import Protocol

from bot.core.framework import Framework
from bot.core.own_frameworks import FrameworkVersion, Offer, OwnFramework


class FrameworkReads(Protocol):
    """Questions about the frameworks that a workspace has uploaded; none of another one is among the answers."""

    def own_frameworks(self, workspace: str) -> tuple[OwnFramework, ...]:
        """Give all of them with all their versions, by slug."""

    def offered_frameworks(self, workspace: str) -> tuple[Framework, ...]:
        """Give those on offer, by slug."""

    def own_markdown(self, workspace: str, slug: str, number: int) -> str | None:
        """Give the text of a version as it was uploaded; None where there is none of that number."""


class FrameworkWrites(Protocol):
    """Changes of the frameworks that a workspace has uploaded."""

    def add_own_framework(self, workspace: str, version: FrameworkVersion, markdown: str) -> None:
        """Add a version; StoreError for a number that exists."""

    def drop_own_framework(self, workspace: str, slug: str, number: int) -> None:
        """Delete a version; what was opened with it keeps its wording."""

    def add_offer(self, workspace: str, offer: Offer) -> None:
        """Add what an admin decided; its number is the next one of the workspace, whatever it says."""
