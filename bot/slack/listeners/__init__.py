"""What Slack delivers, journey by journey: payload, use case, reply. ``bot.slack.journeys`` has all their routes."""
