"""smtp.py -- a real mail server for a test: Debian's Exim as a user without privileges, on free loopback ports, with a
certificate of the test's own authority. And two that are none: one that says nothing, one that offers no TLS."""
import email
import email.policy
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

EXIM = "/usr/sbin/exim4"
CONFIG = """
primary_hostname = localhost
exim_user = {uid}
exim_group = {gid}
spool_directory = {dir}/spool
log_file_path = {dir}/spool/%s.log
log_selector = +smtp_connection
pid_file_path = {dir}/spool/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port} : {tls_port}
tls_on_connect_ports = {tls_port}
tls_advertise_hosts = *
tls_certificate = {dir}/server.pem
tls_privatekey = {dir}/server.key
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
host_lookup =
rfc1413_query_timeout = 0s
begin acl
rcpt:
  require authenticated = *
          message = sign in first
  deny condition = ${{if match{{$local_part}}{{^unknown}}}}
       message = no such person
  defer condition = ${{if exists{{{dir}/busy}}}}
       message = come again
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = {dir}/spool/box
  maildir_format
  create_directory
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{writ}}}}{{eq{{$auth3}}{{a secret}}}}}}}}
  server_set_id = $auth2
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def openssl(*args):
    subprocess.run(["openssl", *args], check=True, capture_output=True)


def authority(folder, name):
    """An authority, and a certificate for localhost that it signed."""
    at = lambda f: os.path.join(folder, f)  # noqa: E731
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}", "-keyout", at("ca.key"), "-out", at("ca.pem"))
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", at("server.key"), "-out", at("server.csr"))
    with open(at("san"), "w", encoding="ascii") as f:
        f.write("subjectAltName=DNS:localhost\n")
    openssl("x509", "-req", "-in", at("server.csr"), "-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-days", "2", "-extfile", at("san"),
            "-out", at("server.pem"))


def awaited(what, got, seconds=60):
    deadline = time.monotonic() + seconds
    while True:
        v = got()
        if v:
            return v
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


class Exim:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="writ-smtp-")
        os.chmod(self.dir, 0o755)
        self.as_other = []
        uid, gid = os.getuid(), os.getgid()
        if uid == 0:
            try:
                user = pwd.getpwnam("writ-test")
            except KeyError:
                subprocess.run(["useradd", "-r", "-M", "-s", "/usr/sbin/nologin", "writ-test"], check=True)
                user = pwd.getpwnam("writ-test")
            uid, gid = user.pw_uid, user.pw_gid
            self.as_other = ["runuser", "-u", "writ-test", "--"]
        authority(self.dir, "Test authority")
        os.mkdir(os.path.join(self.dir, "spool"))
        for f in ("spool", "server.key", "server.pem"):
            os.chown(os.path.join(self.dir, f), uid, gid)
        self.port, self.tls_port = free_port(), free_port()
        self.config = os.path.join(self.dir, "exim.conf")
        with open(self.config, "w", encoding="ascii") as f:
            f.write(CONFIG.format(dir=self.dir, uid=uid, gid=gid, port=self.port, tls_port=self.tls_port))
        with open(os.path.join(self.dir, "password"), "w", encoding="ascii") as f:
            f.write("a secret\n")

    @property
    def ca(self):
        return os.path.join(self.dir, "ca.pem")

    def start(self):
        with open(os.path.join(self.dir, "log"), "ab") as log:
            self.process = subprocess.Popen([*self.as_other, EXIM, "-C", self.config, "-bdf"], stdout=log, stderr=log, cwd="/", start_new_session=True)
        awaited("Exim to listen", self.listens)
        return self

    def listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"Exim ended: {self.log()}")
        try:
            socket.create_connection(("127.0.0.1", self.port), 5).close()
            return True
        except OSError:
            return False

    def busy(self, on):
        path = os.path.join(self.dir, "busy")
        if on:
            open(path, "w", encoding="ascii").close()
        else:
            os.unlink(path)

    def mails(self):
        found = []
        for path in sorted(glob.glob(os.path.join(self.dir, "spool/box/new/*"))):
            with open(path, "rb") as f:
                raw = f.read()
            found.append(email.message_from_bytes(raw, policy=email.policy.default))
            found[-1].raw = raw
        return found

    def log(self):
        with open(os.path.join(self.dir, "log"), encoding="utf-8", errors="replace") as f:
            return f.read()

    def settings(self, **other):
        s = {"smtp": f"smtp://localhost:{self.port}", "smtp_from": "writ@city.example", "smtp_user": "writ",
             "smtp_password_file": os.path.join(self.dir, "password"), "smtp_ca_file": self.ca, **other}
        return "".join(f'{k}: "{v}"\n' for k, v in s.items() if v)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)

    def end(self):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)


class Plain:
    """Speaks to one client at a time: silent says nothing at all; else a server that offers no TLS, and writes down what it hears."""

    def __init__(self, silent):
        self.silent, self.heard, self.open, self.over = silent, [], 0, False
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.over:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            self.open += 1
            with c, c.makefile("rwb") as f:
                if not self.silent:
                    f.write(b"220 localhost\r\n")
                    f.flush()
                for line in f:
                    self.heard.append(line.decode("ascii", "replace").strip())
                    f.write(b"250-localhost\r\n250 8BITMIME\r\n" if line[:4].upper() == b"EHLO" else b"221 bye\r\n" if line[:4].upper() == b"QUIT" else b"250 ok\r\n")
                    f.flush()

    def end(self):
        self.over = True
        self.socket.close()
