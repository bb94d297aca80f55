"""Names that look like nothing else: given names, products, months and days of the week."""

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
