"""The only layer that knows SQL: every fact, the migrations, and the durable jobs beside them.

``sqlite.open_store`` is the way in. ``reads`` answers questions and ``transaction`` appends facts, both in SQL that
SQLite and PostgreSQL share; ``rows`` checks what comes back. What is kept where: ``docs/storage.md``.
"""
