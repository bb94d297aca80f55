"""The verbs of the conversation: what a whole message has to say to count as one."""

import re
from collections.abc import Mapping

from bot.core.plain_text import folded, has_substance
from bot.core.reading import Back, Help, No, Pause, Resume, ShowStatus, Skip, Stop, Unknown, Verb, Why, Yes

PHRASES: Mapping[Verb | Unknown, str] = {
    Back(): "back|go back|previous|prev|undo|step back|previous question|one back|go to previous",
    Skip(): "skip|skip it|skip it for now|skip this|skip this one|skip for now|later|pass|next|next one|"
    "next question|not now|ask me later",
    Why(): "why|explain|explain it|explain this|descriptors|descriptor|levels|the levels|describe|details|more|"
    "what does this mean|what does that mean|what do you mean|what are the levels|show the levels|"
    "explain the levels|show descriptors|what is this",
    Help(): "help|help me|commands|verbs|options|what can i say|what can i do|how does this work|how does it work",
    ShowStatus(): "status|progress|show status|show progress|where are we|where am i|how far are we|what is left|"
    "what's left|whats left|how many left|how many are left",
    Pause(): "pause|break|take a break|have a break|pause here|pause it|pause this|hold on|let's pause|lets pause",
    Resume(): "resume|continue|go on|carry on|keep going|unpause|let's continue|lets continue|let's go on|lets go on",
    Stop(): "stop|stop it|stop here|stop this|cancel|quit|end|end it|abort|exit|let's stop|lets stop",
    Yes(): "yes|y|yep|yeah|yup|ok|okay|sure|confirm|confirmed|do it|go ahead|correct|of course|:+1:|:thumbsup:|"
    "\U0001f44d",
    No(): "no|n|nope|nah|no thanks|no thank you|leave it|leave it as claimed|leave as claimed|as claimed|leave|none|"
    "nothing|keep it|don't|dont|:-1:|:thumbsdown:|\U0001f44e",
    Unknown(): ":shrug:|\U0001f937",
}
VERBS = {phrase: verb for verb, phrases in PHRASES.items() for phrase in phrases.split("|")}
MANNERS = re.compile(r"\A(?:(?:please|pls|can we|could we|can you|could you|i want to|i'd like to|we want to) )+")
THANKS = re.compile(r"(?: |, ?)(?:please|pls|thanks|thank you|now)\Z")
EDGES = " \t\n.,;:!?\u2026\u3002*_`\"'()[]\u201c\u201d\u2018\u2019"
PICTURE_PARTS = re.compile("[\u200d\ufe0e\ufe0f\u2640\u2642\U0001f3fb-\U0001f3ff]")
LONGEST_VERB = 60


def verb_in(text: str) -> Verb | Unknown | None:
    """Give the verb that a cleaned text consists of; None when it says anything else.

    Case, accents, punctuation around it, pictures behind it, "please" and "thanks" do not matter.
    """
    bare = PICTURE_PARTS.sub("", text).strip()
    if len(bare) > LONGEST_VERB:
        return None
    if bare and set(bare) <= set("?\u00bf\uff1f"):
        return Help()
    plain = folded(bare)
    said = VERBS.get(plain.strip(EDGES.replace(":", ""))) or VERBS.get(" ".join(plain.strip(EDGES).split()))
    return said or VERBS.get(_without_manners(_without_pictures(plain)))


def _without_manners(phrase: str) -> str:
    bare = MANNERS.sub("", " ".join(phrase.strip(EDGES).split()))
    while (shorter := THANKS.sub("", bare)) != bare:
        bare = shorter
    return bare.strip(EDGES)


def _without_pictures(phrase: str) -> str:
    """Take emoji off the end, as names between colons or as pictures; letters and digits stay."""
    named = re.sub(r"(?:\s*:[a-z_+-][a-z0-9_+-]{0,60}:)+\Z", "", phrase)
    while named and not has_substance(named[-1]):
        named = named[:-1]
    return named
