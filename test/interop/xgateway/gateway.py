#!/usr/bin/env python3
"""An XGateway of nothing but Python's standard library: a thread a connection, one lock, a thread that keeps time."""
import gzip
import json
import sys
import threading
import time
import urllib.request
import xml.etree.ElementTree as ET
import xmlrpc.client
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

STYLE = sys.argv[1] if len(sys.argv) > 1 else "loads"
FAULT = sys.argv[2] if len(sys.argv) > 2 else ""
TREE = STYLE == "etree"
DAY = 86400
TEXTS = {
    "01": "Format tidak valid", "02": "User, password atau IP salah", "04": "Duplikasi, KODE=04, ulangi",
    "05": "Produk tidak dikenal, CEK=NOM", "06": "Gangguan koneksi biller", "07": "Nomor salah, TUJUAN=tidak ada",
    "18": "Saldo kurang", "19": "Harga belum ada", "21": "Refund", "22": "Tutup", "23": "Gagal, SN=tidak ada, HRG=0",
    "33": "Akun diblokir",
}
lock = threading.Condition()
ahead = 0.0
number = 0
accounts, goods, people, sales, looked, reports = {}, {}, {}, {}, set(), []
callback_url = None


def now():
    return time.time() + ahead


def serial():
    global number
    number += 1
    return number


def txid():
    return ("XG%08X" if TREE else "T%09dWIB") % serial()


class Refused(Exception):
    pass


class Sale:
    def __init__(self, verb, ask):
        self.verb, self.user, self.trx = verb, ask["MSISDN"], ask["REQUESTID"]
        self.dest, self.product = ask["NOHP"], ask["NOM"]
        self.began, self.id, self.code, self.sn, self.token, self.price = now(), txid(), None, "", "", 0
        self.paid, self.due, self.final = False, None, None
        self.who = people.get(self.dest)


def told(sale, code=None, repeated=False):
    """The five members, as they are now."""
    code = code or sale.code
    left = accounts[sale.user]["balance"]
    head = "%s %s %s %s" % (sale.verb, sale.product, "ke" if sale.verb == "QUERY" else "KE", sale.dest)
    if code == "00" and sale.verb == "QUERY":
        pairs = [("METER", sale.who["meter"]), ("IDPEL", sale.who["idpel"]), ("NAMA", sale.who["name"]), ("DAYA", sale.who["power"])]
        text = "%s, SUKSES. %s" % (head, ", ".join("%s=%s" % pair for pair in pairs))
    elif code == "00":
        pairs = [("SAL", left), ("HRG", sale.price), ("ID", sale.id), ("SN", sale.sn)] + token_pairs(sale)
        text = "%s, SUKSES. %s" % (head, ", ".join("%s=%s" % pair for pair in pairs))
    elif code == "68":
        text = "%s, PENDING. SAL=%d, ID=%s, KET=" % (head, left, sale.id)
    else:
        text = "%s, GAGAL. SAL=%d, ID=%s, KET=%s" % (head, left, sale.id, TEXTS.get(code, "Gagal"))
    if repeated and not TREE:
        text = "TRANSAKSI BERULANG " + text
    return {"RESPONSECODE": code, "REQUESTID": sale.trx, "MESSAGE": text, "SN": sale.sn if code == "00" else "", "TRANSACTIONID": sale.id}


def token_pairs(sale):
    if not sale.token:
        return []
    rupiah = int("".join(filter(str.isdigit, sale.product))) * 1000
    ppj = rupiah // 50
    return [("METER", sale.who["meter"]), ("IDPEL", sale.who["idpel"]), ("NAMA", sale.who["name"]), ("DAYA", sale.who["power"]),
            ("REF", "APL" + sale.id), ("RPBAYAR", rupiah), ("ADMIN", 0), ("METERAI", "0.0"), ("PPN", "0.0"), ("PPJ", "%d.0" % ppj),
            ("ANGSURAN", "0.0"), ("RPTOKEN", "%d.0" % (rupiah - ppj)), ("KWH", "kWh14.7"), ("TOKEN", sale.token)]


def fulfil(sale):
    sale.code = "00"
    if not sale.paid:
        accounts[sale.user]["balance"] -= sale.price
        sale.paid = True
    if sale.product.startswith("PLN"):
        digits = ("%020d" % (serial() * 73856093 % 10 ** 12 + 51 * 10 ** 18))[-20:]
        sale.token = "-".join(digits[at:at + 4] for at in range(0, 20, 4))
        sale.sn = "%s/%s/%s/%s" % (sale.token, sale.who["name"], "14.7" if TREE else "kWh14,7", sale.who["power"]) if sale.product.startswith("PLNA") else sale.token
    else:
        sale.sn = "%d" % (9997032914159700 + serial())


def objection(sale, needs_query):
    good = goods.get(sale.product)
    if needs_query and (sale.user, sale.dest) not in looked:
        return "07"
    if good is None:
        return "05"
    if good["closed"]:
        return "22"
    if good["price"] is None:
        return "19"
    if sale.who is None or sale.who["outcome"] == "missing":
        return "07"
    account = accounts[sale.user]
    return "18" if account["balance"] + account["credit"] < good["price"] else None


def query(ask):
    with lock:
        sale = Sale("QUERY", ask)
        if ask["NOM"] not in goods or not ask["NOM"].startswith("PLN"):
            sale.code = "05"
        elif sale.who is None or sale.who["outcome"] == "missing":
            sale.code = "07"
        else:
            sale.code = "06" if sale.who["outcome"] == "noquery" else "00"
        if sale.code == "00":
            looked.add((sale.user, sale.dest))
        return told(sale)


def again(sale, ask):
    if TREE:
        return told(sale, code="04")
    if sale.code is None:
        return told(sale, code="68")
    return told(sale, repeated=True)


def buy(ask, needs_query=False):
    key = (ask["MSISDN"], ask["REQUESTID"])
    with lock:
        old = sales.get(key)
        if old is not None and now() - old.began < DAY:
            return again(old, ask)
        sale = Sale("ISI", ask)
        if FAULT != "no-lock":
            sales[key] = sale
        code = objection(sale, needs_query)
        if code is None:
            sale.price = goods[sale.product]["price"]
            accounts[sale.user]["balance"] -= sale.price
            sale.paid = True
    if code is not None:
        with lock:
            sale.code = code
            return told(sale)
    outcome = sale.who["outcome"]
    time.sleep(0.3 if outcome == "slow" else 0.002 if FAULT == "no-lock" else 0)
    with lock:
        sales[key] = sale
        if outcome.startswith("pending") or outcome == "refunded":
            sale.code, sale.due = "68", now() + sale.who["settles"]
            sale.final = {"pending": "00", "pendingfail": "23", "refunded": "21"}[outcome]
        elif outcome == "biller":
            end(sale, "06")
        else:
            end(sale, "00")
        return told(sale)


def end(sale, code):
    sale.due = None
    if code == "00":
        return fulfil(sale)
    if sale.paid:
        accounts[sale.user]["balance"] += sale.price
        sale.paid = False
    sale.code = code


def keep_time():
    while True:
        with lock:
            lock.wait(0.03)
            for sale in list(sales.values()):
                if sale.due is not None and sale.due <= now():
                    end(sale, sale.final)
                    url = accounts[sale.user]["callback"] or callback_url
                    if url:
                        threading.Thread(target=report, args=(url, written(told(sale))), daemon=True).start()


def report(url, body):
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/xml" if TREE else "text/xml"})
    for wait in (0.05, 0.2, 0):
        try:
            urllib.request.urlopen(request, timeout=3).read()
            return
        except OSError:
            time.sleep(wait)


def written(members):
    if not TREE:
        return xmlrpc.client.dumps((members,), methodresponse=True, encoding="utf-8").encode()
    root = ET.Element("methodResponse")
    struct = ET.SubElement(ET.SubElement(ET.SubElement(ET.SubElement(root, "params"), "param"), "value"), "struct")
    for name in sorted(members):
        member = ET.SubElement(struct, "member")
        ET.SubElement(member, "name").text = name
        ET.SubElement(member, "value").text = members[name]
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def called(raw):
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise Refused("DOCTYPE")
    return by_tree(raw) if TREE else by_loads(raw)


def by_loads(raw):
    if ET.fromstring(raw).tag != "methodCall":  # loads does not look
        raise Refused("no methodCall")
    (struct,), method = xmlrpc.client.loads(raw)
    return method, {name: value for name, value in struct.items() if isinstance(value, str)}


def one(node, name):
    found = node.findall(name)
    if len(found) != 1:
        raise Refused("%d %s" % (len(found), name))
    return found[0]


def by_tree(raw):
    root = ET.fromstring(raw)
    if root.tag != "methodCall":
        raise Refused(root.tag)
    fields = {}
    for member in one(one(one(one(root, "params"), "param"), "value"), "struct"):
        value, name = one(member, "value"), one(member, "name").text.strip()
        if name in fields or len(value) > 1:
            raise Refused("%s twice" % name)
        fields[name] = ((value[0] if len(value) else value).text or "").strip()
    return one(root, "methodName").text.strip(), fields


METHODS = {"topuprequest": buy, "plnprepaidquery": query, "plnprepaidtopup": lambda ask: buy(ask, True), "plnprepaiddirecttopup": buy}
NAMES = ("MSISDN", "REQUESTID", "PIN", "NOHP", "NOM")


def answer(raw, address):
    method, fields = called(raw)
    work = METHODS.get((method or "").lower())
    ask = {name: fields.get(name, "").strip() for name in NAMES}
    if work is None or not all(value.isalnum() and value.isascii() for value in ask.values()) or len(ask["REQUESTID"]) > 20:
        if not TREE:
            raise Refused("format")
        return plain(ask, "01")
    with lock:
        account = accounts.get(ask["MSISDN"])
    if account is None or account["pin"] != ask["PIN"] or address != account["address"]:
        return plain(ask, "02")
    return plain(ask, "33") if account["blocked"] else work(ask)


def plain(ask, code):
    return {"RESPONSECODE": code, "REQUESTID": ask["REQUESTID"], "MESSAGE": "ISI %s KE %s, GAGAL. SAL=0, ID=, KET=%s" % (ask["NOM"], ask["NOHP"], TEXTS[code]), "SN": "", "TRANSACTIONID": ""}


def provision(wish):
    global callback_url
    code, kind = str(wish["code"]), wish["data"]
    with lock:
        callback_url = wish.get("callbackUrl") or callback_url
        if kind in ("account", "poor", "blocked"):
            pin = "%06d" % (serial() * 7919 % 10 ** 6)
            debt = 0 if TREE or "credit" in wish else 12_000_000
            accounts[code] = {"pin": pin, "balance": wish["balance"] - debt, "credit": debt, "blocked": kind == "blocked",
                              "address": "127.0.0.1", "callback": wish.get("callbackUrl")}
            return {"pin": pin, "balance": accounts[code]["balance"]}
        price = wish.get("price")
        if price is not None or wish["product"] not in goods:
            goods[wish["product"]] = {"price": price, "closed": kind == "closed"}
        people[code] = {"outcome": wish.get("outcome", "success"), "name": wish.get("customer", "DEWI LESTARI"), "power": wish.get("power", "R1/900"),
                        "meter": code if not TREE else "99" + code[2:], "idpel": code if TREE else "5" + code, "settles": wish.get("settlesIn", 60)}
    return {"pin": None, "balance": None}


def operate(path, wish):
    global ahead
    if path == "/ops/make":
        return provision(wish)
    with lock:
        if path == "/ops/later":
            ahead += wish["seconds"]
            lock.notify_all()
            return {"now": int(now() * 1000)}
        if path == "/ops/left":
            return {"balance": accounts[wish["account"]]["balance"]}
        states = {"00": "paid", "68": "pending", "21": "reversed", None: "pending"}
        return {"payments": [{"reference": sale.trx, "amount": sale.price, "state": states.get(sale.code, "failed"), "receipt": sale.sn or None}
                             for sale in sales.values() if sale.dest == wish["code"]]}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0" if TREE else "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def say(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.say(405, b"POST only", "text/plain")

    def body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            pieces = []
            while (size := int(self.rfile.readline().split(b";")[0], 16)) > 0:
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def do_POST(self):
        raw = self.body()
        if self.path.startswith("/ops/"):
            return self.say(200, json.dumps(operate(self.path, json.loads(raw))).encode(), "application/json")
        if urlsplit(self.path).path.rstrip("/") != "/st24":
            return self.say(404, b"not here", "text/plain")
        kind = "application/xml; charset=utf-8" if TREE else "text/xml"
        try:
            coding = self.headers.get("Content-Encoding", "")
            raw = gzip.decompress(raw) if "gzip" in coding else zlib.decompress(raw) if "deflate" in coding else raw
            self.say(200, written(answer(raw, self.client_address[0])), kind)
        except (Refused, ET.ParseError, xmlrpc.client.Error, ValueError, LookupError, TypeError, AttributeError, OSError, zlib.error, EOFError, AssertionError) as error:
            self.refuse(error)
        except Exception as error:  # what expat says has no name of its own
            if type(error).__name__ != "ExpatError":
                raise
            self.refuse(error)

    def refuse(self, error):
        if TREE:
            return self.say(400, str(error).encode("utf-8", "replace"), "text/plain")
        self.say(200, xmlrpc.client.dumps(xmlrpc.client.Fault(1, "bad request: %s" % error), methodresponse=True).encode(), "text/xml")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        """A client that hangs up before it has its answer is none of our errors."""


if __name__ == "__main__":
    accounts["TOKOMAJU"] = {"pin": "246810", "balance": 10 ** 7, "credit": 0, "blocked": False, "address": "127.0.0.1", "callback": None}
    server = Server(("127.0.0.1", 0), Handler)
    print("port", server.server_address[1], flush=True)
    threading.Thread(target=keep_time, daemon=True).start()
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever(poll_interval=0.05)
