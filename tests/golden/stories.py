"""The story that the old version played to write its database, and the one with which any version goes on from there.

A step is a line, as in the tables of tests/dialogs; ``turn to`` names the headline of the thread that is looked at.
"""
# ruff: noqa: E501  # a step is one line

BEFORE = """
dana  | opens Home
dana  | /cx-assess acme matrix
dana  | fills NPS today = 31; submits
dana  | answers: 2, someone leads; 1; 2
dana  | presses Share in channel
clock | moves to Monday 30 November 2026 10:00

dana  | /cx-assess acme matrix
dana  | fills NPS today = 34; submits
dana  | answers: 3, the COO answers for it; 2; 2, people mean well
dana  | edits “2, people mean well” to “2, most people mean well”
sam   | presses Share in channel
dana  | presses Draft notes and plan
dana  | waits for “90-day plan”
dana  | plans Call ten customers by 20, Ten notes; Name a sponsor by 40; Meet weekly by 50
dana  | presses Assign owners
dana  | fills 1. Call ten customers = sam; 2. Name a sponsor = sam; submits
dana  | presses Accept beside evidence note · Strategy
dana  | presses Discard beside evidence note · Culture
dana  | presses Redraft beside gap narrative · Culture
dana  | fills Anything to mind? = shorter; submits
sam   | opens Home
sam   | presses Update beside Name a sponsor on Home
sam   | fills How does it stand? = On track; A few words about it = two said yes; submits

dana  | /cx-remind every month on Monday 9:30
dana  | /cx-remind
dana  | presses A week later

sam   | starts matrix for globex
sam   | 2
sam   | 3
mo    | 4, really
priya | starts optimization for initech
priya | answers: 2, we map some; n/a - no stores; skip
priya | pause
riley | starts optimization for umbrella
riley | 2, hardly
riley | stop
dana  | starts optimization for hooli
dana  | answers: 2; 3
dana  | back
dana  | 3 or 4
dana  | goes to #acme-partners
dana  | starts matrix for partners
dana  | answers: 2; don't know
dana  | 4
dana  | says in the channel: nothing for the bot
dana  | /cx-remind every week on Thursday 14:00
dana  | goes to #cx-team
sam   | /cx-remind quarterly for globex
sam   | /cx-remind pause globex
"""
"""Left behind are: open questions for evidence (sam, dana), which of two levels (dana), whether to stop (riley); a pause
(priya); a complete assessment with drafts open, accepted, discarded and redrafted, and a plan with owners, an update and
check-ins ahead; shared scorecards; reminders that are set, put off and paused; nudges that wait; Home tabs."""

AFTER = """
dana  | goes to #acme-partners
dana  | our board says so
slack | delivers the last message again
dana  | presses Rate what is missing
dana  | goes to #cx-team

dana  | turn to hooli
dana  | presses 4
dana  | presses Leave it as claimed
dana  | answers: 3, owners since May; perhaps; 9; n/a
dana  | no such thing here
dana  | status
dana  | help
dana  | change 1 to 5, a map with owners
dana  | presses Change beside Journey visibility
dana  | fills Level = 4; What shows it = a newer map; submits
dana  | edits “3, owners since May” to “2, owners since June”

sam   | turn to globex
sam   | presses Leave it as claimed
sam   | 2

priya | turn to initech
priya | presses Go on
priya | edits “2, we map some” to “2 or 3”
priya | presses 3
priya | why

riley | turn to umbrella
dana  | yes
riley | yes
riley | presses Reopen
riley | 2 or 3, some do
riley | skip
riley | 11, truly
riley | we fix what people complain about
riley | yes
riley | back
riley | keep
riley | change 1
riley | don't know
riley | 5
riley | https://umbrella.example/board
riley | status
riley | change nothing of it to 3

dana  | turn to NPS 34
mo    | 3, I think
dana  | presses Undo beside Evidence note · Strategy
dana  | presses Edit beside evidence note · Strategy
dana  | fills Text = Nobody leads.; submits
dana  | presses Accept beside gap narrative · Culture
sam   | presses Accept all
dana  | presses Accept all
dana  | presses Undo beside Gap narrative · Culture
dana  | presses Redraft beside gap narrative · Culture
dana  | fills Anything to mind? = in one sentence; submits
dana  | presses Assign owners
dana  | fills 3. Meet weekly = dana; submits
dana  | presses Change an answer
dana  | fills Level = 1 Ad-hoc; submits
sam   | /cx-remind resume globex
sam   | presses Remove beside Shared by @sam
sam   | /cx-scorecard list
sam   | /cx-scorecard acme
dana  | /cx-scorecard trend acme
dana  | /cx-scorecard compare acme
dana  | /cx-plan
sam   | /cx-plan mine
dana  | /cx-remind
dana  | /cx-remind help
dana  | opens Home
sam   | opens Home

clock | moves to Wednesday 2 December 2026 20:00
clock | moves to Thursday 3 December 2026 12:30
clock | moves to Thursday 3 December 2026 16:00
dana  | goes to #acme-partners
dana  | presses Skip this time
dana  | goes to #cx-team

clock | moves to Tuesday 29 December 2026 12:00
clock | moves to Wednesday 30 December 2026 12:00
sam   | goes to the messages with cxbot
sam   | presses On track beside Name a sponsor
sam   | presses Stuck beside Call ten customers
sam   | fills Why is it stuck? = nobody has the list; Its measure today = 3; submits
dana  | goes to the messages with cxbot
dana  | presses Done
dana  | fills What was done? = we meet on Fridays; submits
dana  | goes to #cx-team
dana  | /cx-plan

cxbot | is stopped
clock | moves to Monday 11 January 2027 12:00
cxbot | is started again
dana  | presses Start now
dana  | submits
dana  | answers: 4, it shapes what we build; 2; 3, every week
dana  | presses Remind us
dana  | submits
dana  | closes the form
sam   | presses Share in channel
dana  | goes to #general
dana  | /cx-scorecard
"""
