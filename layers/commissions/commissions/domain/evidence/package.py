"""A package of evidence: files, what each hashes to, and a signature over that.

A ZIP with the files under `evidence/`, `manifest.json` that names each with its SHA-256,
`SHA256SUMS` by which `sha256sum -c` checks them, `README.txt` that says how, and `manifest.sig`:
the HMAC-SHA256 of the manifest's own SHA-256, by a key of the stack. The same files make the same
bytes.
"""

import hashlib
import hmac
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.canonical import canonical, stamp

FORMAT = "commissions.evidence/1"
MANIFEST, SUMS, SIGNATURE, README = "manifest.json", "SHA256SUMS", "manifest.sig", "README.txt"
FOLDER = "evidence/"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
)
"""What reading a ZIP raises that was changed: each way of packing has an error of its own."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Of every entry: when it was made stands in the manifest."""
_TEXT = """What this is
------------
{subject}, as the ledger of this company has it. Made {made_at} by {made_by}. No names and
no e-mail addresses: people stand under the ids that the ledger has.

How to check it
---------------
1. Unpack it, and run `sha256sum -c SHA256SUMS` in the folder. Each file has to be OK.
2. `manifest.json` names the same files with the same hashes, and no others.
3. Each file under evidence/journals is a journal as it is hashed: take out the value of "hash"
   (leave "hash":"" in its place), and its SHA-256 is that hash; "previous_hash" is the hash of the
   journal before it in its book. Its legs add up to nothing in every unit.
   `commissions evidence check FILE` does 1 to 3.
4. The SHA-256 of a file under evidence/plans is the digest that journals name as "plan_digest".
5. Whether this company's stack made it: on the page Evidence, enter the SHA-256 of manifest.json
   and the text of manifest.sig. Only the stack has the key.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSubject:
    """Of what it is: `commission`, `member` or `batch`, and its id in words."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"Evidence of {self.kind} {self.name}"


def packed(
    subject: EvidenceSubject,
    files: Mapping[str, str],
    *,
    key: bytes,
    made_at: datetime,
    made_by: str,
) -> bytes:
    """`files`: texts by their names under evidence/."""
    contents = {f"{FOLDER}{name}": files[name].encode() for name in sorted(files)}
    readme = _TEXT.format(subject=subject, made_at=stamp(made_at), made_by=made_by).encode()
    contents = {README: readme, **contents}
    manifest = canonical(
        {
            "format": FORMAT,
            "kind": subject.kind,
            "name": subject.name,
            "made_at": made_at,
            "made_by": made_by,
            "files": {name: _sha256(body) for name, body in contents.items()},
        }
    ).encode()
    sums = "".join(
        f"{_sha256(body)}  {name}\n" for name, body in {**contents, MANIFEST: manifest}.items()
    )
    signature = signed(_sha256(manifest), key)
    return _zipped(
        {**contents, MANIFEST: manifest, SUMS: sums.encode(), SIGNATURE: signature.encode()}
    )


def signed(manifest_sha256: str, key: bytes) -> str:
    told = f"{FORMAT}|{manifest_sha256}".encode()
    return hmac.digest(key, told, hashlib.sha256).hex()


def is_signed(manifest_sha256: str, signature: str, key: bytes) -> bool:
    return hmac.compare_digest(signed(manifest_sha256, key).encode(), signature.encode())


def problems(package: bytes, key: bytes | None = None) -> list[str]:
    """What is wrong with a package, a sentence each; none where all of it is as it was made.
    Without a key nothing is said of the signature."""
    try:
        files = _unzipped(package)
        manifest = json.loads(files[MANIFEST])
        named = {str(name): str(digest) for name, digest in manifest["files"].items()}
    except (*_BROKEN, AttributeError, KeyError, ValueError, TypeError):
        return ["it is no package of evidence, or broken"]
    found = [*_changed(files, named), *_journals(files)]
    if key is not None:
        signature = files.get(SIGNATURE, b"").decode(errors="replace").strip()
        if not is_signed(_sha256(files[MANIFEST]), signature, key):
            found.append("the signature is not this stack's")
    return found


def _changed(files: Mapping[str, bytes], named: Mapping[str, str]) -> list[str]:
    own = {MANIFEST, SUMS, SIGNATURE}
    sums = "".join(
        f"{digest}  {name}\n"
        for name, digest in {**_in_order(named), MANIFEST: _sha256(files[MANIFEST])}.items()
    )
    found = [f"{name} is missing" for name in sorted(named.keys() - files.keys())]
    more = files.keys() - named.keys() - own
    found += [f"{name} is not named in the manifest" for name in sorted(more)]
    for name, digest in sorted(named.items()):
        if name in files and _sha256(files[name]) != digest:
            found.append(f"{name} is not as it was")
    if files.get(SUMS, b"").decode(errors="replace") != sums:
        found.append(f"{SUMS} is not as it was")
    return found


def _in_order(named: Mapping[str, str]) -> dict[str, str]:
    """As they were written: the README before what it is about."""
    rest = {name: named[name] for name in sorted(named) if name != README}
    return {README: named[README], **rest} if README in named else rest


def _journals(files: Mapping[str, bytes]) -> list[str]:
    """Each journal against its own hash, and what it says came before it, where that is here."""
    found: list[str] = []
    hashes: dict[tuple[str, int], str] = {}
    said: list[tuple[str, str, int, str]] = []
    for name, body in sorted(files.items()):
        if not name.startswith(f"{FOLDER}journals/"):
            continue
        try:
            journal = json.loads(body)
            digest = _sha256(canonical(journal | {"hash": ""}).encode())
            book, number = str(journal["order_key"]), int(journal["number"])
            own, previous = str(journal["hash"]), str(journal["previous_hash"])
        except (ValueError, KeyError, TypeError):
            found.append(f"{name} is no journal")
            continue
        if digest != own:
            found.append(f"{name} does not hash to what it says")
        hashes[book, number] = own
        said.append((name, book, number, previous))
    for name, book, number, previous in said:
        if hashes.get((book, number - 1), previous) != previous:
            found.append(f"{name} does not follow on the journal before it")
    return found


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body)
    return out.getvalue()


UNPACKED_MAX = 200_000_000
"""Bytes: nothing that is larger was made here."""


def _unzipped(package: bytes) -> dict[str, bytes]:
    """Raises BadZipFile, or ValueError of what is too large or bears a name twice."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = archive.namelist()
        if len(set(names)) < len(names):
            raise ValueError("a name twice")
        if sum(each.file_size for each in archive.infolist()) > UNPACKED_MAX:
            raise ValueError("too large")
        return {name: archive.read(name) for name in names}
