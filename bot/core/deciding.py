"""What may be decided about a draft, as it stands among all the drafts of its assessment."""

from dataclasses import dataclass

from bot.core.assessment import Assessment
from bot.core.draft import Content, Draft, Verb, newest
from bot.core.draft_standing import is_newest
from bot.core.plan import Plan


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft to be decided about; ``drafts`` are all of its assessment."""

    assessment: Assessment
    drafts: tuple[Draft, ...]
    draft: Draft

    @property
    def counting(self) -> Draft:
        """Give the draft of its piece that counts."""
        return next(each for each in newest(self.drafts) if each.piece == self.draft.piece)

    @property
    def is_open(self) -> bool:
        """Say whether anything can be decided about the draft: it is written, and no newer one was asked for."""
        return self.draft.made is not None and is_newest(self.drafts, self.draft)

    def takes(self, verb: Verb) -> bool:
        """Say whether a decision may follow the one that stands: between accepted and discarded lies a reopening.

        The decision that stands may be made again; it changes nothing.
        """
        standing = self.draft.decision
        return self.is_open and (standing is None or verb in (Verb.REOPEN, standing.verb))

    def takes_edit(self, words: Content) -> bool:
        """Say whether a person's wording may be accepted: never of what was discarded, nor a text for a plan."""
        made = self.draft.made
        return (
            self.takes(Verb.ACCEPT) and made is not None and isinstance(words, Plan) is isinstance(made.content, Plan)
        )

    @property
    def takes_redraft(self) -> bool:
        """Say whether another draft may take its place; what people have accepted they reopen first."""
        return self.is_open and not self.draft.accepted
