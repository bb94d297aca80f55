"""What Slack delivers, journey by journey: payload, use case, reply."""

from bot.slack.listeners import cadences, conversation, drafts, home, plans, reminders, scorecard, start
from bot.slack.routes import Route

ROUTES: tuple[Route, ...] = (
    # Bolt tries them in this order, and most of what comes is an answer.
    *conversation.ROUTES,
    *home.ROUTES,
    *start.ROUTES,
    *scorecard.ROUTES,
    *cadences.ROUTES,
    *reminders.ROUTES,
    *plans.ROUTES,
    *drafts.ROUTES,
)
