"""The only layer that knows SQL: every fact, the migrations, and the durable jobs beside them.

``sqlite.open_store`` is the way in. ``reads`` answers questions and ``transaction`` appends facts, both in SQL that
SQLite and PostgreSQL share; ``rows`` checks what comes back. ``draft_reads``, ``draft_writes`` and ``draft_rows`` do
the same for drafts and actions. What is kept where: ``docs/storage.md``.
"""
