"""The rules of assessments and scores: pure values and functions of the standard library, no clock, no I/O.

The rooms, from the ground up; each imports only those below it (checked by import-linter)::

    thread | record                            what should be in Slack; facts as JSON, and figures computed again
    cadence | discussion | drafts | reveal | thread_of_team  when it is due again; what a team sees and says; texts
    conversation | privacy | saved | scoring   how an answer is read; who may do what; messages as evidence; figures
    metric | sealing                           what a subject's NPS, churn and the like were; receipts for ballots
    assessment | json_values | own_frameworks | plan | variables  the facts; what a workspace uploaded; the accepted
                                               plan; what people type for a variable
    evidence | quotes                          what shows a level; what somebody said, found in texts made of it
    errors | framework | languages | text      what can be broken; the rubric; four languages; people's words made safe
"""
