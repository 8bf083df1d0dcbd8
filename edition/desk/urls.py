"""URLs of the desk's pages besides Django's own: path, view and name."""

from edition.desk.admin.witnesses import download_witness
from edition.desk.history.pages import download_revision, show_deleted, show_history
from edition.desk.history.restore import restore_revision
from edition.desk.imports.views import import_edition, import_upload
from edition.desk.poll import pages as poll
from edition.desk.preview import list_notes, show_preview
from edition.desk.publishing.review import review_edition
from edition.desk.publishing.withdraw import withdraw_edition
from edition.desk.workspace.order import arrange_edition
from edition.desk.workspace.renumber import renumber_notes
from edition.desk.workspace.repair import repair_edition
from edition.desk.workspace.tagging import tag_entity, tag_event
from edition.desk.workspace.views import show_workspace

PAGES = (
    ("preview/", show_preview, "preview"),
    ("preview/notes/", list_notes, "preview_notes"),
    ("texts/edition/import/", import_edition, "import_edition"),
    ("texts/edition/import/<int:pk>/", import_upload, "import_upload"),
    ("texts/edition/<int:pk>/workspace/", show_workspace, "edition_workspace"),
    ("texts/edition/<int:pk>/mention/", tag_entity, "edition_mention"),
    ("texts/edition/<int:pk>/event/", tag_event, "edition_event"),
    ("texts/edition/<int:pk>/repair/", repair_edition, "edition_repair"),
    ("texts/edition/<int:pk>/order/", arrange_edition, "edition_order"),
    ("texts/edition/<int:pk>/renumber/", renumber_notes, "edition_renumber"),
    ("texts/edition/<int:pk>/history/", show_history, "edition_history"),
    ("texts/edition/<int:pk>/deleted/", show_deleted, "edition_deleted"),
    ("texts/edition/<int:pk>/review/", review_edition, "review_edition"),
    ("texts/edition/<int:pk>/withdraw/", withdraw_edition, "withdraw_edition"),
    ("texts/witness/<int:pk>/file/", download_witness, "texts_witness_file"),
    ("releases/revision/<int:pk>/json/", download_revision, "revision_json"),
    ("releases/revision/<int:pk>/restore/", restore_revision, "restore_revision"),
    ("polls/poll/<int:pk>/open", poll.open_now, "poll_open"),
    ("polls/poll/<int:pk>/close", poll.close_now, "poll_close"),
    ("polls/poll/<int:pk>/votes.csv", poll.download_votes, "poll_votes"),
    ("polls/poll/<int:pk>/hours.csv", poll.download_hours, "poll_hours"),
    ("polls/poll/<int:pk>/bursts/<int:burst>/<slug:act>", poll.settle_burst, "poll_burst"),
)
