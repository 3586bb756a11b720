"""Words that partnerships use for one another: tables of our own, a line a matter.

What stands left of a colon is alike; what stands right of it is of that kind, but one is no other: somebody who speaks
Polish is of use to whoever looks for an interpreter, and not to whoever looks for one in Arabic.

Somebody who searches can see for themselves what does not fit, so a search goes by both tables. Before others are asked
about a blocker, only the narrow one counts.
"""

NARROW = """
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

WIDE = """
fund funding funder fundraising grant bid bids lottery sponsor sponsorship application donor appeal crowdfunding
accounts accounting accountant bookkeeping bookkeeper books ledger treasurer finance invoice receipts audit VAT \
    Xero Sage
budget budgeting finance forecast cashflow money
giftaid tax HMRC
payroll wages salary salaries payslip pension PAYE employee paying
lift transport bus minibus driver drivers driving drive van taxi car travel journey pickup D1 MiDAS
move removal van lorry carry lifting furniture truck haulage delivery collect
interpreter interpreting interpret translate translation translator language bilingual speaker: \
    sign Polish Arabic Somali Welsh Ukrainian Kurdish Romanian Urdu Punjabi Bengali Spanish French Portuguese Farsi \
    BSL Pashto Dari Tigrinya Amharic Turkish Russian Chinese Mandarin Cantonese Hindi Gujarati German Italian \
    Bulgarian Lithuanian Vietnamese Albanian Swahili Makaton
deaf sign signing BSL hearing lipreading
Ukrainian Ukraine Kyiv Kharkiv
Farsi Persian Iranian Iran Dari
Pashto Afghan Afghanistan Dari
English ESOL lesson
hall venue room premises space place hire borrow: church library pub
kitchen cook cooking chef cater catering meal meals soup caterer lunch food buffet recipe
hygiene allergens
bake baking cake cakes bread
garden gardening gardener growing grow allotment vegetables veg plants planting brambles horticulture compost weeds \
    hedge lawn mowing raised beds
tree trees chainsaw felling pruning orchard arborist
design designer designing logo graphic graphics brand branding artwork layout Canva illustration illustrator
print printing printer printers poster posters leaflet leaflets flyer flyers flier fliers brochure banner banners \
    signage format
interior decorate decorating decor decorator furnish cosy
paint painting painter decorating decorator mural
photography photo photos photographer pictures picture camera headshots
video videos film filming footage edit editing drone
website websites site web WordPress online webpage
blog blogging article writing newsletter copywriting copywriter writer
newsletter Mailchimp mailing bulletin
spreadsheet spreadsheets Excel macro workbook formula pivot
database databases records CRM Airtable Salesforce Access
data GDPR privacy confidential personal breach
sharing share information data
agreement contract contracts memorandum MOU terms legal lease
law legal solicitor lawyer rights court
lease leases conveyancing landlord property
employment employee HR personnel grievance disciplinary dismissal redundancy contracts staff
housing tenancy tenant tenants landlord eviction evicted evictions rent damp mould flat homeless homelessness notice
homeless homelessness rough sleeping sofa hostel eviction
benefits welfare PIP claim claims tribunal appeal credit DWP entitlement universal allowance
debt debts owe owes lender arrears loan bailiff bailiffs bills borrowing money
energy bills insulation heating fuel efficiency retrofit solar
immigration visa asylum refugee refugees passport settled migrant citizenship deportation Home-Office
safeguarding safeguard abuse protection DSL
DBS checks check disclosure vetting criminal record records police
recruit recruiting recruitment find hiring interview interviewing shortage shift jobs
CV CVs job jobs interview employability careers applications
counselling counsellor counselor therapy therapist listening
mental wellbeing anxiety depression stress
suicide crisis ASIST self-harm
bereavement bereaved died death grief grieving loss funeral funerals
mediation mediator dispute conflict disagreement fallen argue argument falling quarrel
facilitation facilitate facilitating facilitator neutral workshop workshops away
coach coaching mentor mentoring mentors
chairing chair chairs meeting meetings
minute minutes notes writes record clerk secretary secretarial
speaking speech speeches present presenting presentation presentations audience speak talk
press newspaper paper papers journalist journalists media radio release PR publicity
podcast podcasting audio recording
social media Facebook Instagram TikTok Twitter LinkedIn posts followers
marketing promotion promote advertise advertising campaign publicity comms communications
proofreading proofread proofreader typo typos spelling errors grammar editing
plain jargon understand understands wording simple
easy understand understands read
survey surveys questionnaire questionnaires consultation feedback poll interviews
evaluation evaluate evaluating evaluator impact outcomes evidence proof measure measuring monitoring
research researcher study literature interviews university
statistics statistician stats figures numbers attendance data analysis analyst charts
map maps mapping GIS postcode where
carpentry carpenter wood woodwork shelves joinery joiner shelf DIY cabinet
build builder building construction bricklaying bricklayer plastering roof roofing roofer
handyman DIY repairs repair fix fixing mend mending odd
electrics electric electrician electrical socket sockets wiring PAT rewire lights fuse
plumbing plumber tap taps leak leaks leaking pipe pipes boiler radiator toilet drain blocked
bike bikes cycle cycling bicycle bicycles puncture
sewing sew costume costumes tailor tailoring alterations knitting knit textiles hem curtains
laptop laptops computer computers tablet tablets PC device devices
computing computer wifi broadband network router password internet locked email software
broadband internet fibre connection signal rural
phone phones mobile smartphone
digital online internet device devices inclusion
code coding programming programmer developer software app apps
cyber security phishing scam scams hacked password
youth young teenager teenagers teens teen children adolescents
child children kids childcare creche nursery toddler babysitting playgroup play
family families parent parents parenting mums dads
school schools teacher teaching tutor tutoring pupils homework maths GCSE
dementia Alzheimer memory forget forgets forgetful
elderly older pensioners seniors ageing frail
carer carers caring respite
stroke aphasia rehab
falls balance frailty physiotherapy physio strength
exercise fitness yoga pilates tai dance sport sports coach keep-fit
walk walks walking ramble hiking health
tour tours guide guided guides visitors sightseeing
swimming swim lifeguard pool
nurse nursing GP doctor clinical medical health
blood pressure hypertension cholesterol heart screening
first aid aider CPR defibrillator resuscitation
nutrition nutritionist diet dietitian healthy
food foodbank parcels surplus pantry fridge larder
drug drugs alcohol addiction substance recovery naloxone overdose needle
domestic violence abuse abused partner refuge
SEN SEND EHCP special
planning permission council planner architect architecture drawings
architect architecture drawings surveyor
procurement tender tendering purchasing purchase buying buyer commissioning supplier suppliers quotes
insurance insurer insured liability cover indemnity
risk risks assessment assessments hazard hazards safety
fire extinguisher evacuation marshal alarm warden
emergency flood floods flooding resilience disaster warden sandbags evacuation tide tides
event events festival festivals fete fair organising stage backstage steward stewards stewarding concert gig
ticket ticketing bookings box-office Eventbrite
PA sound microphone microphones mic speakers amplifier acoustics
lighting lights stage
projector screen film slides cinema
music musician choir band guitar singing piano drums DJ
art arts artist craft crafts pottery ceramics watercolour painting
drama theatre acting actor performance storytelling
wheelchair access accessible accessibility ramp ramps step lift disabled disability mobility
blind sight braille visually partially impaired
autism autistic neurodiversity neurodivergent ADHD sensory noise
learning disability disabilities difficulties
equality diversity inclusion EDI antiracism
LGBT LGBTQ trans gay
governance trustee trustees trusteeship constitution signatory board CIO CIC incorporation committee quorum AGM
policy policies procedures handbook
strategy strategic planning business plan
project projects management Gantt programme
volunteer volunteering volunteers
manage managing manager retain drift leave supervise supervision supervising
lead leader leadership
network networking connections contacts introductions
lobbying campaigning campaign advocacy politics councillors MP influence
advocacy advocate advocates representation
waste recycling recycle rubbish litter reuse landfill plastics
climate carbon environment environmental sustainability net-zero green greenhouse emissions footprint
wildlife nature ecology biodiversity conservation habitat birds
river water sea boats boat powerboat sailing ferry skipper kayak RYA harbour tide
farm farming farmer agriculture livestock sheep cattle tractor
animal animals pets dog dogs vet horses
storage store warehouse shed container lock-up garage
table tables chairs gazebo marquee furniture
sponsor business businesses corporate firms CSR
shop retail till selling cafe
bank banking account signatories
credit union savings
crime antisocial police
prison offender offenders probation
faith church mosque interfaith chaplain chaplaincy vicar imam
heritage history historian historical museum archive archives genealogy ancestors
library libraries books reading
translation documents
welcome newcomers buddy befriending befriender lonely loneliness isolated isolation
car cars mechanic garage MOT engine vehicle
clean cleaning cleaner tidy hygiene
key keys lock locks locksmith
pest pests rats mice vermin
bees beekeeping beekeeper honey
hair haircut hairdresser barber
will wills probate inheritance estate executor
attorney deputyship capacity guardianship
parking traffic road roads closure closures highways
licence licences licensing license TENs permit alcohol bar
raffle raffles tombola lottery gambling
weld welding metalwork blacksmith forge
furniture upcycling restoration upholstery
stream streaming livestream Zoom Teams hybrid webinar online
rota rotas schedule scheduling shifts timetable timetabling
transcription transcribe typing audio
caption captions subtitles subtitling audio-description
freedom information FOI request
baby babies breastfeeding feeding infant midwife maternity pregnancy antenatal
vaccine vaccines vaccination immunisation jabs jab flu
smoking smoke cigarettes vaping quit
cancer palliative hospice end-of-life dying
teeth dental dentist dentistry oral
feet foot podiatry nails
eyes eye sight optician glasses
menopause women gynaecology periods
sexual contraception HIV relationships
hoarding hoarder clutter declutter
slavery trafficking exploitation
hate crime racism racist
gang gangs knife violence county-lines
apprentice apprentices apprenticeship apprenticeships trainee placement placements
literacy reading writing phonics spelling
numeracy maths arithmetic sums
excluded exclusion exclusions expelled suspended
governor governors school governing
meter meters smart prepayment tariff energy electricity gas
draught draughts insulation loft windows
heat pump pumps solar panels renewable renewables
litter picking litter-pick cleanup
generator generators power electricity
gazebo gazebos marquee marquees tent tents
toilets portaloo loos
tea coffee urn crockery refreshments
market stall stalls trader traders
knit crochet quilting embroidery craft
upskill training trainer train workshop
prescribing prescriber navigator navigation link referral referrals signposting
mindfulness meditation relaxation
diabetes diabetic insulin
pain arthritis physiotherapist
hospital discharge ward patients
shelter hostel emergency accommodation
keyworker support floating tenancy sustainment
mould damp condensation
quote quotes tender price prices compare
trading registration register registered charity
merger mergers partnership agreement
complaint complaints ombudsman
petition petitions consultation objections objection
signs sign signwriting signage
"""

# Said of so much here that alone they mean little.
EVERYWHERE = """
advice association away bank charity check come community council difficult document easy find first group health
hundred keep keys local manage meeting month people plain policy public service social staff strong support team
training volunteer waiting week work awareness budget design food law board take write scheme year time day
"""

# Besides, where somebody searches.
IN_ANY_SEARCH = """
care help skills experience knowledge basic general knowing able want looking advising advisor adviser worker
working run running course courses session sessions teach teaching learn use using new free big small
"""
