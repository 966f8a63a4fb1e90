"""Folders of ours: filled and renewed without touching what is the user's."""

import pytest

from onrecord.errors import OnRecordError
from onrecord.publish import folders


def fill(folder, **files):
    with folders.renewed(folder) as fresh:
        for name, text in files.items():
            path = fresh / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


def held(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != folders.MARKER
    }


def test_a_folder_is_renewed_and_what_is_made_no_more_goes(tmp_path):
    fill(tmp_path / "site", index="1", old="1", sub__page="1")
    fill(tmp_path / "site", index="2", new="2")
    assert held(tmp_path / "site") == {"index": "2", "new": "2"}
    assert sorted(p.name for p in (tmp_path / "site").iterdir()) == [".onrecord", "index", "new"]


def test_what_the_user_puts_into_a_folder_of_ours_stays(tmp_path):
    fill(tmp_path / "site", index="1", sub__page="1")
    (tmp_path / "site" / "CNAME").write_text("mine")
    (tmp_path / "site" / "sub" / "note").write_text("mine")
    fill(tmp_path / "site", index="2")
    assert held(tmp_path / "site") == {"index": "2", "CNAME": "mine", "sub/note": "mine"}


def test_a_file_of_the_users_in_the_way_stops_all(tmp_path):
    fill(tmp_path / "site", index="1", old="1")
    (tmp_path / "site" / "new").write_text("mine")
    with pytest.raises(OnRecordError, match="new: is not a file of ours; "):
        fill(tmp_path / "site", index="2", new="2")
    assert held(tmp_path / "site") == {"index": "1", "old": "1", "new": "mine"}


def test_a_folder_that_fails_to_fill_stays_as_it_was(tmp_path):
    fill(tmp_path / "site", index="1")

    def broken():
        with folders.renewed(tmp_path / "site") as fresh:
            (fresh / "index").write_text("2")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert held(tmp_path / "site") == {"index": "1"}


def test_a_folder_without_our_marker_is_not_ours(tmp_path):
    (tmp_path / "style.css").write_text("mine")
    with pytest.raises(OnRecordError, match="holds other files; name a new folder"):
        folders.claim(tmp_path)
    with pytest.raises(OnRecordError, match="cannot be a folder of ours"):
        folders.claim(tmp_path / "style.css")
    assert held(tmp_path) == {"style.css": "mine"}


@pytest.mark.parametrize(
    "marker",
    [
        "",
        "[1]",
        '{"files": 3}',
        '{"files": ["../mine"]}',
        '{"files": ["/etc/x"]}',
        '{"files": ["a\\u0000"]}',
    ],
)
def test_a_marker_that_is_none_or_points_outside_is_refused(tmp_path, marker):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / folders.MARKER).write_text(marker)
    with pytest.raises(OnRecordError, match="is no marker of ours"):
        fill(tmp_path / "site", index="1")
    assert (tmp_path / "mine").read_text() == "mine"


def test_nothing_is_deleted_or_written_behind_a_link(tmp_path):
    fill(tmp_path / "site", figures__a="1")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a").write_text("mine")
    (tmp_path / "site" / "figures" / "a").unlink()
    (tmp_path / "site" / "figures").rmdir()
    (tmp_path / "site" / "figures").symlink_to(tmp_path / "mine")
    for files in ({"index": "2"}, {"figures__a": "2"}):
        with pytest.raises(OnRecordError, match="lies behind a link"):
            fill(tmp_path / "site", **files)
    assert held(tmp_path / "mine") == {"a": "mine"}
