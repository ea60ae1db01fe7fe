"""Pages by audience: nouns, grouped by object."""

from django.urls import URLPattern, path

from participation.web import bodies, health, home, notices, rulebook
from participation.web.administration import reason_codes, rechecks, rules, start, thresholds
from participation.web.delegate import (
    affiliations,
    calendar_out,
    determination,
    disclosure,
    disclosure_entry,
    disclosures,
    document_list,
    documents,
    meeting_drafts,
    meeting_new,
    meetings,
    parts,
    what_if,
)
from participation.web.review import batches, cases, decisions, erasure, holds, lists, queue, retention

delegate_urls: list[URLPattern] = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meeting_new.meeting_new, name="meeting_new"),
    path("meetings/drafts/", meeting_drafts.meeting_drafts, name="meeting_drafts"),
    path("meetings/drafts/<int:pk>/", meeting_drafts.meeting_draft, name="meeting_draft"),
    path(
        "meetings/drafts/<int:pk>/discard/",
        meeting_drafts.meeting_draft_discard,
        name="meeting_draft_discard",
    ),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/calendar.ics", calendar_out.meeting_calendar, name="meeting_calendar"),
    path("meetings/<int:pk>/change/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/attendees/add/", meetings.attendees_add, name="attendees_add"),
    *(
        path(f"meetings/<int:pk>/{tab}/", meetings.meeting, {"tab": tab}, name=f"meeting_{tab}")
        for tab in ("documents", "disclosures", "record")
    ),
    path(
        "meetings/<int:pk>/affiliations/<int:doubt_pk>/",
        affiliations.affiliation_answer,
        name="affiliation_answer",
    ),
    path("documents/", documents.documents, name="documents"),
    path("documents/new/", documents.document_new, name="document_new"),
    path("documents/import/", document_list.documents_import, name="documents_import"),
    path("documents/control-list/", documents.control_list, name="control_list"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/revisions/new/", documents.revision_new, name="revision_new"),
    path("documents/<int:pk>/revisions/<int:revision_pk>/classify/", documents.classify, name="classify"),
    path("documents/<int:pk>/revisions/<int:revision_pk>/parts/", parts.parts_new, name="parts_new"),
    path(
        "documents/<int:pk>/revisions/<int:revision_pk>/parts/<int:part_pk>/classify/",
        documents.classify,
        name="part_classify",
    ),
    path("disclosures/", disclosures.disclosures, name="disclosures"),
    path("disclosures/new/", disclosure_entry.disclosure_new, name="disclosure_new"),
    path("disclosures/<int:pk>/", disclosure.disclosure, name="disclosure"),
    path("disclosures/<int:pk>/change/", disclosure_entry.disclosure_edit, name="disclosure_edit"),
    path("disclosures/<int:pk>/status/", disclosure.disclosure_status, name="disclosure_status"),
    path("disclosures/<int:pk>/submit/", disclosures.disclosure_submit, name="disclosure_submit"),
    path(
        "disclosures/<int:pk>/check-parts/", disclosures.disclosure_check_parts, name="disclosure_check_parts"
    ),
    path("disclosures/<int:pk>/withdraw/", disclosures.disclosure_withdraw, name="disclosure_withdraw"),
    path(
        "disclosures/<int:pk>/questions/<int:question_pk>/answer/",
        disclosure.disclosure_answer,
        name="disclosure_answer",
    ),
    path("disclosures/<int:pk>/what-if/", what_if.disclosure_what_if, name="disclosure_what_if"),
    path(
        "disclosures/<int:pk>/determinations/<int:determination_pk>/record.json",
        determination.determination_record,
        name="determination_record",
    ),
]

review_urls: list[URLPattern] = [
    path("queue/", queue.queue, name="queue"),
    path("queue/checks/<int:pk>/again/", queue.check_again, name="check-again"),
    path("queue/cases/<int:pk>/", cases.case, name="case"),
    path("queue/cases/<int:pk>/claim/", decisions.claim, name="case-claim"),
    path("queue/cases/<int:pk>/hand-back/", decisions.hand_back, name="case-hand-back"),
    path("queue/cases/<int:pk>/reassign/", decisions.reassign, name="case-reassign"),
    path("queue/cases/<int:pk>/pair/", decisions.judge, name="case-judge"),
    path("queue/cases/<int:pk>/question/", decisions.ask, name="case-ask"),
    path("queue/cases/<int:pk>/decision/", decisions.decide, name="case-decide"),
    path("queue/cases/<int:pk>/files/<int:attachment_id>/", cases.attachment, name="case-attachment"),
    path("lists/", lists.lists, name="lists"),
    path("lists/entries/<int:pk>/", lists.list_entry, name="list-entry"),
    path("lists/batches/", batches.batches, name="batches"),
    path("lists/batches/<int:pk>/", batches.batch, name="batch"),
    path("lists/batches/<int:pk>/progress/", batches.batch_progress, name="batch-progress"),
    path("lists/batches/<int:pk>/answers.csv", batches.batch_answers, name="batch-answers"),
    path("lists/batches/<int:pk>/again/", batches.batch_again, name="batch-again"),
]

retention_urls: list[URLPattern] = [
    path("retention/", retention.retention, name="retention"),
    path("retention/disposals/<int:pk>/", retention.disposal, name="disposal"),
    path("retention/report/", retention.report, name="disposal-report"),
    path("retention/report.csv", retention.report_csv, name="disposal-report-csv"),
    path("retention/holds/new/", holds.hold_new, name="hold-new"),
    path("retention/holds/<int:pk>/", holds.hold, name="hold"),
    path("retention/later-event/", holds.later_event, name="later-event"),
    path("retention/erasure/", erasure.erasure, name="erasure"),
]

body_urls: list[URLPattern] = [
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
]

administration_urls: list[URLPattern] = [
    path("administration/", start.administration, name="administration"),
    path("administration/rules/", rules.rules, name="rules"),
    path("administration/rules/new/<slug:what>/", rules.rule_new, name="rule-new"),
    path("administration/rules/<int:pk>/", rules.rule, name="rule"),
    path("administration/thresholds/", thresholds.thresholds, name="thresholds"),
    path("rechecks/", rechecks.rechecks, name="rechecks"),
    path("administration/reason-codes/", reason_codes.reason_codes, name="reason-codes"),
    path("administration/reason-codes/<int:pk>/", reason_codes.reason_code, name="reason-code"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("health/", home.health, name="health"),
    path("health/mails/again/", notices.again, name="notices-again"),
    path("health/mails/<int:pk>/settled/", notices.settled, name="notice-settled"),
    path("rulebook/", rulebook.rulebook, name="rulebook"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *delegate_urls,
    *review_urls,
    *retention_urls,
    *body_urls,
    *administration_urls,
]
