"""The runs of closes in their bucket: inputs, state and results, under the attempt's own folder.

What is written of an attempt is the same whoever writes it, so that writing it again changes
nothing.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from commissions.aws.clients import client

BUCKET = os.environ["PERIODS_BUCKET"]


def put_text(key: str, text: str) -> None:
    client("s3").put_object(Bucket=BUCKET, Key=key, Body=text.encode())


def text(key: str) -> str:
    """Raises what S3 does where there is no such object."""
    return client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read().decode()


def find_text(key: str) -> str | None:
    """None where there is no such object."""
    try:
        return text(key)
    except client("s3").exceptions.NoSuchKey:
        return None


def names(prefix: str) -> list[str]:
    """Of the objects under a prefix, sorted, without it."""
    return sorted(key.removeprefix(prefix) for key in _keys(prefix))


def put_folder(prefix: str, folder: Path) -> None:
    """Every file of a folder and those below it."""
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        key = f"{prefix}/{file.relative_to(folder).as_posix()}"
        with file.open("rb") as body:
            client("s3").put_object(Bucket=BUCKET, Key=key, Body=body)


def get_folder(prefix: str, folder: Path) -> Path:
    """All that lies under a prefix as files of a folder, which is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    for key in _keys(f"{prefix}/"):
        get_file(key, folder / key.removeprefix(f"{prefix}/"))
    return folder


def get_file(key: str, file: Path) -> None:
    """Raises what S3 does where there is no such object."""
    file.parent.mkdir(parents=True, exist_ok=True)
    body = client("s3").get_object(Bucket=BUCKET, Key=key)["Body"]
    with file.open("wb") as out:
        for piece in body.iter_chunks(1 << 20):
            out.write(piece)


def _keys(prefix: str) -> Iterator[str]:
    more: dict[str, str] = {}
    while True:
        page = client("s3").list_objects_v2(Bucket=BUCKET, Prefix=prefix, **more)  # type: ignore[arg-type]
        yield from (each["Key"] for each in page.get("Contents", []))
        if not page.get("IsTruncated"):
            return
        more = {"ContinuationToken": page["NextContinuationToken"]}
