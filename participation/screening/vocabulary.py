"""Words that many names share, by how much they say. Closed lists, in folded form (see `normalize`)."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _same(text: str) -> dict[str, str]:
    """Lines of "word: other spellings", as a map from each spelling to the word."""
    pairs = (line.split(":") for line in text.strip().replace("\n        ", " ").split("\n"))
    return {spelling: word.strip() for word, spellings in pairs for spelling in spellings.split()}


STOP_WORDS: Final = _words("""
    a an and at by das de del della der des di die do dos du e el et for i im imeni in la le name
    named of on the to und van von y
""")

# Dropped wherever they stand but first.
LEGAL_FORMS: Final = _words("""
    ab ad ag anonim aps as asa bhd bsc bv co company corp corporation dd doo eood est fzc fzco fze
    gmbh gongsi gufen inc incorporated jsco kft kg kgaa kk lda liability limited llc llp lp ltd ltda
    mbh nv nyrt oy oyj pjsc plc private psc pte pty pvt qpsc sa sae sanayi sarl sas sasu sdn sirketi
    sl spa spol sprl spzoo srl srls sro sti ticaret ua ve wll youxian zerenxian zrt
""")
# Dropped also where they stand first.
LEADING_LEGAL_FORMS: Final = _words("""
    aktsionernoe ao cjsc fgup fsue fzc fzco fze gmbh joint jsc llc llp npo oao obshchestvo
    ogranichennoi ogranichennoy ojsc ooo otkrytoe otvetstvennostyu pao pjsc pt publichnoe stock
    zakrytoe zao
""")

# Whose initials everybody at a meeting writes.
STANDARDS_BODIES: Final = _words("""
    3gpp ansi arib astm atis bsi ccsa cen cenelec cta din ecma etsi gsma iab iana icann iec ieee iesg
    ietf irtf iso itu itut itur jedec jisc nist oasis omg sae smpte tia tsdsi tta ttc w3c wifi wimax
""")

# Spellings that stand for another word or words; the plural s is taken off afterwards.
SAME_WORDS: Final = _same("""
    1: first
    10: tenth
    2: second
    3: third
    4: fourth
    5: fifth
    6: sixth
    7: seventh
    8: eighth
    9: ninth
    academy: acad academie
    administration: admin
    aerospace: hangtian
    alpha: alfa
    association: obedinenie obyedineniye assoc assn
    aviation: hangkong
    bank: banka
    brazil: brasil
    bureau: byuro
    center: centers centre ctr tsentr centro
    china: chinese prc
    china academy science: cas
    china aerospace science industry: casic
    china aerospace science technology: casc
    china shipbuilding industry: csic
    china state shipbuilding: cssc
    communication: comm comms commun tongxin tongxun svyaz svyazi
    defense: defence
    department: dept
    design: konstruktorskoe konstruktorskoye
    development: dev fazhan
    dusseldorf: duesseldorf
    electronic: elec electron dianzi elektronnye
    engineering: eng engg
    enterprise: predpriyatie predpriyatiye
    equipment: shebei
    fiber: fibre
    general: gen
    germany: deutschland
    group: grp jituan gruppa
    hong kong: hk hongkong
    india: indian
    industry: gongye ind inds industrial
    information: info xinxi informatsii
    institute: inst institut instituto yanjiusuo yanjiuyuan
    international: int intl guoji mezhdunarodnyy
    investment: touzi
    italy: italia
    laboratory: lab laboratorie laboratories laboratoriya labs
    manufacturing: mfg
    microelectronics: microelectronique
    moscow: moskva moskovskiy moskovsky
    munich: muenchen munchen
    nanjing university aeronautic astronautic: nuaa
    nanjing university science technology: njust
    national: natl
    network: wangluo
    northwestern: northwest
    northwestern polytechnical university: nwpu
    optic: optical optics
    organization: org organisation orgn
    physic: physical
    plant: zavod
    polytechnical: polytechnic polytech
    post: postal
    production: proizvodstvennoe proizvodstvennaya proizvodstvennyy
    research: res issledovatelskiy issledovatelski issledovatelsky
    research development: rd
    russia: russian
    russia academy science: ras
    science: sci kexue nauk nauka
    scientific: nauchno nauchny nauchnyy nauchnoe
    semiconductor: bandaoti
    software: ruanjian
    state: gosudarstvenny gosudarstvennyy gosudarstvennoe gosudarstvennaya
    supercomputing: supercomputer supercomputers
    system: sys xitong
    technology: tech techn technical technol technological tekhnologii keji jishu tekhnologiya tekhnologiy
    telecommunication: telecom telecomm telecommunication telekom
    trading: maoyi torgovy torgovyy
    united kingdom: uk
    university: uni univ universidad universita universitaet universitat universite daxue universitet
    university electronic science technology china: uestc
    us: america usa
""")

NOISE_WORDS: Final = _words("""
    branch business co company corp corporation enterprise group holding inc incorporated liability
    limited ltd nii npk npo npp npts ntc office okb rpc
""")

# Words of the trade.
GENERIC_WORDS: Final = _words("""
    academy access acoustic action advanced aeronautical aeronautics affair affiliate after agency
    air aircraft aluminium analytics apparel application applied army artificial associate
    association astronautics atom atomic audio authority automatic automation automotive autonomous
    avtomatika base basic beverage big biotech biotechnology board broadband broadcasting budgetary
    building bureau byuro campus care cement center central centro ceramic chain chip circuit
    climate clinic club college comercial commerce commercial commission committee communication
    community complex component computer computing concern construction consulate control copper
    cosmetic council court creative cultural culture customs cyber cybernetic cybernetics
    cybersecurity data deep defense department design development device devices digital division
    dynamic earth east eastern economic economy education electric electrical electro
    electromechanical electronic electronics elektronik elektronika embassy empresa engineering
    entertainment entity environment environmental equipment establishment experimental exploration
    export factory faculty farm fashion federal fire first fish fishery food foods foreign
    foundation fourth furniture future garment general geo geological geology gift glass global
    government graduate great group hall hardware high home hotel house human image imaging import
    industrial industry informatic informatics informatika information infrastructure innovation
    institut institute institution instituto instituts institutsiya instrument instrumentation
    integrated intelligence intelligent interface interior international internet issledovatelski
    issledovatelskiy jewelry joint key konstruktorskoe lab labor laboratory labour labs land
    language languages life light line logistics low machine machinery making management
    manufacturer manufacturing map mapping maritime market marketing material materials measurement
    measuring mechanic mechanical media memory metal metallurgical metals meteorological metrology
    micro microelectronic microsystem microtechnology military mind minister ministry mobile
    mobility modern motor motors multimedia nano nanotechnology national nations natural nauchno
    nauchny naval navigation net network new normal north northeast northeastern northern northwest
    northwestern numeric numerics obedinenie oceanic office open operation optic opto organization
    overseas packaging paper parallel parent park parliament people performance photonics physic
    pipe plant plastic plus police polytechnic polytechnical port post power precision predpriyatie
    pressure print printing private process processing producer product production professional
    program proizvodstvennoe project promsvyaz public pump quantum radio radiocommunication
    radiozavod real recherche regulation regulatory research resource restaurant revenue road rubber
    safe safety sale scale school science scientific sea second security sensing sensor service
    services servicios ship simulation smart social societe society solution source south southeast
    southeastern southern southwest southwestern space special sport standard star state station
    steel storage study subordinate supplier supply survey system tactical tax team tech technic
    technique techno technologic technologies technology telecommunication telecommunications
    telephone test testing textile thing things third time tool tools tourism town toy trade trader
    trading translation transport transportation travel treasury union unit united university usa
    valve video village vision voltage water wave weather web west western wireless wood work world
    youth zavod
""")

# Fields of work, by which affiliates of one group differ.
FIELD_WORDS: Final = _words("""
    aerospace agricultural airline airlines airport automotive aviation bancorp bancshares bank
    banking biology broker
    cable cargo chemical cloud consulting defence device display drone electricity energy finance
    financial fine flight flying freight gas genetic health hospital insurance investment law marine
    medical medicine microelectronic microelectronics mining missile mission navy nuclear offshore
    oil optoelectronic petroleum pharmaceutical photonic radar railway relief robot robotic
    satellite semiconductor shipbuilding shipping software storage submarine supercomputer
    supercomputing terminal training uav weapon
""")

# Real brands, and words that countless unrelated firms carry.
COMMON_WORDS: Final = _words("""
    absolute ace adept admiral advantage agile alert alliance alpha amaze amber ampere anchor answer
    ant anvil apex apollo apollon apple aquarius ares aries ark arrow artemis ascent ash asia athena
    atlas aura aurora autumn avatar axe axis baker bakker balance bank banner baron base bauer
    beacon beam bear becker bee bell berger berry best beta better beyond bianchi big bird black
    blaze blossom blue boat bold boost bottom bow brain branch brass braun brave bravo breeze bridge
    bright bronze brother brown bull bus butterfly buzz candle canyon capital capitol capricorn
    captain carbon card cascade castle cat catalyst cave cedar center century chain champion channel
    charm cheetah cherry chief child choice cipher circle citadel clark class classic clean clear
    clever cliff closed cloud clover club coast cobalt cobra colombo comet companion compass
    complete concept concord conduit connect conquest contour control cooper copper coral core
    corner cosmic cosmo cosmos courage crane create crest crow crown crystal cube curie current
    cyber cycle daisy dart darwin dash dawn dawning day deep deer delta deluxe desert design desk
    destiny devil dial dialog dialogue diamond discover discovery diverse dog dolphin domain dome
    door dot double dove dragon dream drive drum dual dubois duke dune dupont durand dusk dynamo
    dynasty eagle echelon echo eclipse edge edison eight einstein elegant element elevate elf elite
    elk ember emerald emerge empire engine enigma envy epic epoch epsilon equinox equity era essence
    eta eternal ethos euro evening event ever everest evolution evolve exact excel excellent expert
    explorer express extra extreme eye fable face facet faith falcon fame fantasy faraday farm fast
    father fernandez ferrari fidelity field finder fine finger fire firm first fischer five flame
    flat fleet flex flow flower fluid flux focal focus foot force forest forge fort fortuna fortune
    forum forward fountain four fox frame franklin free freedom fresh freya friday friend frontier
    fruit fuchs fuel fusion future galaxy galileo gamma garcia garden gate gateway gear gem gemini
    general genesis genius genuine ghost giant giga glide globe glory goal goat gold golden golf
    gonzalez good grace grand granite grape grass gray great greco green grey grid grove growth
    guard guide gulf hades halo hammer hand harbor harbour hard harmonic harmony harp harris
    hartmann haven hawk head heart helios helix hermes hero heron herrmann high hill hitech hive
    hoffmann hofmann home honest honesty honey honor honour hope horizon horse hub hundred hunter
    hydra hyper ice icon idea ideal ignite image impact imperial impulse index infinite infinity
    inner innovative input insight inspire instinct intense intercom invent invest iridescent iris
    iron island jack jade jaguar jansen janus jasmine jefferson jet jewel johnson joker journey joy
    jungle junior juno jupiter kaiser kappa keller kelvin kepler kernel key kinetic king klein
    knight koch kohler konig krause lake lambda lamp lance lange laser last latitude launch layer
    leader leaf legacy legend lehmann lemon lens leo leonardo leopard leroy level lever liberty
    libra life light lighthouse lightning lily lincoln line link lion liquid little lock logic logo
    long loop loose lopez lotus low lower loyal lucid lucky lumen luminous luna lynx maestro mage
    magic magma magnet magnum majestic major manor mantra map maple marble margin marine marino
    market mars marshal martinez mask mass mast master matrix max maxi maxwell mega mentor mercury
    meridian merit mesa meteor metro meyer micro middle midnight mill miller million mind mini mint
    miracle mirage mirror mode modern module momentum monarch monday monitoring monk moon moose
    moreau morning mosaic mother motion motor mountain mouse mueller muller muse mystic nano
    nanotech native nebula neo neptune neumann neutral new newton next nexus nice night nimbus nine
    ninja nitro noble node nomad noon norm nova oak oasis ocean odin odyssey olive omega one opal
    open optimus oracle orange orbit orchid orient oriental origin orion otter outer outlook owl ox
    pace pacific pact palace palm panda panther parade paradigm paragon parallel partner partnership
    pascal past path patriot patrol pattern peace peach peak pearl pegasus pen pepper perez perfect
    perfekt phase phi phoenix pilgrim pillar pilot pine pink pinnacle pioneer pisces pivot pixel
    planar planet plasma platform platinum plaza pledge plum pluto point polar portal poseidon
    premier present prestige pride prima prime prince princess prism pro prodigy profile progress
    promise prospect prosper proton proven provision proxy psi pulsar pulse puma pure purple pyramid
    python quartz queen quest quick quorum rabbit radiant radius rain rainbow rally ram ramirez
    ranch ranger raphael rapid raven reach react realm rebel red reef reflex regal relay reliable
    reliance renown rescue resolve resonance result revolution rhythm ricci richter ridge ring
    ripple rise rising rival river robin rock rocket rodriguez romano root rose rossi round royal
    rubin ruby russo sable saga sail sailor salute samurai sanchez sanctuary sand sapphire satellite
    saturn schmidt schneider schroeder schulz scope scorpio scout seal second seed senator sentinel
    sequence serene seven shadow shark sharp sheep shield shift shine ship shop shore short side
    sigma signal signature silver simple single sister six sketch sky slate small smart smile smit
    smith snow soft solar soldier solid solstice sonic soul spade spark sparrow spear spectrum speed
    sphere spider spiral spirit splendid split spring sprint square stable stage standard star
    stardust status steady stealth steel stellar step sterling stone store storm stratus stream
    stride strike strong studio summer summit sun sunday sunrise sunset sunshine super superior
    supreme surge swallow swan swift switch sword symbol symphony synergy talent tall tandem tango
    target tau taurus taylor tempo ten tera terra tesla texture theory theta third thor thousand
    three threshold thrive throne thunder tide tiger tight timber titan titanium token tomorrow tone
    top topaz torch torrent torres total touch tower tracer track tradition trail train trans
    transit traverse treasure tree trend triangle tribe trinity triton triumph trophy true trust
    tulip turbine turbo turner turtle twilight two tycoon ultra union unison unit unitary unity
    universal upper uranus utopia valiant valley valor vanguard vantage vapor vault vector velocity
    venture venus verge vertex victory view vigor villa violet viper virgo virtue visa vision visser
    vista vital vivid vogel volta vortex voyage wagner walker warrior washington wave way weber
    welcome whale wheel white whole wide wild willow wilson win wind window wing winner winter
    wisdom wise wish wolf wonder world wright yacht yellow young zeal zen zenith zephyr zero zest
    zeta zeus zimmermann zone
""")

# Countries and words for regions; the country is compared by itself.
NATIONS: Final = _words("""
    afghan afghanistan africa african albania algeria algerian america american andorra angola
    antigua argentina argentine armenia armenian asia asian australia australian austria austrian
    azerbaijan azerbaijani bahamas bahrain bahraini bahrein balkan baltic bangladesh bangladeshi
    barbados barbuda belarus belarusian belgian belgium belize benin bhutan bolivia bosnia botswana
    brazil brazilian british brunei bulgaria bulgarian burma burundi california cambodia cameroon
    canada canadian caribbean caspian caucasus chile chilean china city colombia colombian comoros
    congo county croatia croatian cuba cuban cyprus czech danish denmark district djibouti dominica
    dominican dutch ecuador egypt egyptian emirate emirati england eritrea estonia estonian eswatini
    ethiopia ethiopian eurasia eurasian europe european federation fiji filipino finland finnish
    france french gabon gambia georgia georgian german germany ghana ghanaian greater greece greek
    grenada guatemala guinea guyana haiti hellenic herzegovina honduras hungarian hungary iceland
    india indonesia indonesian iran iranian iraq iraqi ireland irish israel israeli italian italy
    jamaica japan japanese jordan jordanian kazakh kazakhstan kenya kenyan kingdom kiribati korea
    korean kosovo kuwait kuwaiti kyrgyz kyrgyzstan laos latvia latvian lebanese lebanon leone
    lesotho liberia libya libyan liechtenstein lithuania lithuanian luxembourg macedonia madagascar
    malawi malaysia malaysian maldives mali malta mauritania mauritius mediterranean mexican mexico
    micronesia moldova monaco mongolian montenegro moroccan morocco mozambique myanmar namibia nauru
    nederland nepal nepalese netherland nicaragua niger nigeria nigerian nordic norway norwegian
    oman omani pacific pakistan pakistani palau palestine palestinian panama papua paraguay people
    peru peruvian philippine poland polish polska portugal portuguese province qatar qatari region
    republic romania romanian russia russian rwanda salvador samoa saudi scandinavia senegal serbia
    serbian seychelles siberia siberian sierra singapore slovak slovakia slovenia slovenian solomon
    somalia spain spanish sudan sudanese suriname sweden swiss switzerland syria syrian tajik
    tajikistan tanzania texas thai thailand tobago togo tonga trinidad tunisia tunisian turk turkey
    turkish turkmen turkmenistan tuvalu uae uganda ugandan ukraine ukrainian ural uruguay us uzbek
    uzbekistan vanuatu vatican venezuela vietnam vietnamese yemen yemeni zambia zealand zimbabwe
""")

TOWNS: Final = _words("""
    abu aires aksu amsterdam angeles anhui ankara anqing arabia arkhangelsk astrakhan athens aviv
    baghdad baku bangalore bangkok baoding baoji baotou barcelona barnaul basel beijing beirut
    belgorod bengbu berlin bern bishkek bogota bologna boston bratislava brisbane brussel bryansk
    bucharest budapest buenos busan cairo cangzhou caracas casablanca changchun changde changsha
    changzhou cheboksary chelyabinsk chengdu chennai chicago chittagong chongqing chuzhou colombo
    copenhagen costa crimea dakar dalian damascus daqing datong delhi detroit deyang dezhou dhabi
    dhaka diego doha dongguan dongying dresden dubai dublin duesseldorf dusseldorf edinburgh foshan
    francisco fujian fushun fuzhou gansu ganzhou geneva genoa grozny guangdong guangxi guangzhou
    guian guilin guiyang guizhou haifa haikou hainan hamburg handan hangzhou hanoi harbin hebei
    hefei heilongjiang helsinki henan hengyang hohhot hong hsinchu huainan hubei huizhou hunan
    huzhou hyderabad incheon inner irkutsk isfahan islamabad istanbul ivanovo izhevsk izmir jaipur
    jakarta jeddah jiangmen jiangsu jiangxi jiaxing jilin jinan jingzhou jining jinzhou jiujiang
    johannesburg kabul kaifeng kaliningrad kaluga karachi karaj kazan kemerovo khabarovsk kharkiv
    kharkov khartoum kolkata kong kostroma krakow krasnodar krasnoyarsk kuala kunming kunshan kurgan
    kursk kyiv lagos lahore langfang lanka lanzhou lefkosia leipzig leshan lhasa lianyungang
    liaocheng liaoning lima linyi lipetsk lisboa lisbon liuzhou liverpool london los lumpur luoyang
    luzhou lyon maanshan macao macau madrid magadan makhachkala manchester manila marseille mashhad
    melbourne mianyang milan milano minsk mogilev mombasa mongolia montreal moscow mosul mumbai
    munich murmansk mysore nagoya nairobi nanchang nanchong nanjing nanning nantong naples napoli
    nicosia ningbo ningxia nizhny novgorod novosibirsk odessa omsk orenburg osaka oslo ottawa paris
    penza perm perth petersburg petrozavodsk prague pskov pune pyongyang qingdao qiqihar quanzhou
    quzhou rabat rica riga riyadh roma rome rostov rotterdam ryazan saint samara sanya saransk
    saratov saudi seattle seoul sevastopol sevilla shaanxi shandong shanghai shantou shanxi shaoguan
    shaoxing sharjah shenyang shenzhen shijiazhuang shiraz sichuan skopje smolensk sofia south sri
    st stavropol stockholm stuttgart suzhou sydney syktyvkar tabriz taganrog taipei taiwan taiyuan
    taizhou tallinn tambov tangshan tashkent tbilisi tehran tel thessaloniki tianjin tibet tirana
    tokyo tolyatti tomsk torino toronto tripoli tula tunis turin tver tyumen ufa ulyanovsk urumqi
    vienna vilnius vladikavkaz vladivostok volgograd vologda voronezh warsaw weifang weihai wenzhou
    wroclaw wuhan wuhu wulanchabu wuxi xiamen xian xiangtan xiangyang xianyang xingtai xining
    xinjiang xinxiang xiongan xuzhou yakutsk yancheng yangon yangtze yangzhou yantai yaroslavl
    yekaterinburg yerevan yibin yichang yinchuan yingkou yokohama yueyang yunnan zagreb zaporozhye
    zaragoza zelenograd zhangzhou zhanjiang zhaoqing zhejiang zhengzhou zhenjiang zhongshan zhoushan
    zhuhai zhuzhou zibo zigong zunyi zurich
""")
