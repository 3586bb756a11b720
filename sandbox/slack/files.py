"""Files somebody uploads: the bytes, and whether they may stand in a message yet."""

import secrets
import string
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
_LETTERS = string.ascii_uppercase + string.digits


@dataclass
class File:
    """One file. It has bytes once they are uploaded, and is complete once the app says so."""

    id: str
    upload_id: str
    name: str
    length: int
    alt: str = ""
    title: str = ""
    content: bytes = b""
    complete: bool = False
    refused: int = 0

    @property
    def kind(self) -> str:
        """The content type, if it is a picture Slack shows."""
        return next((kind for start, kind in _PICTURES.items() if self.content.startswith(start)), "")

    @property
    def plain(self) -> str:
        """What is read where the file stands."""
        return f"[picture: {self.alt or self.title}]" if self.kind else f"[file: {self.title}]"

    @property
    def size_in_words(self) -> str:
        """`12 kB`, as it stands beside a file that is no picture."""
        return f"{-(-self.length // 1000):,} kB"

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height, where the file says so at its beginning."""
        form, at = {"image/png": (">II", 16), "image/gif": ("<HH", 6)}.get(self.kind, ("", 0))
        if not form or len(self.content) < at + struct.calcsize(form):
            return None
        width, height = struct.unpack_from(form, self.content, at)
        return width, height


class Files:
    """Every file of one Slack, by id."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def begin(self, name: str, length: int, alt: str = "") -> File:
        """A file that waits for its bytes."""
        file_id = "F0" + "".join(secrets.choice(_LETTERS) for _ in range(9))
        made = self._files[file_id] = File(file_id, secrets.token_urlsafe(24), name, length, alt)
        return made

    def all(self) -> list[File]:
        return list(self._files.values())

    def restore(self, files: list[File]) -> None:
        self._files = {file.id: file for file in files}

    def waiting(self, upload_id: str) -> File | None:
        """The file whose bytes may come to this address; they come once."""
        return next((file for file in self._files.values() if file.upload_id == upload_id and not file.content), None)

    def get(self, file_id: object) -> File | None:
        return self._files.get(str(file_id))

    def picture(self, file_id: object) -> File | None:
        """The file, if it is complete and can be drawn."""
        file = self.get(file_id)
        return file if file and file.complete and file.kind else None

    def faults(self, blocks: list[Block], slow: int = 0) -> list[str]:
        """What Slack would say against the files in these blocks; each is refused `slow` times first."""
        errors = []
        for where, part in pictures(blocks):
            if "slack_file" not in part:
                continue
            file = self.picture(part["slack_file"].get("id"))
            if file is None or file.refused < slow:
                errors.append(f"[ERROR] invalid slack file [json-pointer:{where}/slack_file]")
            if file is not None and file.refused < slow:
                file.refused += 1
        return errors


def pictures(blocks: list[Block]) -> Iterator[tuple[str, Block]]:
    """Every picture and where it stands: by itself, beside a section, or in a line of context."""
    for place, block in enumerate(blocks):
        at = f"/blocks/{place}"
        inside = [(f"{at}/elements/{n}", part) for n, part in enumerate(block.get("elements") or [])]
        parts = [(at, block), (f"{at}/accessory", block.get("accessory") or {}), *inside]
        yield from ((where, part) for where, part in parts if part.get("type") == "image")
