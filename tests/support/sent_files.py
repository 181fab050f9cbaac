"""A form with a file in it, as browsers send one."""

BOUNDARY = "----a-boundary-of-the-tests"


def with_file(
    content: bytes, *, name: str = "file", filename: str = "skus.csv"
) -> tuple[str, bytes]:
    """The content type, and the bytes."""
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return f"multipart/form-data; boundary={BOUNDARY}", body
