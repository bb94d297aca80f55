"""Frameworks, assessments and all that follows from them, full of hostile words; the same for the same number."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from bot.core.assessment import Assessment, Member, NotApplicable, NotRated, Rating, Role, Status, Subject, Verdict
from bot.core.conversation.talk import Because, Detail, Ended, Question, Wants
from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece, Standing
from bot.core.drafts.draft import Content, Decision, Draft, Finding, Made, Prose, Sentence, Trouble, Verb
from bot.core.evidence import evidence_in
from bot.core.framework import Band, Descriptor, Dimension, Framework, Scale, Variable, VariableKind
from bot.core.plan.plan import MOST_ACTIONS, Action, Plan
from bot.core.team import Evidence
from bot.slack.blocks import Message
from bot.slack.text import heard

Shown = Message | dict[str, Any]

FACILITATOR, CHANNEL = "U0DANA0001", "C0CXTEAM01"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NASTY = (
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<!subteam^S0TEAM0001|@leads>",
    "<@U0PRIYA001>",
    "<#C0LEADS001|leads>",
    "<https://evil.example/login|https://good.example>",
    "<javascript:alert(1)|press>",
    "<mailto:a@b.example|write>",
    "<!date^1^{date}^https://evil.example|now>",
    "<https://evil.example/a?b=c&d=e>",
    "&lt;!channel&gt;",
    "&amp;lt;!here&amp;gt;",
    "[good](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "@channel",
    "@here!",
    "@everyone",
    "#general",
    "https://evil.example/x",
    "HTTPS://EVIL.example",
    "ftp://evil.example",
    "slack://open?team=T1",
    "www.evil.example",
    "*bold* _it_ ~s~ `code` ```pre```",
    "> quoted",
    "<",
    ">",
    "<<!channel>>",
    "<!chan\u200bnel>",
    "<!\u2060channel>",
    "\uff1c!channel\uff1e",
    "@\u200bhere",
    "\u202egnp.exe\u202c",
    "\u2066\u2067\u2069",
    "\u200b\u200c\u200d\u2060\ufeff",
    "a\u200db",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "Z\u0351\u036b\u0343a\u0321\u0334l\u0336g\u0337o",
    "\x00\x07\x1b[31m\x7f\x85",
    "line\r\nline\u2028line\u2029line\vline\fline",
    "\ue000\U000f0000",
    "\U000e0041\U000e0042",
    "{{7*7}} ${x} %s {0} \\",
    "'\"; DROP TABLE x; --",
    "\u3164\u2800\u00ad",
    ":tada: :here:",
    "3 because",
    "words of a person",
    "x" * 90,
)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes values from one generator. ``loud`` is how long texts get."""

    rng: Random
    loud: int

    def text(self, most: int, least: int = 0) -> str:
        """Give hostile words of at most ``most`` characters, with something to see in them."""
        count = self.rng.choice((least, 1, 2, 3, self.loud))
        words = self.rng.choice((" ", "", "\n")).join(self.rng.choice(NASTY) for _ in range(count))
        if "\x00" in words:
            words = "".join(char for char in words if char != "\x00" or self.rng.random() < 0.5)
        if len(words) > 20 and self.rng.random() < 0.3:
            words = words[self.rng.randrange(10) :]  # half a token is no less hostile
        return (words if not least or any(char.isalnum() for char in words) else f"{words} word")[-most:]

    def name(self, most: int) -> str:
        return (self.text(most - 5, 1) + " name")[-most:]

    def framework(self, number: int) -> Framework:
        low = self.rng.choice((0, 1, 1))
        scale = Scale(low, self.rng.choice((low + 1, 4, 5, 10)))
        count = self.rng.choice((1, 5, 6, 30))
        dimensions = tuple(self._dimension(scale, f"dimension-{place}") for place in range(count))
        return Framework(
            slug=f"made-{number}" + "x" * self.rng.choice((0, 60)),
            title=self.name(self.rng.choice((40, 150))),
            version=self.rng.choice(("1.0", self.text(20, 1))),
            digest="d" * 64,
            purpose=self.text(4_000),
            scale=scale,
            aggregate=self.rng.choice(("mean", "sum")),
            dimensions=dimensions,
            bands=(Band(self.name(80), Fraction(0), Fraction(400), self.text(300), self.text(300)),),
            variables=tuple(self._variable(place) for place in range(self.rng.choice((0, 3, 12)))),
            prompt=f"{self.text(1_000)} [VARIABLE_0] {self.text(1_000)}",
            evidence_from=scale.high - 1,
            level_names={level: self.name(80) for level in scale.levels() if self.rng.random() < 0.5},
            deliverables=(self.text(200),),
            subject_key=self.rng.choice((None, "VARIABLE_0")),
        )

    def _dimension(self, scale: Scale, key: str) -> Dimension:
        described = [level for level in scale.levels() if level in (scale.low, scale.high) or self.rng.random() < 0.7]
        return Dimension(
            key=key + "y" * self.rng.choice((0, 60)),
            name=self.name(150),
            descriptors=tuple(
                Descriptor(level, self.text(80), self.name(self.rng.choice((80, 1_500)))) for level in described
            ),
            ask=self.text(4_000),
            look_for=self.text(4_000),
            next_steps={level: self.text(4_000) for level in scale.levels() if self.rng.random() < 0.5},
            target=self.rng.choice((None, scale.high)),
        )

    def _variable(self, place: int) -> Variable:
        kinds: tuple[VariableKind, ...] = ("text", "number", "percent")
        kind = self.rng.choice(kinds)
        return Variable(f"VARIABLE_{place}", self.text(300), kind, in_prompt=self.rng.random() < 0.5)

    def verdict(self, framework: Framework) -> Verdict:
        level = self.rng.choice(framework.scale.levels())
        return self.rng.choice((level, level, level, NotRated(), NotApplicable(self.said(300))))

    def said(self, most: int) -> str:
        """Give what a person typed, as the bot hears it."""
        return heard(self.text(most, 1))

    def evidence(self) -> tuple[Evidence, ...]:
        return evidence_in(
            self.said(self.rng.choice((60, 3_000))) + self.rng.choice(("", " https://proof.example/a?b=c&d"))
        )

    def rating(self, framework: Framework, dimension: Dimension, at: datetime) -> Rating:
        name = f"r{self.rng.randrange(10**9)}"
        return Rating(name, dimension.key, FACILITATOR, self.verdict(framework), self.evidence(), at, "1.1")

    def assessment(self, framework: Framework, status: Status, at: datetime = NOW) -> Assessment:
        rated = [each for each in framework.dimensions if status is Status.COMPLETE or self.rng.random() < 0.6]
        ratings = [self.rating(framework, each, at) for each in rated for _ in range(self.rng.choice((1, 1, 3)))]
        return Assessment(
            id="abcdefghij",
            workspace="T0ACME0001",
            channel=CHANNEL,
            thread="1.1",
            framework=framework,
            subject=Subject(self.name(100), {each.key: self.said(300) for each in framework.variables}),
            targets={each.key: framework.scale.high for each in framework.dimensions if self.rng.random() < 0.3},
            members=(Member(FACILITATOR, Role.FACILITATOR), Member(FACILITATOR, Role.RESPONDENT)),
            status=status,
            started_at=at,
            completed_at=at + timedelta(hours=1) if status is Status.COMPLETE else None,
            ratings=tuple(ratings),
        )

    def draft(self, assessment: Assessment, piece: Piece, *, decided: Verb | None = None) -> Draft:
        """Give a draft of a piece in which a model, people and the framework say whatever they like."""
        framework = assessment.framework
        standings = tuple(self._standing(framework, each) for each in framework.dimensions[:3])
        facts = tuple(
            Fact(f"F{place}", kind, self.text(300), framework.dimensions[0].key) for place, kind in enumerate(FactKind)
        )
        brief = Brief(piece.kind, facts, standings, framework.scale)
        by_model, wrong = self.rng.random() < 0.5, tuple(self._finding() for _ in range(self.rng.choice((0, 1, 5))))
        trouble = self.rng.choice((None, *Trouble))
        made = Made(self.content(framework, piece), by_model, brief, trouble, wrong, NOW)
        edited = self.content(framework, piece) if decided is Verb.ACCEPT and self.rng.random() < 0.5 else None
        decisions = () if decided is None else (Decision(decided, FACILITATOR, NOW, edited),)
        return Draft("draft00001", piece, FACILITATOR, NOW, self.text(300), (), made, decisions)

    def content(self, framework: Framework, piece: Piece) -> Content:
        """Give a text or a plan of at most as many characters as is let in."""
        if piece.kind is not Kind.PLAN:
            cited = tuple(f"F{place}" for place in range(12))
            return Prose(tuple(Sentence(self.text(600, 1), cited) for _ in range(self.rng.choice((1, 5)))))
        return Plan(tuple(self._action(framework) for _ in range(self.rng.choice((1, 3, MOST_ACTIONS)))))

    def _action(self, framework: Framework) -> Action:
        what, measure, first, deliverable = (self.text(600) for _ in range(4))
        key = self.rng.choice(framework.dimensions).key
        return Action(key, what, self.text(160), self.rng.randint(1, 90), measure, first, deliverable)

    def _standing(self, framework: Framework, dimension: Dimension) -> Standing:
        return Standing(dimension.key, self.name(60), self.text(20, 1), "2", framework.scale.high, self.name(60), 1)

    def _finding(self) -> Finding:
        return Finding(self.text(20), self.text(600), self.text(600))

    def question(self, framework: Framework, number: int, wants: Wants, because: Because) -> Question:
        dimension = self.rng.choice(framework.dimensions)
        ended = None if number == LAST else self.rng.choice((*Ended, None))
        return Question(number, FACILITATOR, dimension.key, wants, because, self._detail(framework), "1.1", NOW, ended)

    def _detail(self, framework: Framework) -> Detail:
        """Give every detail that a question may have, each with words where words may stand."""
        levels = tuple(each for each in framework.scale.levels() if self.rng.random() < 0.5)
        words = self.said(self.rng.choice((60, 3_000)))
        dimension = self.rng.choice(framework.dimensions).key
        detail: dict[str, Any] = {
            "words": words,
            "more": words,
            "candidates": levels,
            "changed": dimension,
            "meant": words,
            "kept": words,
        }
        detail |= {"level": framework.scale.high, "after_completion": True}
        given = {key: value for key, value in detail.items() if self.rng.random() < 0.7}
        self.rng.random()  # keeps the cast that the golden records were made with
        return Detail(**given)


LAST = 4


@dataclass(frozen=True, slots=True)
class Cast:
    """One example: several frameworks, an assessment, the one before it, and the maker of more words."""

    maker: Maker
    frameworks: tuple[Framework, ...]
    assessment: Assessment
    before: Assessment


def cast(maker: Maker) -> Cast:
    frameworks = tuple(maker.framework(number) for number in range(maker.rng.choice((1, 4, 25))))
    chosen = frameworks[0]
    before = replace(maker.assessment(chosen, Status.COMPLETE, NOW - timedelta(days=90)), id="before0000")
    found = maker.assessment(chosen, maker.rng.choice((*Status, Status.COMPLETE)))
    same = maker.rng.random() < 0.7
    return Cast(maker, frameworks, found, replace(before, subject=found.subject) if same else before)
