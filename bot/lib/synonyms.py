"""Words that partnerships use for one another: a table of our own, a line a matter.

What stands left of a colon is alike; what stands right of it is of that kind, but one is no other: somebody who speaks
Polish is of use to whoever looks for an interpreter, and not to whoever looks for one in Arabic.
"""

TABLE = """
fund funding funder fundraising grant bid bids lottery sponsor sponsorship application donor
accounts bookkeeping books ledger treasurer finance invoice receipts
budget finance
payroll wages salary payslip employee
lift transport bus minibus driver driving van taxi
move removal van lorry carry furniture
interpreter interpreting translate translation translator language bilingual: \
    sign Polish Arabic Somali Welsh Ukrainian Kurdish Romanian Urdu Punjabi Bengali Spanish French Portuguese Farsi BSL
deaf sign signing BSL
Ukrainian Ukraine Kyiv Kharkiv
English ESOL lesson
hall venue room premises space: church library pub
kitchen cook cooking cater catering meal soup caterer
hygiene serve
garden gardening growing allotment vegetables plants brambles
design designer logo graphic brand
poster leaflet flyer brochure banner
interior decorate decor furnish cosy
photography photo photographer pictures camera
video film filming footage edit editing
website site web WordPress online webpage
spreadsheet Excel macro workbook
database records CRM
data GDPR privacy confidential personal
sharing share information data
agreement contract memorandum terms legal
law legal solicitor lawyer rights
employment employee HR grievance disciplinary dismissal
housing tenancy tenant landlord eviction rent damp flat
benefits welfare PIP claim tribunal appeal credit
debt debts owe owes lender arrears loan bailiff
immigration visa asylum refugee passport
safeguarding safeguard abuse
DBS checks disclosure vetting
recruit recruiting find shortage shift
counselling counsellor therapy listening
bereavement died death grief loss funeral
mediation mediator dispute conflict fallen argue falling quarrel
facilitation facilitate facilitator neutral workshop away
chairing chair meeting meetings
minute minutes notes writes record
speaking speech present presentation audience speak
press newspaper paper journalist media radio release
social media Facebook Instagram TikTok
proofreading proofread typo typos spelling errors
plain jargon understand understands wording
easy understand understands read
survey questionnaire consultation feedback
evaluation evaluate impact outcomes evidence proof
statistics figures numbers attendance data
map maps mapping GIS postcode where
carpentry carpenter wood shelves joinery shelf
electrics electrician electrical sockets wiring sockets
plumbing plumber tap leak leaking pipe boiler
bike bikes cycle cycling bicycle
sewing sew costume tailor
laptop laptops computer computers tablet PC
computing computer wifi network password internet locked
youth young teenager teenagers teens children
childcare creche nursery toddler babysitting
dementia Alzheimer memory forget forgets forgetful
planning permission council planner
procurement tender tendering commissioning supplier
insurance insurer insured liability cover
PA sound microphone speakers amplifier
projector screen film slides
music choir band guitar singing
wheelchair access accessible ramp step
autism autistic sensory noise
governance trustee trustees constitution signatory
volunteer volunteering
manage managing retain drift leave supervise
"""

# Said of so much here that alone they mean little.
EVERYWHERE = """
advice association away bank charity check come community council difficult document easy find first group health
hundred keep keys local manage meeting month people plain policy public service social staff strong support team
training volunteer waiting week work awareness budget design food law board take write scheme year time day
"""
