"""Log lines without what people hold or type: no secret of a link, no content, no local variables of a failure."""

import logging
import re
import traceback

SECRET = re.compile(r"/open/[^\s\"'/?]+")


class WithoutSecrets(logging.Formatter):
    """One line a record; of a failure only its kind and where it was: a message may quote what somebody typed."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        if not isinstance(error, BaseException):
            return ""
        frames = traceback.extract_tb(error.__traceback__)
        return " < ".join([type(error).__name__, *(f"{at.filename}:{at.lineno} {at.name}" for at in reversed(frames))])

    def format(self, record: logging.LogRecord) -> str:
        # Another handler's formatter leaves its whole traceback on the record, for all that come after.
        others, record.exc_text = record.exc_text, None
        try:
            return SECRET.sub("/open/…", super().format(record))
        finally:
            record.exc_text = others
