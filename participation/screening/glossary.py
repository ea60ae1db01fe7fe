"""Chinese and Russian names of organisations and the words they are made of, in English. Closed lists.

A brand is given by the name the organisation uses in English; a word that adds nothing is an empty text.
"""

from typing import Final

_BRANDS = """
华为 Huawei|海思 HiSilicon|中兴 ZTE|烽火 FiberHome|海康威视 Hikvision|大华 Dahua|大疆 DJI|大疆创新 DJI
科大讯飞 iFlytek|讯飞 iFlytek|商汤 SenseTime|旷视 Megvii|依图 Yitu|云从 CloudWalk|云天励飞 Intellifusion
浪潮 Inspur|曙光 Sugon|中科曙光 Sugon|飞腾 Phytium|龙芯 Loongson|龙芯中科 Loongson|鹏城 Pengcheng
盛科 Centec|宇视 Uniview|奇虎 Qihoo|三六零 360|奇安信 Qi An Xin|海能达 Hytera|寒武纪 Cambricon
壁仞 Biren|摩尔线程 Moore Threads|中芯国际 SMIC|长江存储 YMTC|长鑫存储 CXMT|海光 Hygon|算能 Sophgo
智谱 Zhipu|亨通 Hengtong|中天 Zhongtian|苏州科达 Suzhou Keda|科达 Keda|东土 Kyland|同方威视 Nuctech
同方 Tongfang|荣耀 Honor|小米 Xiaomi|联想 Lenovo|腾讯 Tencent|阿里巴巴 Alibaba|阿里云 Alibaba Cloud
百度 Baidu|字节跳动 ByteDance|京东方 BOE|京东 JD|大唐 Datang|紫光展锐 Unisoc|紫光 Unigroup
新华三 New H3C|锐捷 Ruijie|移远 Quectel|广和通 Fibocom|维沃 vivo|欧珀 OPPO|三星 Samsung|诺基亚 Nokia
爱立信 Ericsson|高通 Qualcomm|英特尔 Intel|中国移动 China Mobile|中国电信 China Telecom
中国联通 China Unicom|中国广电 China Broadnet|中国科学院 Chinese Academy of Sciences
中科院 Chinese Academy of Sciences|中国信息通信研究院 CAICT|信通院 CAICT
国防科技大学 National University of Defense Technology
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
中国航天科技集团 China Aerospace Science and Technology
中国航天科工集团 China Aerospace Science and Industry
"""
_PLACES = """
中国 China|北京 Beijing|上海 Shanghai|深圳 Shenzhen|广州 Guangzhou|广东 Guangdong|杭州 Hangzhou
浙江 Zhejiang|南京 Nanjing|江苏 Jiangsu|苏州 Suzhou|无锡 Wuxi|天津 Tianjin|成都 Chengdu|四川 Sichuan
重庆 Chongqing|武汉 Wuhan|湖北 Hubei|湖南 Hunan|长沙 Changsha|西安 Xi'an|陕西 Shaanxi|合肥 Hefei
安徽 Anhui|厦门 Xiamen|福建 Fujian|福州 Fuzhou|东莞 Dongguan|珠海 Zhuhai|宁波 Ningbo|青岛 Qingdao
济南 Jinan|山东 Shandong|大连 Dalian|沈阳 Shenyang|哈尔滨 Harbin|长春 Changchun|昆明 Kunming
郑州 Zhengzhou|石家庄 Shijiazhuang|新疆 Xinjiang|香港 Hong Kong|澳门 Macau|台湾 Taiwan|西北 Northwestern
西南 Southwest
"""
_WORDS = """
大学 University|学院 College|研究院 Research Institute|研究所 Institute
研究中心 Research Center|实验室 Laboratory|中心 Center|科学院 Academy of Sciences|科学 Science
技术 Technology|科技 Technology|信息 Information|电子 Electronics|通信 Communications
通讯 Communications|电信 Telecommunications|邮电 Posts and Telecommunications|网络 Network
智能 Intelligent|人工智能 Artificial Intelligence|数字 Digital|数码 Digital|微电子 Microelectronics
半导体 Semiconductor|集成电路 Integrated Circuit|计算 Computing|计算机 Computer|超级计算 Supercomputing
软件 Software|系统 System|设备 Equipment|终端 Device|航空 Aviation|航天 Aerospace|光电 Optoelectronics
光学 Optics|光纤 Optical Fiber|光缆 Cable|国家 National|国际 International|工业 Industry
工程 Engineering|师范 Normal|交通 Transport|创新 Innovation|云计算 Cloud Computing|存储 Storage
量子 Quantum|安全 Security|移动 Mobile|无线 Wireless|互联网 Internet|数据 Data|电力 Electric Power
电气 Electric|物理 Physics|自动化 Automation|产业 Industry|控股 Holding|集团 Group
股份有限公司 Co., Ltd.|有限责任公司 Co., Ltd.|有限公司 Co., Ltd.|公司 Company|股份 |总公司 Corporation
分公司 Branch|省 |市 |区 |县 |的 |与 |和 |及 |所 Institute|院 Institute|部 Department|局 Bureau
厂 Factory
"""


def _entries(table: str) -> dict[str, str]:
    pairs = (entry.partition(" ") for line in table.split("\n") for entry in line.split("|") if entry)
    return {chinese: english for chinese, _, english in pairs}


_RUSSIAN_WORDS = """
институт Institute|университет University|академия Academy|академии Academy|наук of Sciences
центр Center|завод Plant|лаборатория Laboratory|московский Moscow|российская Russian|российский Russian
государственный State|государственная State|научный Scientific|национальный National
исследовательский Research|технический Technical|технологический Technological
физико-технический Physics and Technology|физико Physics|научно Scientific|проблем Problems
передачи Transmission|информации Information|информационных Information|технологий Technologies
технологии Technologies|технология Technology|связи Communications|связь Communications|радио Radio
науки Science|и and|имени named after|им named after|электроника Electronics
микроэлектроника Microelectronics|системы Systems|компания Company|группа Group|концерн Concern
корпорация Corporation|предприятие Enterprise|общество Company|санкт-петербургский St. Petersburg
сколковский Skolkovo|авиационный Aviation|политехнический Polytechnic
"""

RUSSIAN: Final[dict[str, str]] = _entries(_RUSSIAN_WORDS)
CHINESE: Final[dict[str, str]] = _entries(_BRANDS) | _entries(_PLACES) | _entries(_WORDS)
