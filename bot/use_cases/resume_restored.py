"""The database was put back from a backup: the threads of the assessments under way are put in line with it."""

from bot.use_cases.ports import Store
from bot.use_cases.recording import enqueue_thread


def resume_restored(store: Store) -> int:
    """Have the threads looked at that may have gone on since the backup was taken; give their number.

    Those of complete assessments are looked at when something changes in them.
    """
    with store.writing() as tx:
        found = tx.restored_threads()
        for workspace, assessment_id in found:
            enqueue_thread(tx, workspace, assessment_id)
        return len(found)
