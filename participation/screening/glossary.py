"""Chinese and Japanese names of organisations and the words they are made of, in English. Closed lists.

A brand is given by the name the organisation uses in English, with "/" between several; a word that adds
nothing is an empty text. Traditional and Japanese forms of characters are folded into the simplified ones.
"""

from typing import Final

_BRANDS = """
华为 Huawei|海思 HiSilicon/Haisi|中兴 ZTE|烽火 FiberHome|海康威视 Hikvision|大华 Dahua|大疆 DJI
大疆创新 DJI|科大讯飞 iFlytek|讯飞 iFlytek|商汤 SenseTime/Shangtang|旷视 Megvii/Kuangshi|依图 Yitu
云从 CloudWalk|云天励飞 Intellifusion|浪潮 Inspur/Langchao|曙光 Sugon/Dawning|中科曙光 Sugon/Dawning
飞腾 Phytium/Feiteng|龙芯 Loongson|龙芯中科 Loongson|鹏城 Pengcheng|盛科 Centec/Shengke
宇视 Uniview/Yushi|奇虎 Qihoo|三六零 360|奇安信 Qi An Xin|海能达 Hytera|寒武纪 Cambricon/Hanwuji
壁仞 Biren|摩尔线程 Moore Threads|中芯国际 SMIC|长江存储 YMTC|长鑫存储 CXMT|海光 Hygon/Haiguang
算能 Sophgo|智谱 Zhipu|智谱华章 Zhipu Huazhang|亨通 Hengtong|中天 Zhongtian|苏州科达 Suzhou Keda
科达 Keda|东土 Kyland|同方威视 Nuctech|同方 Tongfang|荣耀 Honor|小米 Xiaomi|联想 Lenovo|腾讯 Tencent
阿里巴巴 Alibaba|阿里云 Alibaba Cloud|百度 Baidu|字节跳动 ByteDance|京东方 BOE|京东 JD|大唐 Datang
紫光展锐 Unisoc|紫光 Unigroup|新华三 New H3C|锐捷 Ruijie|移远 Quectel|广和通 Fibocom|维沃 vivo|欧珀 OPPO
三星 Samsung|诺基亚 Nokia|爱立信 Ericsson|高通 Qualcomm|英特尔 Intel|中国移动 China Mobile
中国电信 China Telecom|中国联通 China Unicom|中国广电 China Broadnet
中国科学院 Chinese Academy of Sciences|中科院 Chinese Academy of Sciences|中国信息通信研究院 CAICT
信通院 CAICT|国防科技大学 National University of Defense Technology
国防科学技术大学 National University of Defense Technology
西北工业大学 Northwestern Polytechnical University
北京航空航天大学 Beijing University of Aeronautics and Astronautics|北航 Beihang University|北邮 BUPT
北京理工大学 Beijing Institute of Technology|哈尔滨工业大学 Harbin Institute of Technology
哈尔滨工程大学 Harbin Engineering University|南京理工大学 Nanjing University of Science and Technology
南京航空航天大学 Nanjing University of Aeronautics and Astronautics
电子科技大学 University of Electronic Science and Technology of China
中国科学技术大学 University of Science and Technology of China|清华 Tsinghua|北京大学 Peking University
上海交通大学 Shanghai Jiao Tong University|复旦 Fudan|浙江大学 Zhejiang University
西安电子科技大学 Xidian University|东南大学 Southeast University|之江 Zhejiang|紫金山 Purple Mountain
中国电子科技集团 China Electronics Technology Group|中电科 CETC
中国航天科技集团 China Aerospace Science and Technology Corporation
中国航天科工集团 China Aerospace Science and Industry Corporation
中国航空工业集团 AVIC/Aviation Industry Corporation of China|中航工业 AVIC|中航 AVIC
中国船舶集团 China State Shipbuilding Corporation
中国船舶重工集团 China Shipbuilding Industry Corporation
中国船舶工业集团 China State Shipbuilding Corporation
中国兵器工业集团 China North Industries Group/NORINCO|中国兵器装备集团 China South Industries Group
中国核工业集团 China National Nuclear Corporation|中国广核集团 China General Nuclear Power
中国广核 China General Nuclear Power|中广核 CGN/CGNPC
中国工程物理研究院 China Academy of Engineering Physics|中国交通建设 China Communications Construction
中国空气动力研究与发展中心 China Aerodynamics Research and Development Center
中国空间技术研究院 China Academy of Space Technology
中国运载火箭技术研究院 China Academy of Launch Vehicle Technology
军事医学科学院 Academy of Military Medical Sciences|军事科学院 Academy of Military Sciences
新疆生产建设兵团 Xinjiang Production and Construction Corps|中国电子科技 China Electronics Technology
中国电子信息产业集团 China Electronics Corporation|中国电子 China Electronics
中国科技大学 University of Science and Technology of China
中科大 University of Science and Technology of China|武汉大学 Wuhan University
四川大学 Sichuan University|同济大学 Tongji University|中山大学 Sun Yat-sen University
华中科技大学 Huazhong University of Science and Technology
华南理工大学 South China University of Technology|大连理工大学 Dalian University of Technology
西安交通大学 Xi'an Jiaotong University|北京工业大学 Beijing University of Technology
武汉理工大学 Wuhan University of Technology|西南交通大学 Southwest Jiaotong University
吉林大学 Jilin University|北京交通大学 Beijing Jiaotong University|人民大学 Renmin University
南开 Nankai|山东大学 Shandong University|空军工程大学 Air Force Engineering University
国防大学 National Defense University|哈工大 Harbin Institute of Technology
哈工程 Harbin Engineering University|西工大 Northwestern Polytechnical University|南航 NUAA|南理工 NJUST
北理工 Beijing Institute of Technology|成电 UESTC|国防科大 National University of Defense Technology
四维图新 NavInfo|北斗星通 BDStar|合众思壮 UniStrong|中科星图 Zhongke Xingtu/Geovis|国盾量子 QuantumCTek
格灵深瞳 DeepGlint/Geling Shentong|云从科技 CloudWalk|美亚柏科 Meiya Pico|熙菱 Sailing
烽火科技 FiberHome|武汉邮电科学研究院 Wuhan Research Institute of Posts and Telecommunications
第四范式 4Paradigm|海康 Hikvision|大华股份 Dahua|科大国盾 QuantumCTek|紫光国微 Guowei/Unigroup Guoxin
复旦微 Fudan Micro|复旦微电子 Fudan Microelectronics|上海微电子 Shanghai Micro Electronics
北方华创 Naura|拓荆 Piotech|盛美 ACM/Shengmei|中微 AMEC|华大九天 Empyrean/Huada Jiutian|华大基因 BGI
长鑫 CXMT|武汉新芯 Wuhan Xinxin|昇维旭 SwaySure|鹏芯旭 Pengxinxu|鹏芯微 Pengxinwei
新凯来 SiCarrier/Xinkailai|至纯 Zhichun/PNC|凯世通 Kaishitong/Kingstone|闻泰 Wingtech|思必驰 AISpeech
云知声 Unisound|远望谷 Invengo|同方股份 Tongfang|中兴微电子 Sanechips|天地伟业 Tiandy|汉王 Hanwang
航天信息 Aisino|东方航空 China Eastern|道通 Autel/Daotong|锐科激光 Raycus|锐科 Raycus|亚光 Yaguang
雷科防务 Leike Defense|景嘉微 Jingjia|摩尔线程智能 Moore Threads Intelligent|燧原 Enflame|沐曦 MetaX
地平线 Horizon Robotics|优必选 UBTECH|宇树 Unitree|科沃斯 Ecovacs|石头 Roborock|极飞 XAG|亿航 EHang
零零无限 Hover|深信服 Sangfor|绿盟 NSFOCUS|启明星辰 Venustech|天融信 Topsec|安恒 DBAPP|用友 Yonyou
金蝶 Kingdee|金山 Kingsoft|新浪 Sina|搜狐 Sohu|网易 NetEase|美团 Meituan|拼多多 Pinduoduo|滴滴 DiDi
快手 Kuaishou|京微齐力 HME|兆易 GigaDevice|韦尔 Will Semiconductor|汇顶 Goodix|圣邦 SG Micro
卓胜微 Maxscend|瑞芯微 Rockchip|全志 Allwinner|晶晨 Amlogic|展讯 Spreadtrum|乐鑫 Espressif|国微 Guowei
努比亚 Nubia|中国石油 PetroChina|中国铁塔 China Tower|一加 OnePlus|真我 realme|传音 Transsion
海信 Hisense|海尔 Haier|美的 Midea|格力 Gree|比亚迪 BYD|吉利 Geely|蔚来 NIO|小鹏 XPeng|宁德时代 CATL
中国信科 CICT|信科移动 CICT Mobile|大唐移动 Datang Mobile|电信科学技术研究院 CATT
中国移动通信 China Mobile|中国联合网络通信 China Unicom|中国信息通信 China Information Communications
国家电网 State Grid|南方电网 China Southern Power Grid|索尼 Sony|松下 Panasonic|富士通 Fujitsu
日立 Hitachi|东芝 Toshiba|三菱 Mitsubishi|住友 Sumitomo|夏普 Sharp|京瓷 Kyocera|佳能 Canon|日本电气 NEC
日本电信电话 NTT|丰田 Toyota|本田 Honda|台积电 TSMC|联发科 MediaTek|华硕 ASUS|宏碁 Acer|鸿海 Hon Hai
中华电信 Chunghwa Telecom|微软 Microsoft|谷歌 Google|苹果 Apple|思科 Cisco|甲骨文 Oracle|亚马逊 Amazon
英伟达 NVIDIA|西门子 Siemens|博世 Bosch|沃达丰 Vodafone
"""
_PLACES = """
中国 China|北京 Beijing|上海 Shanghai|深圳 Shenzhen|广州 Guangzhou|广东 Guangdong|杭州 Hangzhou
浙江 Zhejiang|南京 Nanjing|江苏 Jiangsu|苏州 Suzhou|无锡 Wuxi|天津 Tianjin|成都 Chengdu|四川 Sichuan
重庆 Chongqing|武汉 Wuhan|湖北 Hubei|湖南 Hunan|长沙 Changsha|西安 Xi'an|陕西 Shaanxi|合肥 Hefei
安徽 Anhui|厦门 Xiamen|福建 Fujian|福州 Fuzhou|东莞 Dongguan|珠海 Zhuhai|宁波 Ningbo|青岛 Qingdao
济南 Jinan|山东 Shandong|大连 Dalian|沈阳 Shenyang|哈尔滨 Harbin|长春 Changchun|昆明 Kunming
郑州 Zhengzhou|石家庄 Shijiazhuang|新疆 Xinjiang|香港 Hong Kong|澳门 Macau|台湾 Taiwan|西北 Northwestern
西南 Southwest|华东 East China|华南 South China|华北 North China|广西 Guangxi|贵州 Guizhou|贵阳 Guiyang
云南 Yunnan|甘肃 Gansu|兰州 Lanzhou|青海 Qinghai|宁夏 Ningxia|内蒙古 Inner Mongolia|西藏 Tibet
吉林 Jilin|辽宁 Liaoning|黑龙江 Heilongjiang|河北 Hebei|河南 Henan|山西 Shanxi|太原 Taiyuan|江西 Jiangxi
南昌 Nanchang|海南 Hainan|海口 Haikou|常州 Changzhou|南通 Nantong|扬州 Yangzhou|昆山 Kunshan
嘉兴 Jiaxing|绍兴 Shaoxing|温州 Wenzhou|泉州 Quanzhou|佛山 Foshan|中山 Zhongshan|惠州 Huizhou|芜湖 Wuhu
烟台 Yantai|威海 Weihai|潍坊 Weifang|洛阳 Luoyang|株洲 Zhuzhou|绵阳 Mianyang|乌鲁木齐 Urumqi|伊犁 Yili
阿克苏 Aksu|喀什 Kashgar|和田 Hotan|雄安 Xiong'an|新竹 Hsinchu|台北 Taipei|高雄 Kaohsiung|日本 Japan
东京 Tokyo|大阪 Osaka|京都 Kyoto|横滨 Yokohama|名古屋 Nagoya|韩国 Korea|朝鲜 Korea|俄罗斯 Russia
美国 America|英国 UK|德国 Germany|法国 France|伊朗 Iran|印度 India|新加坡 Singapore|马来西亚 Malaysia
越南 Vietnam|中华人民共和国 China|维吾尔自治区 Uyghur Autonomous Region|自治区 Autonomous Region
亚太 Asia Pacific|亚洲 Asia|欧洲 Europe
"""
_WORDS = """
大学 University|学院 College|研究院 Research Institute|研究所 Institute|研究中心 Research Center
实验室 Laboratory|中心 Center|科学院 Academy of Sciences|科学 Science|技术 Technology|科技 Technology
信息 Information|电子 Electronics|通信 Communications|通讯 Communications|电信 Telecommunications
邮电 Posts and Telecommunications|网络 Network|智能 Intelligent|人工智能 Artificial Intelligence
数字 Digital|数码 Digital|微电子 Microelectronics|半导体 Semiconductor|集成电路 Integrated Circuit
计算 Computing|计算机 Computer|超级计算 Supercomputing|软件 Software|系统 System|设备 Equipment
终端 Device|航空 Aviation|航天 Aerospace|光电 Optoelectronics|光学 Optics|光纤 Optical Fiber|光缆 Cable
国家 National|国际 International|工业 Industry|工程 Engineering|师范 Normal|交通 Transport
创新 Innovation|云计算 Cloud Computing|存储 Storage|量子 Quantum|安全 Security|移动 Mobile|无线 Wireless
互联网 Internet|数据 Data|电力 Electric Power|电气 Electric|物理 Physics|自动化 Automation|产业 Industry
控股 Holding|集团 Group|股份有限公司 Co., Ltd.|有限责任公司 Co., Ltd.|有限公司 Co., Ltd.|公司 Company
股份 |总公司 Corporation|分公司 Branch|省 |市 |区 |县 |的 |与 |和 |及 |所 Institute|院 Institute
部 Department|局 Bureau|厂 Factory|室 Laboratory|学校 School|研究室 Laboratory|设计院 Design Institute
设计研究院 Design and Research Institute|工业大学 University of Technology
理工大学 University of Technology|科技大学 University of Science and Technology
师范大学 Normal University|医科大学 Medical University
邮电大学 University of Posts and Telecommunications|外国语大学 Foreign Studies University
航空航天 Aeronautics and Astronautics|科学技术 Science and Technology|科学研究院 Academy of Sciences
科学研究所 Research Institute|贸易 Trading|商贸 Trading|进出口 Import and Export|投资 Investment
实业 Industrial|发展 Development|服务 Services|技术服务 Technical Services|咨询 Consulting
管理 Management|物流 Logistics|材料 Materials|新材料 New Materials|化工 Chemical|机械 Machinery
机电 Electromechanical|仪器 Instrument|仪表 Instruments|装备 Equipment|制造 Manufacturing|精密 Precision
光学仪器 Optical Instrument|激光 Laser|雷达 Radar|导航 Navigation|卫星 Satellite|飞机 Aircraft
飞行器 Aircraft|无人机 UAV|发动机 Engine|火箭 Rocket|船舶 Shipbuilding|舰船 Ship|海洋 Ocean
核电 Nuclear Power|核工业 Nuclear Industry|动力 Power|能源 Energy|新能源 New Energy|电源 Power
电器 Electric|电缆 Cable|电池 Battery|生物 Biological|生物科技 Biotechnology|医疗 Medical|医学 Medical
医药 Pharmaceutical|基因 Gene|显示 Display|芯片 Chip|微系统 Microsystem|传感 Sensor|测试 Test
测控 Test and Control|控制 Control|监控 Monitoring|安防 Security|公安 Public Security
公安局 Public Security Bureau|公安厅 Public Security Department|警察学院 Police College|机器人 Robotics
视觉 Vision|语音 Speech|图像 Image|多媒体 Multimedia|广播 Broadcasting|电视 Television|空间 Space
宇航 Aerospace|地理 Geographic|先进 Advanced|高新 High-Tech|高技术 High-Tech
超级计算中心 Supercomputing Center|超算中心 Supercomputing Center|国家超级计算 National Supercomputing
重点实验室 Key Laboratory|联合 United|国防 Defense|军工 Military Industry|特种 Special|应用 Application
应用物理 Applied Physics|数学 Mathematics|力学 Mechanics|化学 Chemistry|声学 Acoustics
微电子研究所 Institute of Microelectronics|计算技术研究所 Institute of Computing Technology
自动化研究所 Institute of Automation|软件研究所 Institute of Software
半导体研究所 Institute of Semiconductors|光机所 Institute of Optics and Fine Mechanics
精密机械 Fine Mechanics|光学精密机械 Optics and Fine Mechanics|株式会社 |合同会社 |有限会社 
会社 Company|工业株式会社 Industries|制作所 Works|制作 Works|商事 Trading|商会 Trading
产业株式会社 Industries|电机 Electric|电工 Electric|重工业 Heavy Industries|精工 Seiko
通信机 Communications Equipment|研究开发 Research and Development|研发 R&D|机构 Organization|财团法人 
社团法人 |国立 National|协会 Association|学会 Society|委员会 Commission|基金会 Foundation
政府 Government|人民政府 People's Government|银行 Bank|证券 Securities|保险 Insurance|航运 Shipping
海运 Shipping|铁路 Railway|纺织 Textile|服饰 Apparel|农业 Agricultural|食品 Food|建设 Construction
建筑 Construction|工厂 Factory|第一 First|第二 Second|有限合伙 |合伙企业 Partnership|企业 Enterprise
个体 |分院 Branch|分所 Branch|香港有限公司 Hong Kong Limited|海外 Overseas|全球 Global|云 Cloud
深圳市 Shenzhen|省级 Provincial
"""
# Characters of these words as they are written outside the mainland, and in Japan.
_TRADITIONAL = """
華华為为烽烽視视訊讯飛飞騰腾龍龙鵬鹏聯联興兴積积體体電电長长鴻鸿達达寶宝訓训術术學学國国際际業业機机構构網网絡络資资產产
無无線线軟软計计設设備备開开發发質质實实驗验醫医藥药車车馬马廣广東东門门臺台灣湾蘇苏濟济遼辽寧宁慶庆漢汉蘭兰貴贵陽阳陝陕錫锡廈厦
莞莞層层處处總总廠厂務务諮咨詢询勞劳動动衛卫導导艦舰運运輸输鐵铁銀银證证險险農农紡纺織织環环報报標标準准態态號号數数碼码雲云創创
團团員员區区縣县師师範范郵邮畢毕歐欧亞亚韓韩鮮鲜羅罗倫伦維维爾尔齊齐魯鲁鄭郑關关濱滨號号廳厅場场製制造造裝装鋼钢銅铜鋁铝鋰锂鎢钨
曠旷雲云從从圖图寒寒紀纪壁壁摩摩爾尔線线儲储鑫鑫訊讯諾诺亞亚愛爱立立信信奧奥維维沃沃紫紫銳锐捷捷遠远盤盘訊讯號号應应測测試试監监
気气電电芸艺総总変变図图楽乐広广鉄铁沢泽浜滨豊丰塩盐検检発发売卖単单対对団团囲围圧压営营関关円圆応应桜樱仮假価价絵绘覚觉観观渓溪
経经軽轻県县険险験验厳严国国斉齐済济歳岁実实釈释粛肃処处将将焼烧証证剰剩縄绳譲让粋粹枢枢専专戦战銭钱潜潜繊纤蔵藏属属続续滞滞択择
聞闻聴听転转伝传闘斗徳德読读届届悩恼脳脑拝拜麦麦髪发抜拔氷冰払払並并辺边弁弁宝宝満满黙默薬药訳译与与誉誉揺摇様样覧览竜龙両两緑绿
産产製制軍军會会織织権权構构協协興兴衆众義义議议務务勢势労劳満满満满戸户貿贸易易進进導导節节億亿優优億亿
"""


def _entries(table: str) -> dict[str, str]:
    pairs = (entry.partition(" ") for line in table.split("\n") for entry in line.split("|") if entry)
    return {chinese: english for chinese, _, english in pairs}


def _pairs(table: str) -> dict[int, str]:
    letters = "".join(table.split())
    return {ord(old): new for old, new in zip(letters[::2], letters[1::2], strict=True)}


TRADITIONAL: Final[dict[int, str]] = _pairs(_TRADITIONAL)
CHINESE: Final[dict[str, str]] = _entries(_WORDS) | _entries(_PLACES) | _entries(_BRANDS)
