"""Ordinary English words: small ones, those of any assessment, roles, and what a sentence may well begin with."""

from bot.core.draft_checks.stems import stem

SMALL = frozenset(
    """
    a about above accordingly across after again against all almost alone along already also although always
    am among an and another any anybody anyone anything apart are aren't around as aside at away back be
    because been before behind being below beneath beside besides between beyond both but by can can't cannot
    could couldn't despite did didn't do does doesn't doing don't done down due during each either else enough
    especially etc even ever every everybody everyone everything except far few first for from further given
    had hadn't has hasn't have haven't having he hence her here hers him his how however i if in indeed inside
    instead into is isn't it its itself just last least less let like likely many may me might mine more
    moreover most much must my namely near nearly neither never nevertheless next no nobody none nor not
    nothing now nowhere of off often ok okay on once one ones only onto or other others otherwise ought our
    ours out over own per perhaps plus quite rather same second several shall she should shouldn't since so
    some somebody somehow someone something sometimes somewhere soon still such than that the their theirs
    them themselves then there thereby therefore these they third this those though through throughout thus
    till to together too toward towards under unless unlike until up upon us versus very via was wasn't we
    were weren't what whatever when whenever where whereas wherever whether which whichever while who whoever
    whoever's whole whom whose why will with within without won't would wouldn't yet you your yours yourself
    """.split()
)
"""Words that say nothing by themselves."""

CONNECTING = frozenset(
    """
    ability accord according accountability achieve act action add address afternoon agree agreed ahead aim
    allow already amount answer answerer appear applicant approach ask assess assessment assign attention
    available aware back backed base baseline basic basis be become begin beginning belong benefit beside
    better biggest bottom briefly bring broad build business buyer calendar call capability card case certain
    change check choose citizen clear client close colleague collect come common company compare complete
    concern concrete confirm consist consistency consistent consumer contain continue count cover create
    current currently customer daily date day decide decision define definition depend describe description
    detail different differently difficult dimension direct discuss document documentation draft draw each
    earlier early easy effect effort end entry equal even evening evidence evidenced example exist expect
    explain fact fair faster feedback fewer figure find fit fix focus follow form full further gap gather
    general get give go goal gone good greatest group grow guest guide habit half halfway handful happen hard
    held help high higher highest hold hour idea identify impact important improve improvement include
    increase indicate individual information insight instance interim intermediate invite involve issue judge
    keep kind know knowledge lack large larger largest late later lead leader learn leave leaving lesson level
    lie likewise limit line link list little long longer look low lower lowest main maintain make manage
    manager map mark match matrix matter maturity mean measure meet member mention mere method middle minute
    missing month monthly morning move name named narrow narrowest necessary need new next night note number
    old open order organisation organization original outcome owner ownership page paper part particular
    partly pass passenger patient pattern people person pick picture piece place plain plan point possible
    practice prepare present previous priority problem process produce progress proof proper propose prove
    provide publish put quarter quarterly question quote range rank rare rate rating reach read readiness
    reading ready real reason recent recently recommend recommendation recommended record reduce regular
    remain report require respective respond respondent responsible rest result review risk role routine row
    run sample say score scorecard section see seem sensible sentence separate serve set share shopper short
    shorter show shown sign similar simple single situation size slower small smaller smallest solid sooner
    sound specific staff stage stand start state stay steady step still stop strengthen strong strongest
    structure student subject subscriber success sufficient suggest suggestion summary support sure system
    systematic table take talk target task team tell tenant term test text thing think though three time today
    today's together top topic track trouble true try turn two typical understand up use useful user usual
    value view visible visitor wait want wanted way weak weakest week weekly whole wide widest word work worth
    write writing written year yearly yes
    """.split()
)
"""Words that any text about an assessment may use, whatever its facts are."""

ROLES = frozenset(
    """
    account accountant acting administrator adviser advisor agent analyst analytics and app architect area
    assistant associate at auditor back baker billing board booking branch brand building buyer call care cco
    cdo center centre ceo cfo chair champion change chef chief chro cio clerk cmo co coach commercial
    communication communications community compliance consultant contact content controller coo coordinator
    council counsel counter cpo crew cro cs cto culture curator customer cx cxo data dean delegate delivery
    dentist department depot deputy design designer desk developer development digital director dispatch
    division doctor driver editor engagement engineer events evp executive experience expert facilitator
    feedback field finance fleet floor for founder front frontline general global governance group guard head
    helpdesk hotline housekeeping hr improvement in innovation insight interim intern it joint journey junior
    kitchen knowledge laboratory lead leader leadership learning legal liaison librarian local logistics
    manager managing market marketing mayor measurement media member merchandiser metrics mobile national
    nurse of office officer onboarding operations operator owner partner people pharmacy physician planner
    planning pm po portal pr practice president press principal process procurement product professor program
    programme project purchasing qa quality rd reception receptionist recruiting regional renewal
    representative research researcher retention risk sales school scientist secretary security senior service
    shop site social specialist sponsor staff steward store strategist strategy studio success supervisor
    support svp teacher team technical technician technology the to trainer training transformation treasurer
    ui ux vice visitor vp warehouse web website workshop writer
    """.split()
)
"""Words of which the name of a role is made."""

HEADS = frozenset(
    """
    administrator adviser advisor agent analyst architect assistant baker board cco cdo center centre ceo cfo
    chair champion chief chro cio clerk cmo coach committee consultant controller coo coordinator council
    counter cpo crew cro cto curator cxo dean delegate dentist department designer desk developer director
    dispatch driver editor engineer evp executive expert facilitator finance fleet founder frontline group
    guard head helpdesk hotline hr it kitchen lead leader leadership leads maker management manager marketing
    mayor member nurse office officer operations operator owner partner pharmacy planner pm president press
    principal reception receptionist representative researcher sales scientist secretary specialist sponsor
    staff steward strategist supervisor support svp team technician trainer treasurer vp workshop writer
    """.split()
)
"""Words that make a role of what stands beside them."""

ORDINARY = frozenset(
    """
    accept acceptance access accountability accuracy acknowledge act activate activity actual actually adapt
    additional adjust admittedly adopt adoption advance advice afternoon afterwards age agenda agreement
    aligning alignment allocate alternative ambition analyse analysis analyze anchor announce annual
    anticipate anyway apparently apply appoint approach approval approve archive area argue arrange article
    asking aspect assemble assumption attach attend attention audience automate automation average avoid
    backbone background backlog balance barrier behavior behaviour benefit bind board book booking border
    borrow bottleneck brief broad budget building busy buy calculate capability capacity capture care careful
    carry cash category cause caution celebrate central certainly challenge champion channel character charge
    chart checklist child choice circulate citizen claim clarify clarity class clean clearly client closeness
    coach coaching collaboration collection column combine comment commit commitment committee communicate
    communication community comparison complaint completion compliance complicated comprehensive concentrate
    conclude conclusion condition conduct conflict connect connection consider consistency constant consult
    contact content context contract contrast contribute control conversation convert convince cooperation
    coordinate copy core correct correction cost counter couple course coverage craft criteria critical cross
    cultural culture custom cycle damage danger dashboard data database deadline deal debate decline dedicate
    deep defect delay delegate delegation deliver delivery demand demonstrate department dependence dependency
    deploy descriptor design desire desk detect determine develop development diagnose dialogue difference
    digital direction directly director disagreement discipline discover discovery discussion display
    distribute document documentation domain double doubt drive drop duty ease educate education effective
    efficiency efficient elsewhere embed emerge emphasis emphasize employee empower enable encourage energy
    engage engagement enough ensure enter entire environment equally equip error escalate escalation establish
    estimate evaluate evaluation event eventually everyday evidently examine exceed exception exchange execute
    execution exercise existing expand expectation expensive experience experiment expert explore export
    expose extend extent external extra face facilitate facility factor fail failure fall familiar family fast
    favor feature feel file fill final finally finance finding fine finish firm flag flow follow-up force
    forecast formal former formerly formulate fortunately forum forward foundation framework frankly frequency
    frequent friction front fulfil function fund funding future gain generally getting giving going governance
    gradual gradually grant great ground growth guest guidance guideline habit half hand handle handover
    handwritten happy having head health hear helpful hesitate hide highlight hire history honest hope host
    human hurdle ideally identity ignorance illustrate immediate impact implement implementation importance
    impression improvement improvised incident incomplete inconsistency independent indicator industry inform
    initial initially initiate initiative innovation input insight inspect install institute instruction
    integrate integration intend intention interest interestingly internal interpret interview introduce
    introduction invest investigate investment invitation issue item job join joint journal journey judgement
    judgment keeping key kickoff knowledge label language large largely latest launch law layer leadership
    lesson letter leverage life likelihood listen literally live load local location log logic longer looking
    loop lose loss lot loyalty machine majority making management mandate manner manual margin market
    marketing master material maturity maximum mean meaning means meanwhile measurement mechanism meeting
    member memory mention merge message metric middle migrate milestone mind minimum minor minutes miss
    mission mistake misunderstanding mixed model modern moment money monitor monitoring monthly mostly
    motivate moving multiple naming naturally nature negotiate neighbor network neutral night nominate normal
    notably notice notify numerous objective observation observe obstacle obtain obvious obviously occasional
    occasionally occur offer office officer omission onboard onboarding online operate operation operational
    opinion opportunity option oral orders ordinary organise organize orient orientation outline output
    overall oversee overview ownership pace package pain pair panel paragraph participate partner party past
    patch path patient pause pay peer perfect perform performance period permission personal perspective phase
    phone physical pilot pipeline plain planning platform play playbook policy pool portal portfolio portion
    pose position positive post potential power practical precise precondition predict preference presence
    presentation presently press pressure prevent price primary print prioritise prioritize privacy problem
    procedure product production profile profit program programme progression project promise promote proper
    property proposal prospect protect protocol prototype purchase purpose push qualify quality quantity query
    quick quickly quiet quotation raise random realise reality realize reassess receive recipient recognise
    recognition recognize recommend recommendation reconcile recover recruit recurring redesign refer
    reference refine reflect refresh region register regularly reinforce relate relation relationship release
    relevant reliable reliance rely remember remind reminder remove renew renewal repair repeat repetition
    replace reply request requirement research reserve resolve resource respect response responsibility
    restore retain retention retire return reveal revenue revise reward rhythm rise risk rollout root rotate
    round routine rule safe safety sale sales satisfaction save scale schedule scope screen script search seat
    secure segment select self sell send senior sense separately sequence series serious serve service session
    setting settle setup shape sheet shift shop shortage shortcoming shorten signage signal silent silo
    similarly simplify simply simulate site sketch skill slow slowly smooth social society software solution
    solve somewhat source space speak specialist specifically specify speed spend sponsor spread stabilise
    stability stabilize staff stakeholder standard standardise standardize station status strain strategic
    strategy streamline strength stress strict stronger study style submit substance succeed successful sum
    supervise supply surface survey sustain switch symptom system systematic systematically tackle tag taking
    target teach technical technique technology template tend tension term test theme theory thought ticket
    tie today tomorrow tool top total touch touchpoint traceable traction trade train training transfer
    transform transition transparency transparent travel treat treatment trend trial trigger trouble trust
    turnover type typically ultimately uncertain uncertainty unclear underlying unfortunately unify unit
    update upgrade urgent usage user using usual usually valid validate validation value variable variation
    variety vendor verify version victory visibility visit visitor visual visualise visualize voice volume
    volunteer walk warn warning waste watch weakness web welcome wide widen win wish wording workflow workload
    workshop world worry yesterday young
    """.split()
)
"""What else a sentence may well begin with: it is no name."""

SMALL_STEMS = frozenset(map(stem, SMALL))
CONNECTING_STEMS = frozenset(map(stem, CONNECTING))
ROLE_STEMS = frozenset(map(stem, ROLES))
HEAD_STEMS = frozenset(map(stem, HEADS))
ORDINARY_STEMS = frozenset(map(stem, ORDINARY)) | SMALL_STEMS | CONNECTING_STEMS
