"""Organisations that stand on no list, made from words: for workloads without files of real strangers."""

from collections.abc import Iterator
from random import Random

_TOWNS = (
    "Aalborg", "Adelaide", "Bergen", "Bologna", "Brno", "Cordoba", "Curitiba", "Delft", "Durban", "Eindhoven",
    "Fukuoka", "Gdansk", "Ghent", "Graz", "Guadalajara", "Haifa", "Jinan", "Kobe", "Kyoto", "Lahore", "Leeds",
    "Ljubljana", "Lublin", "Malmo", "Medellin", "Nagoya", "Nanchang", "Novi Sad", "Oulu", "Padova", "Porto",
    "Poznan", "Qingdao", "Recife", "Rijeka", "Rostov", "Salzburg", "Saratov", "Shantou", "Tampere", "Tartu",
    "Toulouse", "Trondheim", "Uppsala", "Valencia", "Wuppertal", "Yantai", "Zagreb", "Zhuhai", "Zurich",
)  # fmt: skip
_SCHOOLS = (
    "University of {}", "{} University", "{} University of Technology", "Technical University of {}",
    "{} Polytechnic", "{} Medical College", "{} Institute of Applied Sciences", "{} School of Economics",
    "National University of {}", "{} Academy of Arts",
)  # fmt: skip
_SYLLABLES = (
    "bel", "cor", "dal", "den", "fen", "gan", "hul", "jor", "kel", "lum", "mar", "nex", "ori", "pel", "quin",
    "ros", "sil", "tor", "ul", "ver", "wyn", "xan", "yor", "zel", "ax", "en", "ia", "on", "us", "um",
)  # fmt: skip
_TRADES = (
    "Pharmaceuticals, Inc.", "Bancorp, Inc.", "Networks", "Energy Corporation", "Robotics GmbH",
    "Software AB",
    "Semiconductor Corp.", "Health, Inc.", "Holdings plc", "Instruments Ltd.", "Telecom S.A.", "Media Group",
    "Photonics BV", "Logistics Co., Ltd.", "Wireless Communications", "Technologies Limited", "Labs",
)  # fmt: skip


def strangers(draw: Random) -> Iterator[str]:
    """Names without end, half schools, half companies."""
    while True:
        yield draw.choice(_SCHOOLS).format(draw.choice(_TOWNS))
        yield f"{invented_word(draw)} {draw.choice(_TRADES)}"


def invented_word(draw: Random) -> str:
    """A word of two to four syllables that nobody ever heard."""
    return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randrange(2, 5))).title()
