"""Just enough of the compound file format (复合文档, MS-CFB) to list streams and read one."""

import struct

_FREE = 0xFFFFFFFA
_LONGEST_CHAIN = 2_000_000


class OleDamaged(Exception):
    """The container cannot be followed."""


class OleFile:
    """A compound file held in memory."""

    def __init__(self, data: bytes) -> None:
        try:
            self._data = data
            self._read_header()
            self._directory = self._read_directory()
        except (struct.error, IndexError, OverflowError, MemoryError):
            raise OleDamaged from None

    def names(self) -> list[str]:
        """Return the names of all streams."""
        return list(self._directory)

    def read(self, name: str) -> bytes:
        """Return the contents of the stream called so, whatever its case; b'' when there is none."""
        for known, (start, size) in self._directory.items():
            if known.casefold() == name.casefold():
                try:
                    return self._stream(start, size)
                except (struct.error, IndexError):
                    raise OleDamaged from None
        return b""

    def _read_header(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise OleDamaged
        self._size = 1 << shift
        self._directory_start = struct.unpack_from("<I", self._data, 48)[0]
        self._mini_cutoff, self._mini_fat_start = struct.unpack_from("<II", self._data, 56)
        fat_sectors = list(struct.unpack_from("<109I", self._data, 76))
        next_difat, rounds = struct.unpack_from("<I", self._data, 68)[0], 0
        while next_difat < _FREE and rounds < 10_000:
            entries = struct.unpack(f"<{self._size // 4}I", self._sector(next_difat))
            fat_sectors += entries[:-1]
            next_difat, rounds = entries[-1], rounds + 1
        self._fat: list[int] = []
        for sector in fat_sectors:
            if sector < _FREE:
                self._fat += struct.unpack(f"<{self._size // 4}I", self._sector(sector))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if len(sector) < self._size:
            if not sector:
                raise OleDamaged
            sector = sector.ljust(self._size, b"\0")
        return sector

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        sector = start
        while sector < _FREE:
            parts.append(self._sector(sector))
            sector = self._fat[sector]
            if len(parts) * self._size > len(self._data) + self._size or len(parts) > _LONGEST_CHAIN:
                raise OleDamaged
        return b"".join(parts)

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        streams: dict[str, tuple[int, int]] = {}
        directory = self._chain(self._directory_start)
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + min(max(length - 2, 0), 64)].decode("utf-16-le", "replace")
            if kind == 2:
                streams.setdefault(name, (start, size))
            elif kind == 5:
                self._mini_stream = self._chain(start) if start < _FREE else b""
        return streams

    def _stream(self, start: int, size: int) -> bytes:
        if size >= self._mini_cutoff:
            return self._chain(start)[:size]
        mini_fat_bytes = self._chain(self._mini_fat_start) if self._mini_fat_start < _FREE else b""
        mini_fat = struct.unpack(f"<{len(mini_fat_bytes) // 4}I", mini_fat_bytes)
        parts: list[bytes] = []
        sector = start
        while sector < _FREE and len(parts) * 64 < size:
            parts.append(self._mini_stream[sector * 64 : sector * 64 + 64])
            sector = mini_fat[sector]
        return b"".join(parts)[:size]
