"""The file of a batch, as it lies in the bucket: what is handed to a bank or a provider."""

import hashlib
from dataclasses import dataclass

from commissions.payments import bucket, csv_file, iso20022

_ENDS = {
    csv_file.NAME: ("csv", "text/csv; charset=utf-8"),
    iso20022.NAME: ("pain.001.001.09.xml", "application/xml"),
}
BYTES_MAX = 4_000_000
"""Of a file that a page hands on: an answer has at most six million, in base64."""


class FileTooLarge(ValueError):
    """More than a page can hand on: take it from the bucket."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    name: str
    content_type: str
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def batch_file(batch_id: str, provider: str) -> BatchFile:
    """Raises NoSuchFile, FileTooLarge."""
    end, content_type = _ENDS[provider]
    name = f"{batch_id}.{end}"
    body = bucket.get(f"{batch_id}/{name}")
    if len(body) > BYTES_MAX:
        raise FileTooLarge(name)
    return BatchFile(name, content_type, body)
