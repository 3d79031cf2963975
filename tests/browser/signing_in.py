"""Pages that ask people to sign in, and a real OpenID Connect provider to sign in at."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import npm
from tests.browser.served import COMMAND, Ledger, end, free_ports, wait_for

CLIENT, SECRET = "loss-ledger", "only-for-tests"
PEOPLE = {
    "viewer": {"email": "Viewer@example.org", "email_verified": True, "name": "somebody"},
    "statistician": {"email": "statistician@example.org", "email_verified": True, "name": "赵审"},
    "reviewer": {"email": "reviewer@example.org", "email_verified": True},
    "stranger": {"email": "stranger@example.org", "email_verified": True},
    "pretender": {"email": "reviewer@example.org", "email_verified": False},
}
"""Login → what the provider says. One calls himself by the name of another, one writes another's address."""
LISTED = """
[[access.people]]
user = "viewer@example.org"
name = "王看"
role = "viewer"
region = "{county}"

[[access.people]]
user = "statistician@example.org"
name = "张统"
role = "statistician"
region = "all"

[[access.people]]
user = "reviewer@example.org"
name = "赵审"
role = "reviewer"
region = "all"
"""


@dataclass(frozen=True)
class Site:
    """Where the pages are, and the file that says who may look."""

    address: str
    secrets: Path
    county: str
    provider: str

    def list_people(self, people: str) -> None:
        """Writes the list of people anew, as somebody with an editor would."""
        self.secrets.write_text(self._auth() + people.format(county=self.county), encoding="utf-8")

    def _auth(self) -> str:
        return f"""
[auth]
redirect_uri = "{self.address}/oauth2callback"
cookie_secret = "only-for-tests-only-for-tests-only"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{self.provider}/.well-known/openid-configuration"
client_kwargs = {{ prompt = "login" }}

[access]
contact = "信息科 8001"
"""


@contextmanager
def served(ledger: Ledger, county: str) -> Iterator[Site]:
    """The provider and the dashboard, both ready; everything that was started is ended."""
    npm.package("oidc-provider")
    port, provider_port = free_ports(2)
    secrets = ledger.folder / "secrets.toml"
    site = Site(f"http://127.0.0.1:{port}", secrets, county, f"http://localhost:{provider_port}")
    site.list_people(LISTED)
    about = {"port": provider_port, "client_id": CLIENT, "client_secret": SECRET, "people": PEOPLE,
             "redirect_uri": f"{site.address}/oauth2callback"}  # fmt: skip
    provider = ["node", str(Path(__file__).with_name("identity_provider.mjs")), json.dumps(about)]
    pages = [str(COMMAND), "serve", "--no-dagster", "--port", str(port), "--secrets", str(secrets)]
    with (
        running(provider, ledger, f"{site.provider}/.well-known/openid-configuration", "provider.log"),
        running(pages, ledger, f"{site.address}/_stcore/health", "serve.log"),
    ):
        yield site


@contextmanager
def running(command: list[str], ledger: Ledger, address: str, log_name: str) -> Iterator[None]:
    log = ledger.folder / log_name
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=ledger.environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        wait_for(process, address, log)
        yield
    finally:
        end(process)


def sign_in(page: Page, site: Site, person: str, path: str = "/") -> None:
    """From the button to the page after it; the password is the login."""
    page.goto(site.address + path)
    page.get_by_role("button", name="登录", exact=True).click()
    page.fill("input[name=login]", person)
    page.fill("input[name=password]", person)
    page.click("button[type=submit]")
    page.wait_for_url(f"{site.address}/**")


def sign_out(page: Page, site: Site, name: str) -> None:
    """By the button, and at the provider."""
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{site.address}/**")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
