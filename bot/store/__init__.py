"""The only layer that knows SQL: every fact, the migrations, and the durable jobs beside them.

``store.open_store`` is the way in. Each family of tables has a file with its reads, writes and rows, in SQL that SQLite
and PostgreSQL share: ``assessments``, ``teams``, ``drafts``, ``follow_up``, ``subjects``, ``heard``, ``installations``.
``transaction`` joins them, ``rows`` checks what comes back. What is kept where: ``docs/storage.md``.
"""
