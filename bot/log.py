"""The log: one event a line with its fields, as JSON, and never anybody's words."""

import logging
import secrets
import sys
import traceback

import structlog

log = structlog.get_logger()


def configure_log(level: str) -> None:
    """Log to standard error from ``level`` (debug, info, warning, error) up."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def report(event: str, error: Exception) -> str:
    """Log an error by its type and place, and give the short reference that a person is told."""
    reference = secrets.token_hex(2)
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    log.error(event, reference=reference, error=type(error).__name__, where=where)
    return reference
