"""A package of evidence proves itself: a byte that changed is found, wherever it is."""

import hashlib
import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissions.domain.evidence.package import (
    EvidenceSubject,
    is_signed,
    packed,
    problems,
)
from commissions.domain.orders.canonical import canonical

KEY = b"k" * 32
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
SUBJECT = EvidenceSubject(kind="batch", name="USD-20261129-1")
BOOK = "shopify/tea-us/1001"


def a_journal(number: int, previous: str) -> str:
    """As one is hashed, by hand."""
    plain = {"order_key": BOOK, "number": number, "previous_hash": previous, "legs": [], "hash": ""}
    return canonical(plain | {"hash": hashlib.sha256(canonical(plain).encode()).hexdigest()})


FIRST = a_journal(1, "0" * 64)
SECOND = a_journal(2, json.loads(FIRST)["hash"])
FILES = {
    "batch.json": '{"batch_id":"USD-20261129-1"}',
    f"journals/{BOOK}/1.json": FIRST,
    f"journals/{BOOK}/2.json": SECOND,
}


def a_package(files: dict[str, str] = FILES, key: bytes = KEY) -> bytes:
    return packed(SUBJECT, files, key=key, made_at=AT, made_by="kim")


def rewritten(**changed: bytes | None) -> bytes:
    """With other contents; None: without."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_package())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = changed.get(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name] or b"")
    return out.getvalue()


def test_a_package_is_as_it_was_made_and_the_same_files_make_the_same_bytes() -> None:
    assert problems(a_package(), KEY) == []
    assert a_package() == a_package(dict(reversed(FILES.items())))


@pytest.mark.parametrize("word", ["hash", "previous_hash", "number", "order_key"])
def test_a_journal_without_one_of_its_words_is_none(word: str) -> None:
    name = next(each for each in FILES if "journals/" in each)
    body = FILES[name].replace(f'"{word}"', f'"{word[1:]}x"')

    assert body != FILES[name]
    with zipfile.ZipFile(io.BytesIO(a_package())) as archive:
        [packed] = [each for each in archive.namelist() if each.endswith(name)]
    assert f"{packed} is no journal" in problems(rewritten(**{packed: body.encode()}), KEY)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_byte_that_changed_is_found_wherever_it_is(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(a_package())) as archive:
        names = archive.namelist()
        name = data.draw(st.sampled_from(names))
        body = bytearray(archive.read(name))
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= data.draw(st.integers(1, 255))

    assert problems(rewritten(**{name: bytes(body)}), KEY) != []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_byte_of_the_zip_itself_makes_no_other_evidence(data: st.DataObject) -> None:
    package = bytearray(a_package())
    place = data.draw(st.integers(0, len(package) - 1))
    package[place] ^= data.draw(st.integers(1, 255))

    try:
        found = problems(bytes(package), KEY)
    except Exception as error:
        pytest.fail(f"{error!r}")
    if not found:  # a byte that no file is made of, such as a moment that nobody reads
        with (
            zipfile.ZipFile(io.BytesIO(bytes(package))) as changed,
            zipfile.ZipFile(io.BytesIO(a_package())) as made,
        ):
            assert {n: changed.read(n) for n in changed.namelist()} == {
                n: made.read(n) for n in made.namelist()
            }


def test_what_is_missing_added_or_signed_by_another_is_told() -> None:
    assert problems(rewritten(**{"evidence/batch.json": None})) == [
        "evidence/batch.json is missing"
    ]
    assert problems(rewritten(**{"evidence/more.json": b"{}"})) == [
        "evidence/more.json is not named in the manifest"
    ]
    assert problems(a_package(key=b"x" * 32), KEY) == ["the signature is not this stack's"]
    assert problems(a_package(key=b"x" * 32)) == []
    assert problems(b"no zip") == ["it is no package of evidence, or broken"]


def test_a_journal_that_was_made_to_fit_its_manifest_does_not_fit_its_hash() -> None:
    forged = SECOND.replace('"legs":[]', '"legs":[1]')
    other = a_journal(2, "f" * 64)

    one = problems(a_package(FILES | {f"journals/{BOOK}/2.json": forged}), KEY)
    two = problems(a_package(FILES | {f"journals/{BOOK}/2.json": other}), KEY)

    assert one == [f"evidence/journals/{BOOK}/2.json does not hash to what it says"]
    assert two == [f"evidence/journals/{BOOK}/2.json does not follow on the journal before it"]


def test_the_hashes_are_checked_by_what_every_machine_has(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(a_package())) as archive:
        archive.extractall(tmp_path)

    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"],  # noqa: S607
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, b"")
    manifest = (tmp_path / "manifest.json").read_bytes()
    signature = (tmp_path / "manifest.sig").read_text()
    assert is_signed(hashlib.sha256(manifest).hexdigest(), signature, KEY)
    assert not is_signed("0" * 64, signature, KEY)
