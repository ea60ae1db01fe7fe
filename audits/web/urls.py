"""The auditor's pages: the log, one entry with its proof, reports."""

from django.urls import path
from django.views.generic import RedirectView

from audits.web import downloads, entry, export, log, report, tiles

app_name = "audits"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="audits:log"), name="start"),
    path("entries/", log.log_search, name="log"),
    path("entries/<int:pk>/", entry.entry, name="entry"),
    path("entries/<int:pk>/envelope.json", downloads.envelope, name="entry-envelope"),
    path("entries/<int:pk>/payload.json", downloads.payload, name="entry-payload"),
    path("entries/<int:pk>/proof", downloads.proof, name="entry-proof"),
    path("entries/<int:pk>/record.json", downloads.record, name="entry-record"),
    path("tlog/checkpoint", tiles.checkpoint, name="tlog-checkpoint"),
    path("tlog/tile/<path:path>", tiles.tile, name="tlog-tile"),
    path("report/", report.report, name="report"),
    path("report/rows.csv", downloads.rows_csv, name="report-csv"),
    path("export/", export.export, name="export"),
]
