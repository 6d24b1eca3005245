#!/usr/bin/env python3
"""Puts load on two key management centres: SIPp as caller and callee, Kamailio as the proxies of both networks, all on this machine.

Each caller keeps as many calls up at once as asked for, each for four seconds. Before that come two rounds of 400 calls at once, because
what is not compiled yet says nothing about a server. Prints what was set up, how long it took from the INVITE to the 200, and what processor
time the caller's centre took. Needs kamailio, sip-tester, and for a store in PostgreSQL
postgresql-15.

usage: kmc.py [--store memory|h2|postgresql] [--seconds N] [CALLS_AT_ONCE ...]
"""
import argparse
import glob
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../../.."))
MIKEY = os.path.join(ROOT, "mikey")
RESOURCES = os.path.join(ROOT, "mikey-cli/src/test/resources/kmc")
MODULES = "/usr/lib/x86_64-linux-gnu/kamailio/modules/"
POSTGRES = "/usr/lib/postgresql/15/bin/"
HOLD_SECONDS = 4


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def mikey(*arguments):
    subprocess.run([MIKEY, *arguments], check=True, stdout=subprocess.DEVNULL)


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Trial:
    def __init__(self, folder, store, seconds):
        self.seconds = seconds
        self.folder = folder
        self.processes = []
        self.ports = {name: free_port() for name in ("a", "b", "proxy", "callee", "link")}
        mikey("keygen", "--out", self.file("ca.pem"), "--ca", "--subject", "CN=Trial CA")
        for domain in ("a.example", "b.example"):
            mikey("keygen", "--out", self.file(domain + ".pem"), "--issuer", self.file("ca.pem"), "--dns", domain)
        self.database(store)
        link = f"127.0.0.1:{self.ports['link']}"
        self.b = self.centre("b", "bob", store, f"link.listen = {link}")
        self.a = self.centre("a", "alice", store, f"link.peer.b.example = {link}")
        with open(os.path.join(RESOURCES, "kamailio.cfg")) as config:
            text = config.read()
        for name, value in (("MODULES", MODULES), ("KMC_A", self.ports["a"]), ("KMC_B", self.ports["b"]),
                            ("PROXY", self.ports["proxy"]), ("BACK", self.ports["proxy"]), ("BY", ""), ("TLS", ""),
                            ("CALLEE", self.ports["callee"])):
            text = text.replace(f"@{name}@", str(value))
        self.write("kamailio.cfg", text)
        self.start("kamailio", "/usr/sbin/kamailio", "-f", "kamailio.cfg", "-m", "1024", "-M", "64", "-E", "-DD", "-Y", folder)
        shutil.copy(os.path.join(RESOURCES, "callee.xml"), folder)
        with open(os.path.join(RESOURCES, "caller.xml")) as scenario:
            # The call is held between its ACK and its BYE.
            held = scenario.read().replace('<send retrans="500"><![CDATA[\nBYE',
                                           f'<pause milliseconds="{HOLD_SECONDS * 1000}"/>\n<send retrans="500"><![CDATA[\nBYE')
        self.write("caller.xml", held)
        self.start("callee", "sipp", "-sf", "callee.xml", "-i", "127.0.0.1", "-p", str(self.ports["callee"]), "-nostdin")
        time.sleep(2)

    def file(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.file(name), "w") as f:
            f.write(text)
        os.chmod(self.file(name), 0o600)

    def start(self, name, *command):
        process = subprocess.Popen(command, cwd=self.folder, stdout=open(self.file(name + ".out"), "w"),
                                   stderr=subprocess.STDOUT, start_new_session=True)
        self.processes.append(process)
        return process

    def database(self, store):
        self.store = {"memory": lambda side: "", "h2": lambda side: f"store = jdbc:h2:file:{self.file('store-' + side)}"}.get(store)
        if store == "postgresql":
            data, port = tempfile.mkdtemp(dir="/tmp"), free_port()
            self.data = data
            shutil.chown(data, "nobody")
            self.nobody(POSTGRES + "initdb", "-D", data, "-U", "mikey", "-A", "trust")
            self.nobody(POSTGRES + "pg_ctl", "-D", data, "-w", "-l", data + "/log", "-o",
                        f"-p {port} -c listen_addresses=127.0.0.1 -k {data}", "start")
            self.store = lambda side: (f"store = jdbc:postgresql://127.0.0.1:{port}/{'postgres' if side == 'a' else 'template1'}\n"
                                       "store.user = mikey")
        else:
            self.data = None

    @staticmethod
    def nobody(*command):
        subprocess.run(["runuser", "-u", "nobody", "--", *command], check=True, stdout=subprocess.DEVNULL, cwd="/tmp")

    def centre(self, side, user, store, more):
        key = self.file(f"{user}.key")
        self.write(f"{user}.key", secrets.token_hex(16))
        master = self.file(f"{side}.master")
        self.write(f"{side}.master", secrets.token_hex(32))
        lines = [f"domain = {side}.example", f"listen = udp:127.0.0.1:{self.ports[side]}", more,
                 f"link.key = {self.file(side + '.example.pem')}", f"link.trust = {self.file('ca.pem')}",
                 f"user.sip:{user}@{side}.example = file:{key}", self.store(side)]
        if store != "memory":
            lines.append(f"master.key.trial = file:{master}")
        self.write(f"{side}.conf", "\n".join(lines) + "\n")
        process = self.start(f"kmc-{side}", MIKEY, "kmc", "serve", "--config", f"{side}.conf")
        for _ in range(300):
            with open(self.file(f"kmc-{side}.out")) as out:
                if "ready:" in out.read():
                    return process
            if process.poll() is not None:
                break
            time.sleep(0.1)
        with open(self.file(f"kmc-{side}.out")) as out:
            raise SystemExit(f"centre {side} does not start:\n{out.read()}")

    def load(self, at_once, quiet=False):
        rate = at_once / HOLD_SECONDS
        calls = int(rate * self.seconds)
        before = processor_seconds(self.a.pid)
        caller = subprocess.run(
            ["sipp", "-sf", "caller.xml", "-i", "127.0.0.1", "-p", str(free_port()), "-m", str(calls), "-l", str(at_once + at_once // 4),
             "-r", str(int(rate * 2)), "-rp", "2000", "-nostdin", "-trace_rtt", "-rtt_freq", "1", f"127.0.0.1:{self.ports['proxy']}"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180 + self.seconds)
        used = processor_seconds(self.a.pid) - before
        times = []
        for name in glob.glob(self.file("caller_*_rtt.csv")):
            with open(name) as rows:
                times += [float(row.split(";")[1]) for row in rows.read().splitlines()[1:]]
            os.remove(name)
        if quiet:
            return
        times.sort()
        if not times:
            print(f"| {at_once} | {calls} | none | | | |")
            return
        print(f"| {at_once} | {rate:g} | {len(times)} of {calls}{'' if caller.returncode == 0 else ', others failed'} "
              f"| {times[len(times) // 2]:.0f} | {times[len(times) * 99 // 100]:.0f} "
              f"| {1000 * used / len(times):.1f} | {len(times) / used if used else 0:.0f} |", flush=True)

    def stop(self):
        for process in self.processes:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if self.data:
            self.nobody(POSTGRES + "pg_ctl", "-D", self.data, "-m", "immediate", "stop")
            shutil.rmtree(self.data, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", choices=("memory", "h2", "postgresql"), default="h2")
    parser.add_argument("--seconds", type=int, default=30, help="of each round (default: %(default)s)")
    parser.add_argument("at_once", nargs="*", type=int, default=[10, 100, 1000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = None
        try:
            trial = Trial(folder, options.store, options.seconds)
            print(f"store: {options.store}")
            print("| calls at once | a second | set up | p50 ms | p99 ms | ms of a processor, each call | calls a second and core |")
            for _ in range(2):
                trial.load(400, quiet=True)
            for at_once in options.at_once or [10, 100, 1000]:
                trial.load(at_once)
        finally:
            if trial:
                trial.stop()


if __name__ == "__main__":
    main()
