"""What a caching proxy in front holds of a sealed text: nginx with an eager cache, and the bytes of its folder."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from moderation.ledger.signing import Signer
from search.reader import SearchReader

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
USER = "user root;" if os.geteuid() == 0 else ""  # its workers must be able to write into the test's folder
CONFIGURATION = """
{user} daemon off; pid {folder}/pid; error_log {folder}/errors; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/temp;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache levels=1:2 keys_zone=pages:1m inactive=1d use_temp_path=off;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {site}; proxy_set_header Host $host;
      proxy_cache pages; proxy_cache_valid any 1d; proxy_cache_min_uses 1; proxy_cache_revalidate on;
      add_header X-Cache $upstream_cache_status always;
    }}
  }}
}}
"""
TILE = "/ledger/tile/0/000.p/1"
PAGES = (
    "/", "/boards/zhujian", "/threads/{thread}", "/threads/{thread}?view=tree", "/threads/{thread}?order=desc", "/posts/{post}/revisions",
    "/posts/{post}/proof", "/posts/{post}/receipt", "/search?q=台阶", "/feeds/moderation.atom", "/moderation/log", "/ledger", "/statistics", "/orders",
    "/api/v1/threads/{thread}", "/api/v1/threads/{thread}/posts", "/api/v1/posts/{post}", "/api/v1/posts/{post}/revisions", "/api/v1/posts/{post}/proof",
    "/api/v1/search?q=台阶", "/api/v1/boards", "/ledger/checkpoint", "/static/wenqu.css", TILE,
)  # fmt: skip


@pytest.fixture
def proxy(site, tmp_path):
    """The address of an nginx before the running site; its cache lies in tmp_path / "cache"."""
    if NGINX is None and os.environ.get("CI"):
        pytest.fail("nginx must be installed where CI is set")
    if NGINX is None:
        pytest.skip("nginx not found: install nginx-light to see what a caching proxy holds")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=tmp_path, port=port, site=site, user=USER))
    running = subprocess.Popen([NGINX, "-p", tmp_path, "-c", configuration], stderr=subprocess.DEVNULL)
    _wait_for(port)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(10)


def _wait_for(port):
    for _ in range(100):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nginx did not start")


@pytest.fixture
def fetch(proxy, post):
    """fetch(): {address: (body, what the proxy's cache said)} of every page, as a guest, twice."""

    def all_pages():
        addresses = [page.format(thread=post.thread_id, post=post.id) for page in PAGES]
        return {address: _get(proxy, address) for _ in range(2) for address in addresses}

    return all_pages


def _get(proxy, address):
    try:
        with urllib.request.urlopen(proxy + urllib.parse.quote(address, safe="/?=&")) as answer:
            return answer.read(), answer.headers["X-Cache"]
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.read(), refusal.headers["X-Cache"]


def kept(folder):
    """Everything that lies in the cache's folder."""
    return b"\n".join(path.read_bytes() for path in Path(folder).rglob("*") if path.is_file())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_neither_what_it_gives_out_nor_what_it_holds_has_the_sealed_words(
    app, fetch, sealed, post, reply, words, settings, tmp_path, now
):
    SearchReader(app.extensions["wenqu"].engine).catch_up(now)
    Signer(settings).catch_up(now)
    sought = [words.sentence.encode(), words.title.encode()]
    before = fetch()
    assert any(sentence in body for body, _ in before.values() for sentence in sought)
    sealed(post, reply)
    Signer(settings).catch_up(now)
    after = fetch()
    assert {address for address, (body, _) in after.items() if any(sentence in body for sentence in sought)} == set()
    held = kept(tmp_path / "cache")
    assert after[TILE][1] == "HIT" and TILE.encode() in held  # it does keep what may be kept
    assert not any(sentence in held for sentence in sought)
