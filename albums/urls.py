"""Addresses of albums and pictures, grouped by prefix. A name is that of the view and the template."""

from django.urls import path

from albums.views import (
    adding,
    albums,
    big,
    doubles,
    files,
    hers,
    known,
    leaving,
    pages,
    pictures,
    printing,
    trash,
    undo,
    uploads,
    years,
)

urlpatterns = [
    # looking: every member
    path("", pages.shelf, name="shelf"),
    path("new/", hers.new, name="new"),
    path("seen/", hers.seen, name="seen"),
    path("pictures/<public_id:picture_id>/heart/", hers.picture_heart, name="picture_heart"),
    path("years/", years.years, name="years"),
    path("years/<int:year>/", years.year, name="year"),
    path("albums/<public_id:album_id>/", pages.album, name="album"),
    path("albums/<public_id:album_id>/overview/", pages.album_overview, name="album_overview"),
    path("albums/<public_id:album_id>/ready/", pages.album_ready, name="album_ready"),
    path("albums/<public_id:album_id>/pictures/<public_id:picture_id>/", pages.picture, name="picture"),
    path(
        "albums/<public_id:album_id>/pictures/<public_id:picture_id>/big/",
        big.picture_big,
        name="picture_big",
    ),
    path(
        "albums/<public_id:album_id>/pictures/<public_id:picture_id>/print/",
        printing.picture_print,
        name="picture_print",
    ),
    path("albums/<public_id:album_id>/print/", printing.album_print, name="album_print"),
    path("pictures/<public_id:picture_id>/file/<slug:variant>", files.picture_file, name="picture_file"),
    # albums: contributors
    path("albums/new/", albums.album_new, name="album_new"),
    path("albums/<public_id:album_id>/edit/", albums.album_edit, name="album_edit"),
    path("albums/<public_id:album_id>/delete/", albums.album_delete, name="album_delete"),
    path("albums/<public_id:album_id>/select/", albums.album_select, name="album_select"),
    path("albums/<public_id:album_id>/add/", adding.album_add, name="album_add"),
    path("albums/<public_id:album_id>/safe/", adding.album_safe, name="album_safe"),
    path("albums/<public_id:album_id>/known/", known.album_known, name="album_known"),
    path("albums/<public_id:album_id>/known/add/", known.album_add_known, name="album_add_known"),
    # uploads/: contributors
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<public_id:upload_id>/", uploads.upload, name="upload"),
    # albums/<album>/pictures/<picture>/…: contributors
    path(
        "albums/<public_id:album_id>/pictures/<public_id:picture_id>/edit/",
        pictures.picture_edit,
        name="picture_edit",
    ),
    path(
        "albums/<public_id:album_id>/pictures/<public_id:picture_id>/cover/",
        pictures.picture_cover,
        name="picture_cover",
    ),
    path(
        "albums/<public_id:album_id>/pictures/<public_id:picture_id>/trash/",
        pictures.picture_trash,
        name="picture_trash",
    ),
    # trash: contributors; deleting for good: owners
    path("trash/", trash.trash, name="trash"),
    path("trash/pictures/<public_id:picture_id>/restore/", trash.picture_restore, name="picture_restore"),
    path("trash/pictures/<public_id:picture_id>/delete/", trash.picture_delete, name="picture_delete"),
    path("trash/albums/<public_id:album_id>/restore/", trash.album_restore, name="album_restore"),
    path(
        "trash/albums/<public_id:album_id>/delete/", trash.album_delete_for_good, name="album_delete_for_good"
    ),
    path("trash/empty/", trash.trash_empty, name="trash_empty"),
    # the same picture twice: contributors
    path("doubles/", doubles.doubles, name="doubles"),
    path("doubles/<public_id:double_id>/keep/", doubles.double_keep, name="double_keep"),
    # undoing what a message tells of: contributors
    path("undo/", undo.undo, name="undo"),
    # family/leave/: contributors; family/close/: owners; the last page: everybody who has its address
    path("family/leave/", leaving.leave, name="leave"),
    path("family/leave/photos/", leaving.leave_photos, name="leave_photos"),
    path("family/leave/take-back/", leaving.leave_take_back, name="leave_take_back"),
    path("family/close/", leaving.close, name="close"),
    path("family/close/photos/", leaving.close_photos, name="close_photos"),
    path("family/left/<public_id:leaving_id>/", leaving.left, name="left"),
]
