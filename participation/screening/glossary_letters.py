"""Words of company and institute names in Russian, Arabic, Persian, Korean and Japanese letters, in English.

Closed lists. Russian words are stems: what follows may be an ending of up to three letters. A word that adds
nothing is an empty text.
"""

from typing import Final

_RUSSIAN = """
институт Institute|университет University|академи Academy|наук of Sciences|центр Center
центральн Central|завод Plant|лаборатори Laboratory|московск Moscow|москв Moscow|российск Russian
росси Russia|государственн State|федеральн Federal|научно Scientific|научн Scientific
национальн National|исследовательск Research|исследовани Research|технически Technical
техническ Technical|технологическ Technological|технологи Technologies|физик Physics|физико Physics and
физическ Physics|математическ Mathematical|проблем Problems|передач Transmission|информаци Information
информационн Information|связ Communications|коммуникаци Communications
телекоммуникаци Telecommunications|радио Radio|радиоэлектрон Radio Electronics|имени named after
им named after|электроник Electronics|электронн Electronic|электрическ Electrical
микроэлектроник Microelectronics|оптическ Optical|оптик Optics|механическ Mechanical
машиностроительн Machine Building|машиностроени Machine Building|приборостроительн Instrument
приборостроени Instrument|систем Systems|компани Company|групп Group|концерн Concern
корпораци Corporation|предприяти Enterprise|обществ |объединени Association|производственн Production
промышленн Industrial|промышленност Industry|конструкторск Design|бюро Bureau|опытн Experimental
авиационн Aviation|авиаци Aviation|космическ Space|ракетн Rocket|судостроительн Shipbuilding
судостроени Shipbuilding|морск Marine|ядерн Nuclear|атомн Atomic|энергетическ Energy|оборонн Defense
оборон Defense|военн Military|министерств Ministry|служб Service|безопасност Security|управлени Control
политехническ Polytechnic|инженерн Engineering|прикладн Applied|вычислительн Computing|техник Equipment
программн Software|обеспечени |автоматик Automation|автоматизаци Automation|ограниченн |ответственност 
акционерн |открыт |закрыт |публичн|санкт St.|петербургск Petersburg|петербург Petersburg
новосибирск Novosibirsk|казанск Kazan|томск Tomsk|уральск Ural|сибирск Siberian|сколковск Skolkovo
сколков Skolkovo|белорусск Belarusian|беларус Belarus|минск Minsk|украинск Ukrainian|торгов Trading
дом House|банк Bank|медицинск Medical|химическ Chemical|биологическ Biological|специальн Special
касперск Kaspersky|харкевич Kharkevich|яндекс Yandex|ростех Rostec|ростелеком Rostelecom|газпром Gazprom
мтс MTS|мегафон MegaFon|вымпелком VimpelCom|байкал Baikal|микрон Mikron|эльбрус Elbrus|ангстрем Angstrem
хуавэй Huawei
"""
_ARABIC = """
شركة Company|شركات Companies|مؤسسة Corporation|مجموعة Group|جامعة University|معهد Institute
معاهد Institutes|كلية College|مركز Center|مصنع Factory|مصانع Factories|مختبر Laboratory|وزارة Ministry
دفاع Defense|داخلية Interior|اتصالات Telecommunications|تكنولوجيا Technology|تقنية Technology
تقنيات Technologies|معلومات Information|تجارة Trading|للتجارة Trading|تجارية Trading|عامة General
صناعة Industry|صناعات Industries|صناعية Industrial|للصناعات Industries|هندسة Engineering
هندسية Engineering|بحوث Research|للبحوث Research|علوم Sciences|علمية Scientific|دراسات Studies
للدراسات Studies|بنك Bank|مصرف Bank|محدودة |مساهمة |المحدودة |ذات |مسؤولية |و and|نقل Transport
للنقل Transport|شحن Shipping|للشحن Shipping|طيران Aviation|للطيران Aviation|خطوط Lines|جوية Air
بحرية Maritime|الكترونيات Electronics|إلكترونيات Electronics|إلكترونية Electronic|دولية International
عالمية Global|وطنية National|عربية Arab|سورية Syria|سوريا Syria|عراق Iraq|لبنان Lebanon|يمن Yemen
إيران Iran|ايران Iran|مصر Egypt|امارات Emirates|إمارات Emirates|دبي Dubai|بغداد Baghdad|دمشق Damascus
بيروت Beirut|طهران Tehran|هواوي Huawei|نفط Oil|استثمار Investment|للاستثمار Investment
مقاولات Contracting|للمقاولات Contracting|استيراد Import|تصدير Export|دانشگاه University|دانشکده College
پژوهشگاه Research Institute|پژوهشکده Research Institute|موسسه Institute|مؤسسه Institute|شرکت Company
گروه Group|صنایع Industries|صنعتی Industrial|صنعت Industry|فناوری Technology|علم Science
تحقیقات Research|پژوهش Research|الکترونیک Electronics|مخابرات Telecommunications|ارتباطات Communications
اطلاعات Information|هوافضا Aerospace|هوایی Aviation|هواپیمایی Aviation|فضایی Space|دریایی Marine
کشتیرانی Shipping|انرژی Energy|اتمی Atomic|سازمان Organization|بانک Bank|ملی National|مرکزی Central
وزارت Ministry|دفاعی Defense|نفت Oil|پتروشیمی Petrochemical|فولاد Steel|شریف Sharif|مالک Malek
اشتر Ashtar|امام Imam|حسین Hossein|شهید Shahid|بهشتی Beheshti|تهران Tehran|اصفهان Isfahan|شیراز Shiraz
منظمة Organization|أجنحة Wings|الشام Cham|عالي Higher|عليا Higher|تطبيقية Applied|طبية Medical
كهربائية Electrical|نووية Nuclear|حاسوب Computer|شبكات Networks|أنظمة Systems|نظم Systems|حلول Solutions
أمن Security|عسكرية Military|جيش Army|قوات Forces|مطار Airport|عالية High|فنية Technical|حديثة Modern
متحدة United|أولى First|شرق East|أوسط Middle|خليج Gulf|زراعة Agriculture|بناء Construction
إنشاءات Construction|سفر Travel|سياحة Tourism|صرافة Exchange|تحويل Transfer|غاز Gas|بترول Petroleum
مصفاة Refinery|طاقة Energy|ذرية Atomic|الذرية Atomic|مشهد Mashhad|امیرکبیر Amirkabir|بازرگانی Trading
مهندسی Engineering|توسعه Development|سامانه Systems
"""
_KOREAN = """
화웨이 Huawei|하이실리콘 HiSilicon|하이크비전 Hikvision|다후아 Dahua|삼성 Samsung|엘지 LG|현대 Hyundai
에스케이 SK|대우 Daewoo|하이닉스 hynix|카카오 Kakao|네이버 Naver|한국전자통신연구원 ETRI
한국과학기술원 KAIST|포스코 POSCO|한화 Hanwha|기아 Kia|주식회사 |유한회사 |회사 Company
총회사 General Corporation|무역회사 Trading Company|무역총회사 General Trading Corporation
대학교 University|대학 University|종합대학 University|연구소 Research Institute
연구원 Research Institute|연구센터 Research Center|센터 Center|학원 Institute|과학원 Academy of Sciences
과학 Science|기술 Technology|전자 Electronics|통신 Communications|정보 Information
정보통신 Information and Communications|산업 Industrial|공업 Industry|중공업 Heavy Industries
기계 Machinery|무역 Trading|은행 Bank|그룹 Group|반도체 Semiconductor|시스템 Systems|네트워크 Networks
소프트웨어 Software|항공 Aviation|우주 Space|해운 Shipping|선박 Shipping|건설 Construction|화학 Chemical
전기 Electric|전력 Electric Power|에너지 Energy|한국 Korea|조선 Korea|조선민주주의인민공화국 Korea
대한민국 Korea|서울 Seoul|평양 Pyongyang|부산 Busan|국방 Defense|국가 National|국제 International
테크놀로지 Technology|테크놀로지스 Technologies|코리아 Korea|인민 People|성 Ministry
원자력 Atomic Energy|김일성 Kim Il Sung|김책 Kim Chaek|련봉 Ryonbong|만경대 Mangyongdae|능라도 Rungrado
단군 Tangun|창광 Changgwang|대동 Daedong
"""
_KATAKANA = """
ファーウェイ Huawei|ハーウェイ Huawei|ハイシリコン HiSilicon|ハイクビジョン Hikvision|ダーファ Dahua
カスペルスキー Kaspersky|ディージェイアイ DJI|アイフライテック iFlytek|センスタイム SenseTime
ファイバーホーム FiberHome|インスパー Inspur|メグビー Megvii|ソニー Sony|パナソニック Panasonic
ソフトバンク SoftBank|サムスン Samsung|ドコモ DOCOMO|シャープ Sharp|ノキア Nokia|エリクソン Ericsson
テクノロジー Technology|テクノロジーズ Technologies|テクニカ Technica|ジャパン Japan|グループ Group
ホールディングス Holdings|コミュニケーションズ Communications|ネットワーク Network
ネットワークス Networks|システム Systems|システムズ Systems|センター Center|エレクトロニクス Electronics
インターナショナル International|ソリューションズ Solutions|ソフトウェア Software|デバイス Devices
セミコンダクタ Semiconductor|クラウド Cloud|ラボ Lab|ラボラトリー Laboratory
コーポレーション Corporation|インダストリーズ Industries|トレーディング Trading|エアロスペース Aerospace
モバイル Mobile|デジタル Digital|ロボティクス Robotics|セキュリティ Security
"""


def _entries(table: str) -> dict[str, str]:
    entries = (entry.partition(" ") for line in table.split("\n") for entry in line.split("|") if entry)
    return {word: english for word, _, english in entries}


# Letters that Arabic and Persian keyboards write differently.
ARABIC_LETTERS: Final[dict[int, int | None]] = str.maketrans("يىكأإآةؤئ", "ییکاااهوی", "ًٌٍَُِّْـ")
RUSSIAN_STEMS: Final[dict[str, str]] = _entries(_RUSSIAN)
ARABIC: Final[dict[str, str]] = {
    word.translate(ARABIC_LETTERS): english for word, english in _entries(_ARABIC).items()
}
KOREAN: Final[dict[str, str]] = _entries(_KOREAN)
KATAKANA: Final[dict[str, str]] = _entries(_KATAKANA)
