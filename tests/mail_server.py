"""A real mail server for tests: it keeps what arrives, refuses whom it is told to, goes away and comes back."""

import email
import email.policy
import socket

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from handbook import environment


def body_of(letter):
    """The text, with the line breaks that it was written with."""
    return letter.get_body().get_content().replace("\r\n", "\n")


class MailServer:
    """Stopped at first. `refuses` and `refuses_senders` hold answers by address, `passwords` the accounts it knows."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.kept, self.refuses, self.refuses_contents, self.refuses_senders = [], {}, "", ""
        self.passwords, self.controller = {}, None

    def start(self):
        options = {"auth_require_tls": False, "authenticator": self.authenticate} if self.passwords else {}
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None

    def authenticate(self, server, session, envelope, mechanism, given):
        is_right = self.passwords.get(given.login) == given.password
        return AuthResult(success=is_right, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.refuses_senders:
            return self.refuses_senders
        envelope.mail_from = address
        return "250 taken"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 taken"

    async def handle_DATA(self, server, session, envelope):
        if self.refuses_contents:
            return self.refuses_contents
        self.kept.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"

    @property
    def receivers(self):
        return [letter["To"] for letter in self.kept]

    def use(self, settings, monkeypatch, folder, account=""):
        """From now on the site sends its mail here."""
        monkeypatch.setenv("MAIL_URL", f"smtp://{account}127.0.0.1:{self.port}")
        settings.MAILERS = {"default": environment.mailer(folder)}
