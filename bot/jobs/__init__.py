"""Durable work: runs what must survive a crash after the acknowledgement. The queue itself stands in ``store``."""
