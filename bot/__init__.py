"""cxbot: a Slack bot that runs customer-experience maturity and readiness assessments in Slack threads.

People score each dimension of a framework against its level descriptors and say what shows it. The bot checks every
score against the rubric, stores it, and computes the scorecard; no model ever scores.

The layers, each importing only what stands below it (checked by import-linter, see ``pyproject.toml``)::

    __main__ -> cli -> main                     the commands; the one file that joins everything
    slack store files llm web sandbox settings  the edges: each knows one outside thing, none knows another
    jobs calendars webhook log                  edges too: durable work, public holidays, a way out, and the log
    use_cases                                   one file per journey; asks and tells the edges through ports
    core                                        the rules: values and arithmetic, standard library only

Where to start reading: ``core/framework.py`` and ``core/assessment.py`` for the words, ``core/scoring/scoring.py`` for
the rules, ``use_cases/ports.py`` for what the bot needs of the world, ``use_cases/conversation.py`` for what one answer
does, and ``main.py`` for how it is all joined (``background.py``: what waits until
the first acknowledgement). One journey keeps one word in every layer: look for ``scorecard``.
"""

__version__ = "0.1.0"
