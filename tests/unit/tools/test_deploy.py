import io
import os
import zipfile
from pathlib import Path

from tools.local.deploy import zipped


def test_an_archive_has_the_folders_files_under_their_own_names(tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python/money.py").write_text("cents")

    inside = zipfile.ZipFile(io.BytesIO(zipped(tmp_path)))

    assert inside.namelist() == ["python/money.py"]
    assert inside.read("python/money.py") == b"cents"


def test_the_same_files_make_the_same_archive_at_any_time(tmp_path: Path) -> None:
    (tmp_path / "earn.py").write_text("as it was")
    before = zipped(tmp_path)

    os.utime(tmp_path / "earn.py", (0, 0))

    assert zipped(tmp_path) == before
