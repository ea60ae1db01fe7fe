"""What people write where they state no organisation: "none", "self", "retired", in many languages."""

from typing import Final

from participation.screening.normalize import folded

_PHRASES = """
    not provided, none, no affiliation, non affiliated, unaffiliated, unknown, self, self employed,
    myself, me, independent, individual, individual contributor, consultant, consulting, freelance,
    retired, unemployed, student, private, private person, personal, n a, na, nil, null, tbd, tba,
    to be announced, other, others, various, anonymous, guest, observer, no company, no organization,
    no organisation, not applicable, not available, not stated, not specified, see above, same, test,
    company, organization, organisation, affiliation, employer, no, not, nobody, nothing, public, home,
    no one, dont know, do not know, volunteer, private citizen, citizen, member of the public, own,
    own company, mr, mrs, ms, miss, dr, prof, professor, sir, madam, engineer, researcher, manager,
    delegate, participant, not any, any, all, misc, xx, xxx, yes, the, a, name, my company, between jobs,
    in transition, нет, не указано, не указана, самозанятый, независимый, независимый эксперт, пенсионер,
    студент, частное лицо, физическое лицо, индивидуальный, безработный, 无, 無, 没有, 暂无, 未提供,
    未填写, 个人, 個人, 自由职业, 自由職業, 自由职业者, 独立, 独立顾问, 学生, 退休, 其他, 無職, なし,
    無所属, フリーランス, 自営業, 退職, 없음, 무소속, 개인, 학생, 은퇴, 프리랜서, 해당없음, لا يوجد,
    لا شيء, مستقل, طالب, متقاعد, فرد, ندارد, هیچ, آزاد, دانشجو, بازنشسته, שום, אין, עצמאי, keine, keiner,
    kein, ohne, selbstständig, selbständig, selbststaendig, freiberufler, freiberuflich, unabhängig,
    rentner, im ruhestand, pensioniert, privatperson, privat, aucun, aucune, néant, sans, indépendant,
    indépendante, retraité, retraitée, étudiant, étudiante, particulier, ninguno, ninguna, nada,
    independiente, autónomo, autónoma, jubilado, jubilada, estudiante, nenhum, nenhuma, autônomo,
    aposentado, aposentada, nessuno, nessuna, indipendente, pensionato, studente, libero professionista,
    geen, zelfstandig, zzp, gepensioneerd, ingen, inget, pensionär, egen, ei ole, yok, serbest, emekli,
    öğrenci, bağımsız, brak, žádná
"""
# Words that say nothing by themselves, and words that change nothing about that beside one of them:
# "independent security consultant", "PhD student".
_ALONE = """
    independent freelance freelancer retired self unaffiliated student individual unemployed
"""
_BESIDE = """
    a advisor affiliation an and consultant consulting contractor contributor currently developer
    doctoral dr employed engineer expert graduate ietf it itu journalism journalist master mr ms msc
    no now participant person phd private professional researcher scientist security standards
    technical telecom the undergraduate
"""

NOT_STATED: Final = frozenset(folded(phrase) for phrase in _PHRASES.split(","))
ALONE: Final = frozenset(_ALONE.split())
BESIDE: Final = ALONE | frozenset(_BESIDE.split())


def says_nothing(text: str) -> bool:
    """Whether a text names no organisation and nobody."""
    words = folded(text)
    if not words or words in NOT_STATED:
        return True
    tokens = words.split()
    return not ALONE.isdisjoint(tokens) and BESIDE.issuperset(tokens)
