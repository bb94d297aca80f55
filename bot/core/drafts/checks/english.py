"""Names that look like nothing else: given names, products, months and days of the week."""

from functools import lru_cache

from bot.core.text import folded

VOWELS = frozenset("aeiouy")
SHORTEST = 3
ROOT = 5
IRREGULAR = {
    "daily": "day",
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "began": "begin",
    "begun": "begin",
    "bought": "buy",
    "brought": "bring",
    "built": "build",
    "came": "come",
    "chosen": "choose",
    "chose": "choose",
    "drawn": "draw",
    "drew": "draw",
    "fell": "fall",
    "fallen": "fall",
    "found": "find",
    "gave": "give",
    "gone": "go",
    "went": "go",
    "got": "get",
    "held": "hold",
    "kept": "keep",
    "knew": "know",
    "known": "know",
    "led": "lead",
    "left": "leave",
    "lost": "lose",
    "made": "make",
    "meant": "mean",
    "met": "meet",
    "paid": "pay",
    "ran": "run",
    "said": "say",
    "saw": "see",
    "seen": "see",
    "sent": "send",
    "shown": "show",
    "sold": "sell",
    "spent": "spend",
    "spoken": "speak",
    "spoke": "speak",
    "stood": "stand",
    "taken": "take",
    "took": "take",
    "taught": "teach",
    "told": "tell",
    "tried": "try",
    "tries": "try",
    "written": "write",
    "wrote": "write",
    "understood": "understand",
    "used": "use",
    "using": "use",
    "worse": "bad",
    "analyses": "analysis",
}


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Give the stem of one word: lower case, without accents, possessive, plural and the endings of verbs."""
    plain = folded(word).strip("'")
    plain = plain.removesuffix("'s")
    if plain in IRREGULAR:
        plain = IRREGULAR[plain]
    bare = _singular(plain)
    for ending in ("ing", "edly", "ed", "ly"):
        left = bare.removesuffix(ending)
        if left != bare and len(left) >= SHORTEST and VOWELS & set(left):
            bare = left
            break
    return _single(bare).removesuffix("e") if len(bare) > SHORTEST else bare


def root(word: str) -> str:
    """Give what words of one family share: the first letters of the stem."""
    return stem(word)[:ROOT]


def _singular(word: str) -> str:
    if len(word) <= SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _single(word: str) -> str:
    """Write a double letter at the end once, so that "planned" meets "plan" and "called" meets "call"."""
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in VOWELS:
        return word[:-1]
    return word


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
    accept acceptance access accident accidental accountability accuracy acknowledge act activate activity
    actual actually ad-hoc adapt additional adequate adjust admittedly adopt adoption advance advice afternoon
    afterward afterwards age agenda agreement aligning alignment alike allocate alongside alternative ambition
    ample analyse analysis analyze anchor anecdotal announce annual anticipate anyway apparently apply appoint
    approach approval approve archive area argue arise arrange arrive article asking aspect assemble assume
    assumption attach attempt attend attention attribute audience automate automation average avoid awareness
    backbone background backlog balance bare barrier behave behavior behaviour benefit bind blank blind board
    book booking border borrow bottleneck bridge brief broad budget building busy bypass calculate capability
    capacity capture care careful carefully carry casual catch category cause caution cease celebrate central
    certainly challenge champion chance channel character charge chart checklist child choice circulate
    circumstance citizen claim clarify clarity class clean cleanly clearly client closeness coach coaching
    coherent collaboration collection column combine comfortable comment commit commitment committee commonly
    communicate communication community compact comparison complaint complement completion compliance
    complicated comprehensive concentrate conclude conclusion condition conduct conflict conflicting confusing
    connect connection consequently consider considerable consistency constant constantly consult contact
    content context contract contradict contrast contribute control convenient conversation convert convince
    cooperation coordinate copy core correct correction cost counter couple course coverage craft criteria
    critical cross crucial cultural culture cumbersome custom cycle damage danger dashboard data database
    deadline deal debate decline dedicate dedicated deep defect delay delegate delegation deliberate deliver
    delivery demand demonstrate department dependence dependency deploy descriptor deserve design desirable
    desire desk detect determine develop development diagnose dialogue differ difference digital direction
    directly director disagreement discipline disconnect disconnected discourage discover discovery discussion
    dispersed display distinguish distribute document documentation domain double doubt doubtful drift drive
    drop duplicate duty ease easily echo educate education effective efficiency efficient elsewhere embed
    emerge emphasis emphasize employee empower enable encounter encourage endanger energy engage engagement
    enough ensure enter entire entirely environment equally equip error escalate escalation escape essential
    establish estimate evaluate evaluation event eventually everyday evidently exact examine exceed exception
    exchange exclusively execute execution exercise exhibit existing expand expectation expense expensive
    experience experiment expert explicit explicitly explore export expose extend extent external extra face
    facilitate facility factor fade fail failure fall familiar family fast favor feature feel file fill final
    finally finance finding fine finish firm firmly flag flow follow-up force forecast forget formal formalize
    former formerly formulate fortunately forum forward foundation fragment fragmented framework frankly
    freely frequency frequent friction front frustrate fulfil fulfill function fund funding future gain gather
    generally genuine getting giving glance glimpse going governance gradual gradually grant great ground
    growth guarantee guess guest guidance guideline habit half hamper hand handful handle handling handover
    handwritten happy harm having head health hear helpful hesitate hide highlight hinder hint hire history
    honest hope host human hurdle hurry ideally identity idle ignorance illustrate immediate impact implement
    implementation imply importance impression improvement improvised incident incomplete inconsistency
    inconsistent independent indicator individually industry inefficient inform informal inherent initial
    initially initiate initiative innovation input insight inspect install institute instruction insufficient
    intact integrate integration intend intention interest interestingly internal interpret interview
    introduce introduction invest investigate investment invisible invitation irregular isolate isolated issue
    item job join joint journal journey judgement judgment jump keen keeping key kickoff knowledge label lag
    land language large largely latest launch law layer leadership lean lesson letter leverage life lift
    likelihood likely limited linger listen literally live load local locate location log logic longer looking
    loop loosely lose loss lot loyalty luck machine mainly majority making management mandate manner manual
    margin market marketing master material mature maturity maximum mean meaning meaningful means meanwhile
    measurement mechanism meeting member memory mention merely merge message metric middle migrate milestone
    mind minimum minor minutes miss mission mistake misunderstanding mix mixed model modern moment money
    monitor monitoring monthly mostly motivate moving multiple mutual naming narrow naturally nature neglect
    negotiate neighbor network neutral night nominate normal notably notice noticeable notify numerous
    objective obscure observation observe obstacle obtain obvious obviously occasional occasionally occur odd
    offer office officer omission omit onboard onboarding ongoing online operate operation operational opinion
    opportunity option oral orders ordinary organise organize orient orientation outline output overall
    overlook oversee overview ownership pace package pain painful pair panel paragraph partial partially
    participate partner party passive past patch patchy path patient pause pay peer pending perfect perform
    performance period permission persist personal perspective phase phone physical piecemeal pile pilot
    pinpoint pipeline plain planning platform plausible play playbook plenty policy polish pool portal
    portfolio portion pose position positive possibility post potential power practical practically practise
    precise precondition predict preference premature presence presentation presently press pressure
    presumably prevail prevent previously primary print prioritise prioritize privacy proactive probably
    problem procedure product production profile program programme progression project promise promote
    promptly prone proper proposal prospect protect protocol prototype pull purely purpose push qualify
    quality quantity query quick quickly quiet quietly quotation raise random rarely reactive readily
    readiness realise reality realize rearrange reassess rebuild recall receive recipient recognisable
    recognise recognition recognize recommend recommendation reconcile recover recruit recurrent recurring
    redesign redundant refer reference refine reflect refresh regard region register regularly reinforce
    relate relation relationship relatively release relevant reliable reliably reliance reluctant rely remedy
    remember remind reminder remote remove renew renewal repair repeat repeatedly repetition repetitive
    replace reply request requirement research reserve reside resolve resource respect response responsibility
    restore retain retention retire return reveal revenue revise reward rhythm rigid risk rollout root rotate
    roughly round routine rule rush safe safety sale sales satisfaction save scale scarce scatter scattered
    sceptical schedule scope screen script search seat secure segment seldom select self send senior sense
    separately sequence series serious serve service session setting settle setup shallow shape sharpen sheet
    shift shop shortage shortcoming shorten side sideline signage signal silent silo similarly simplicity
    simplify simply simulate site sketch skill slight slip slow slowly smooth smoothly social society software
    solely solution solve somewhat source space spare sparse speak specialist specifically specify speed spend
    sponsor spontaneous sporadic spot spread stabilise stability stabilize staff stakeholder stall stand-alone
    standard standardise standardize station status steadily stick straightforward strain strategic strategy
    streamline strength stress strict strictly stronger struggle study stumble style submit substance
    substantial succeed successful sudden suffer suitable sum superficial supervise supply surface surprise
    survey suspect sustain sustained switch symptom system systematic systematically tackle tag taking
    tangible target teach technical technique technology tedious template temporary tend tension tentative
    term test theme theory thorough thought ticket tidy tie tight timely today tomorrow tool top total touch
    touchpoint tough trace traceable traction trade train training transfer transform transition transparency
    transparent travel treat treatment trend trial trigger trivial trouble trust turn turnover type typically
    ultimately unanswered unaware uncertain uncertainty unchanged unclear underline underlying underway undone
    uneven unfortunately unify unit unknown unlikely unnoticed unreliable unresolved unsettled unstructured
    untouched unused update upgrade urgent usage user using usual usually vague valid validate validation
    value variable variation variety vary vendor verify version victory visibility visibly visit visitor
    visual visualise visualize vital voice volume volunteer vulnerable walk wander warn warning waste watch
    weaken weakness web weigh welcome wide widely widen willing win wish wording workable workflow workload
    workshop world worry worthwhile wrong yesterday young
    """.split()
)
"""What else a sentence may well begin with: it is no name."""

SMALL_STEMS = frozenset(map(stem, SMALL))
CONNECTING_STEMS = frozenset(map(stem, CONNECTING))
ROLE_STEMS = frozenset(map(stem, ROLES))
HEAD_STEMS = frozenset(map(stem, HEADS))
ORDINARY_STEMS = frozenset(map(stem, ORDINARY)) | SMALL_STEMS | CONNECTING_STEMS


GIVEN = frozenset(
    """
    aaron abigail adam adriana ahmed aisha alan albert alejandro alessandro alex alexander alexandra alexis
    alfred ali alice alicia alison allison amanda amber amelia amir amy ana andre andrea andreas andrew andy
    angela anika anita anja ann anna anne annette anthony antonio arjun arthur ashley astrid barbara beatrice
    beatriz ben benjamin bernard beth betty bianca birgit bjorn bob brandon brenda brian bruce bruno camila
    carl carla carlos carmen carol caroline catherine cecilia charles charlotte chen chiara chloe chris
    christian christina christine christopher claire clara claudia colin cristina cynthia daniel daniela
    danielle danny darren dave david deborah debra denise dennis derek diana diego dieter dmitri dominik
    donald donna dorothy doug douglas duncan eddie eduardo edward eileen elena elias elisa elizabeth ellen
    emily emma enrique eric erica erik erika ernst esther ethan eugene eva evelyn fabian farah fatima felipe
    felix fernando fiona florian francesca francesco francis francisco franz frederick frida gabriel gabriela
    gareth gary geoffrey george georgia gerald gerhard gianni gina giovanni giulia giuseppe gloria gordon
    graham greg gregory guido guillermo gustav hanna hannah hans harald harold harry hassan heather heidi
    heike heinrich helen helena helga henry hiroshi howard hugo ian ibrahim igor ines ingrid irene irina
    isabel isabella ivan jack jacob jacqueline jake james jan jane janet janice javier jean jeff jeffrey
    jennifer jens jeremy jerry jessica jill jim jimmy joan joanna joe joel johan johannes john jonas jonathan
    jorge jose josef joseph joshua juan juanita judith julia julian julie juliet jurgen justin karen karin
    karl kate katherine kathleen kathryn katja katrin keith kelly kenji kenneth kevin kim klaus kristen
    kristina kumar kurt kyle larissa larry lars laura lauren laurent lea leah lena leon leonardo leslie liam
    lily linda lisa lorenzo louis louise luca lucas lucia lucy luis luisa lukas luke lydia madison manuel
    marcel marco marcus margaret maria marie marina mario marion marius marjorie markus marta martha martin
    martina mary mateo mathias matteo matthew matthias maureen maurice maximilian meera megan mehmet melanie
    melissa mia michael michaela michel michelle miguel mike mira miriam mohamed mohammed monica monika
    muhammad nadia nadine nancy natalia natalie natasha nathan neil nicholas nick nicola nicolas nicole
    nikolai nina noah noel nora norbert norman oleg olga oliver olivia omar oscar oskar otto pablo pamela
    paolo patricia patrick paul paula pauline pavel pedro peter petra philip philipp pierre pietro priya
    rachel raj rajesh ralph ramon raphael raquel raul rebecca renate ricardo richard rita robert roberta
    roberto rodrigo roger roland roman ronald rosa rosemary roxanne ruben rudolf ruth ryan sabine sabrina
    salma samantha samir samuel sandra sara sarah sascha scott sean sebastian sergei shane shannon sharon
    sheila shirley silvia simon simone sofia sonia sonja sophia sophie stefan stefanie stephanie stephen steve
    steven stuart susan susanne suzanne sven svetlana sylvia takeshi tamara tania tanja tanya tatiana teresa
    theodore theresa thomas tiago tim timothy tina tobias todd tom tony tracy ulrich ulrike ursula uwe
    valentina valerie vanessa vera veronica victor victoria viktor vincent vladimir walter wang wayne wendy
    werner wilhelm william wolfgang xavier yasmin yolanda yuki yusuf yvonne zoe
    """.split()
)
PRODUCTS = frozenset(
    """
    airtable amplitude asana azure basecamp birdeye bitrix chatgpt chattermill clickup confluence copilot
    datadog delighted drupal dynamics365 freshdesk freshworks gainsight genesys github gitlab google hotjar
    hubspot instagram jira kustomer linkedin looker mailchimp marketo medallia microsoft miro mixpanel mysql
    netsuite nicereply oracle outlook pendo pipedrive powerbi powerpoint qualtrics quickbooks retently
    salesforce sap servicenow sharepoint shopify smartsheet snowflake sprinklr surveymonkey tableau totango
    trello trustpilot twilio typeform usertesting whatsapp wootric wordpress workday zapier zendesk zoho zoom
    """.split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset("january february april june july august september october november december".split())
AMBIGUOUS_MONTHS = frozenset({"march", "may"})
ACRONYMS = frozenset(
    """
    AM CEO CFO CIO CMO COO CPO CTO CX FAQ FAQS HR ID IT KPI KPIS OK PM PR QA SMART SVP UI UX VP
    """.split()
)
