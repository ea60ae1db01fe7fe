"""Words that many names share, by how much they say. Closed lists, in folded form (see `normalize`)."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _same(text: str) -> dict[str, str]:
    """Lines of "word: other spellings", as a map from each spelling to the word."""
    pairs = (line.split(":") for line in text.strip().replace("\n        ", " ").split("\n"))
    return {spelling: word.strip() for word, spellings in pairs for spelling in spellings.split()}


STOP_WORDS: Final = _words("""
    a an and at by das de del della der des di die do dos du e el et for i in la le of on the to und van
    von y
""")

# Dropped wherever they stand but first.
LEGAL_FORMS: Final = _words("""
    ab ag anonim aps as asa bhd bv co company corp corporation gmbh gongsi gufen inc incorporated kft kg
    kgaa kk lda liability limited llc llp lp ltd ltda mbh nv oy oyj plc private pte pty pvt sa sae
    sanayi sarl sas sasu sdn sirketi sl spa spol sprl srl srls sro sti ticaret ua ve youxian zerenxian
""")
# Dropped also where they stand first.
LEADING_LEGAL_FORMS: Final = _words("""
    aktsionernoe ao cjsc fgup fsue fzc fzco fze joint jsc npo oao obshchestvo ogranichennoi
    ogranichennoy ojsc ooo otkrytoe otvetstvennostyu pao pjsc pt publichnoe stock zakrytoe zao
""")

# Spellings that stand for another word or words; the plural s is taken off afterwards.
SAME_WORDS: Final = _same("""
    university electronic science technology china: uestc
    nanjing university science technology: njust
    northwestern polytechnical university: nwpu
    academy: acad academie
    brazil: brasil
    center: centers centre ctr tsentr
    china: chinese prc
    china academy science: cas
    communication: comm comms commun
    defense: defence
    department: dept
    development: dev
    dusseldorf: duesseldorf
    electronic: elec electron
    engineering: eng engg
    fiber: fibre
    germany: deutschland
    group: grp
    hong kong: hk hongkong
    india: indian
    information: info
    institute: inst institut instituto
    international: int intl
    italy: italia
    laboratory: lab laboratorie laboratories laboratoriya labs
    manufacturing: mfg
    microelectronics: microelectronique
    munich: muenchen munchen
    national: natl
    optic: optical optics
    post: postal
    research: res
    research development: rd
    russia: russian
    russia academy science: ras
    science: sci
    system: sys
    technology: tech techn technical technol tekhnologii
    telecommunication: telecom telecomm telecommunication telekom
    united kingdom: uk
    university: uni univ universidad universita universitaet universitat universite
    us: america usa
""")

NOISE_WORDS: Final = _words("""
    branch business co company corp enterprise group holding inc limited ltd office
""")

# Words of the trade.
GENERIC_WORDS: Final = _words("""
    academy acoustic advanced aeronautics affiliate after agency air aircraft application applied
    artificial association astronautics atomic audio authority automation autonomous base big board
    broadband broadcasting budgetary building bureau byuro campus center central chip circuit college
    commerce commercial commission committee communication complex component computer computing concern
    construction control council data defense department design development digital division dynamic
    east eastern economic education electric electrical electromechanical electronic electronics
    engineering entertainment entity environmental equipment establishment experimental export factory
    faculty federal first foreign foundation fourth future general global government graduate great
    group hardware high home image imaging import industrial industry information infrastructure
    innovation institute institution institutsiya instrument instrumentation integrated intelligence
    intelligent international internet issledovatelski issledovatelskiy joint key konstruktorskoe
    laboratory languages life light line logistics machine machinery management manufacturing maritime
    market marketing material mechanic mechanical media micro microsystem military minister ministry
    mobile mobility modern motor multimedia named national natural nauchno nauchny naval navigation
    network new normal north northeast northern northwest obedinenie oceanic office open operation optic
    organization overseas physic plant plus polytechnic polytechnical port post power precision
    predpriyatie private product production professional program proizvodstvennoe project public quantum
    radio recherche research resource safety scale school science scientific second security sensor
    service ship smart social society solution south southeast southern southwest space special standard
    star state station subordinate supply system tactical technique technology telecommunication
    telephone test testing third tool trade trading transport transportation union unit united
    university usa video vision wave west western wireless work world zavod
""")

# Fields of work, by which affiliates of one group differ.
FIELD_WORDS: Final = _words("""
    aerospace agricultural automotive aviation cable cloud consulting device display energy finance
    financial fine hospital investment law marine medical medicine microelectronic microelectronics
    missile nuclear optoelectronic petroleum pharmaceutical photonic radar railway robotic satellite
    semiconductor shipbuilding software storage submarine supercomputer supercomputing terminal training
""")

# Real brands, and words that countless unrelated firms carry.
COMMON_WORDS: Final = _words("""
    ace alliance alpha apex arrow asia atlas aurora beacon best beta blue bright cherry cosmo cosmos
    crown crystal dawn dawning delta diamond dragon eagle elite empire euro express falcon focus fortune
    forward galaxy gamma gold golden grand green hero honest honor honour horizon icon infinity
    innovative jade king leader legend liberty link lion lotus lucky master max mega mercury meridian
    metro nano nova ocean omega one orient orion pacific panda paradigm pegasus pen phoenix pioneer
    planet platinum polar premier prima prime pro proton proven pyramid rainbow red regal rise rising
    royal sigma silver sky solar spectrum spring step sterling summit sun super supreme swift talent
    target tiger titan top trans trend trinity triumph unity universal vector venus victory vista win
    wing winner zenith
""")

# Countries and words for regions; the country is compared by itself.
NATIONS: Final = _words("""
    afghanistan africa african algeria america american argentina armenia asia asian australia austria
    azerbaijan bahrain bahrein bangladesh belarus belgium bolivia brazil bulgaria burma california
    canada chile china city colombia county cuba cyprus czech denmark district egypt emirate england
    europe european finland france georgia germany ghana greater greece hungary india indonesia iran
    iraq ireland israel italy jamaica japan jordan kazakhstan kenya kingdom korea kuwait kyrgyzstan
    lebanon madagascar malaysia malta mexico morocco myanmar netherland nigeria norway oman pacific
    pakistan panama paraguay people peru philippine poland portugal province qatar region republic
    romania russia russian singapore spain sweden switzerland syria texas thailand turkey uae ukraine us
    uzbekistan vietnam zealand
""")

TOWNS: Final = _words("""
    abu amsterdam anhui ankara arabia aviv baghdad bangalore bangkok beijing beirut berlin brussel cairo
    changchun changsha chengdu chongqing copenhagen costa crimea dalian damascus delhi dhabi dongguan
    dubai duesseldorf dusseldorf foshan fujian fuzhou gansu guangdong guangxi guangzhou guian guiyang
    guizhou hainan hangzhou hanoi harbin hebei hefei heilongjiang helsinki henan hong hsinchu hubei
    huizhou hunan inner islamabad istanbul jakarta jiangsu jiangxi jilin jinan johannesburg kabul
    karachi kazan kong kuala kunming kunshan kyiv lahore lanka lanzhou lefkosia liaoning london lumpur
    macao macau madrid milan minsk mongolia moscow mumbai munich nanchang nanjing nanning nicosia ningbo
    ningxia novosibirsk oslo paris petersburg qingdao rabat rica saint samara saudi seoul shaanxi
    shandong shanghai shanxi sharjah shenyang shenzhen shijiazhuang sichuan south sri st stockholm
    suzhou sydney taipei taiwan taiyuan tehran tel tianjin tibet tokyo tomsk toronto tula urumqi vienna
    warsaw wenzhou wuhan wulanchabu wuxi xiamen xian xinjiang xiongan yangon yangtze yunnan zhejiang
    zhengzhou zhongshan zhuhai zurich
""")
