"""Addresses of registers. They carry ids and codes, never names."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

board, changing, defining, entering, finding, grouping, importing, lists, records = (
    Later(f"diaban.registers.views.{name}")
    for name in ("board", "changing", "defining", "entering", "finding", "grouping", "importing", "lists", "records")
)

app_name = "registers"
_ROW = "danh-sach-quan-ly/dong/<uuid:entry_id>/"
_IN = "danh-sach-quan-ly/nhap/"
_ONE = _IN + "<uuid:paper_id>/"
urlpatterns = [
    path("danh-sach-quan-ly/", lists.registers, name="registers"),
    path("danh-sach-quan-ly/chat-luong/", board.board, name="board"),
    path("danh-sach-quan-ly/danh-muc/", defining.definitions, name="definitions"),
    path("danh-sach-quan-ly/danh-muc/moi/", defining.add, name="define"),
    path("danh-sach-quan-ly/danh-muc/<slug:register_code>/", defining.change, name="redefine"),
    path(_ROW, records.row, name="row"),
    path(_ROW + "noi/", changing.link, name="link"),
    path(_ROW + "tim/", finding.find, name="find"),
    path(_ROW + "chuyen/", changing.hand_over, name="hand_over"),
    path(_ROW + "go-noi/", changing.unlink, name="unlink"),
    path(_ROW + "theo-ho-so/", changing.take, name="take"),
    path(_ROW + "sua/", changing.correct, name="correct"),
    path(_ROW + "ra/", changing.leave, name="leave"),
    path(_ROW + "lich-su/", records.history, name="history"),
    path(_IN, importing.imports, name="imports"),
    path(_IN + "moi/", importing.upload, name="upload"),
    path(_ONE, importing.one, name="import"),
    path(_ONE + "tra-loi/", importing.answer, name="answer"),
    path(_ONE + "cot/", importing.mapping, name="mapping"),
    path(_ONE + "dong/", importing.rows, name="import_rows"),
    path(_ONE + "tep-ket-luan/", importing.verdict_file, name="verdicts"),
    path(_ONE + "tep-da-sua/", importing.corrected_file, name="corrected"),
    path(_ONE + "ghi/", importing.write, name="commit"),
    path(_ONE + "dien/", grouping.group, name="group"),
    path(_ONE + "hoan-tac/", importing.undo, name="undo"),
    path("danh-sach-quan-ly/<slug:register>/", lists.rows, name="rows"),
    path("danh-sach-quan-ly/<slug:register>/them/", entering.enter, name="enter"),
    path("danh-sach-quan-ly/<slug:register>/ket-thuc-dot/", entering.conclude, name="conclude"),
]
