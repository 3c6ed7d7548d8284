#!/usr/bin/env python3
"""A partner of nothing but Python's standard library: one thread a connection, one lock, SQLite for the books."""
import hashlib
import hmac
import json
import re
import sqlite3
import sys
import threading
import time
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = b"rahasia-antar-mitra"
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
SIGNED = ["TimeStamp", "MessageID", "PaymentCode", "Amount", "TrackingRef", "ProductCode", "StoreID"]
NEEDED = {"ReqInquiry": ["PaymentCode", "TrackingRef", "StoreID", "MessageID", "TimeStamp", "Signature"]}
NEEDED["ReqPayment"] = NEEDED["ReqReversal"] = NEEDED["ReqInquiry"] + ["Amount"]
LENGTHS = {"PaymentCode": 20, "TrackingRef": 20, "ProductCode": 10, "StoreID": 8, "MessageID": 255}
FAULT = sys.argv[1] if len(sys.argv) > 1 else ""
STYLE = sys.argv[3] if len(sys.argv) > 3 else ""

lock = threading.RLock()
offset = 0.0
db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
db.executescript("""
create table bill (code text primary key, amount integer, least integer, fee integer, says text, until real, lag real, dead integer);
create table deed (id integer primary key, code text, ref text, store text, amount integer, state text, unique (code, ref));
""")


def now():
    return time.time() + offset


def stamp(at):
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at + 7 * 3600))


def genuine(ask):
    text = "|".join(ask.get(name, "") for name in SIGNED).encode()
    due = hmac.new(KEY, text, hashlib.sha384).hexdigest()
    return hmac.compare_digest(due.encode(), ask.get("Signature", "").lower().encode())


def lacking(root, ask):
    for name in NEEDED[root]:
        if not ask.get(name, "").strip():
            return "%s kosong" % name
    for name, length in LENGTHS.items():
        if len(ask.get(name, "")) > length or ask.get(name, "") != ask.get(name, "").strip():
            return "%s salah" % name
    for name in ("PaymentCode", "TrackingRef", "StoreID"):
        if not re.fullmatch("[A-Za-z0-9]+", ask[name]):
            return "%s salah" % name
    try:
        time.strptime(ask["TimeStamp"].replace(" 24:00:00", " 00:00:00"), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return "TimeStamp salah"
    return None if len(ask["TimeStamp"]) == 19 and len(ask["StoreID"]) == 8 else "TimeStamp atau StoreID salah"


def objection(bill):
    if bill is None:
        return "76", "Kode bayar tidak ada"
    if db.execute("select 1 from deed where code = ? and state = 'paid'", (bill[0],)).fetchone():
        return "88", "Lunas"
    if bill[5] is not None and bill[5] <= now():
        return "81", "Kedaluwarsa"
    return None


def find(code):
    return db.execute("select * from bill where code = ?", (code,)).fetchone()


def inquiry(ask):
    bill = find(ask["PaymentCode"])
    no = objection(bill)
    out = {} if no else {"Desc": bill[4]}
    amounts = (0, 0, 0) if no else (bill[2], bill[1], bill[3])
    out.update(zip(("MinAmount", "Amount", "Fee"), map(str, amounts)))
    if not no and bill[5] is not None:
        out["ExpiredDateTime"] = stamp(bill[5])
    return no or ("00", "Berhasil"), out


def receipt(row):
    return "PY%010d" % row


def payment(ask):
    code, ref = ask["PaymentCode"], ask["TrackingRef"]
    amount = int(ask["Amount"]) if re.fullmatch(r"\d{1,12}", ask["Amount"]) else -1
    deed = db.execute("select id, state, amount from deed where code = ? and ref = ?", (code, ref)).fetchone()
    if deed:
        if deed[1] == "paid" and deed[2] == amount:
            return ("00", "Berhasil"), {"ReceiptCode": receipt(deed[0])}
        return ("94", "Transaksi sudah ada"), {}
    bill = find(code)
    no = objection(bill)
    if no:
        return no, {}
    if not bill[2] <= amount <= bill[1]:
        return ("13", "Nilai salah"), {}
    time.sleep(bill[6])
    if bill[7]:
        return ("68", "Biller diam"), {}
    if FAULT == "no-lock":
        time.sleep(0.003)
        db.execute("delete from deed where code = ? and ref = ?", (code, ref))
    row = db.execute("insert into deed (code, ref, store, amount, state) values (?, ?, ?, ?, 'paid')",
                     (code, ref, ask["StoreID"], amount)).lastrowid
    return ("00", "Berhasil"), {"ReceiptCode": receipt(row)}


def reversal(ask):
    code, ref = ask["PaymentCode"], ask["TrackingRef"]
    deed = db.execute("select id, state, amount from deed where code = ? and ref = ?", (code, ref)).fetchone()
    if deed is None:
        if FAULT != "no-tombstone":
            db.execute("insert into deed (code, ref, amount, state) values (?, ?, 0, 'buried')", (code, ref))
        return ("00", "Dicatat"), {}
    if deed[1] == "paid" and ask["Amount"] != str(deed[2]):
        return ("13", "Nilai salah"), {}
    db.execute("update deed set state = 'reversed' where id = ? and state = 'paid'", (deed[0],))
    return ("00", "Berhasil"), {}


OPERATIONS = {"ReqInquiry": inquiry, "ReqPayment": payment, "ReqReversal": reversal}
ORDER = ["TimeStamp", "MessageID", "Desc", "ProductCode", "MinAmount", "Amount", "Fee", "ResponseCode", "ResponseDesc",
         "ExpiredDateTime", "TrackingRef", "StoreID", "ReceiptCode"]


def handled(root, ask):
    lack = lacking(root, ask)
    if lack:
        return ("30", lack), {}
    if not genuine(ask):
        return ("63", "Tanda tangan salah"), {}
    if FAULT == "no-lock":
        return OPERATIONS[root](ask)
    with lock:
        return OPERATIONS[root](ask)


def answered(root, ask):
    (code, says), more = handled(root, ask)
    if root == "ReqInquiry":
        more = {"Desc": "-", "MinAmount": "0", "Amount": "0", "Fee": "0", "ProductCode": ask.get("ProductCode", ""), **more}
    leaves = {"TimeStamp": stamp(now()), "ResponseCode": code, "ResponseDesc": says, **more}
    leaves.update((name, ask.get(name, "")) for name in ("MessageID", "TrackingRef", "StoreID"))
    envelope = ET.Element(SOAP + "Envelope")
    payload = ET.SubElement(ET.SubElement(envelope, SOAP + "Body"), root.replace("Req", "Res"))
    for name in ORDER:
        if name in leaves:
            ET.SubElement(payload, name).text = leaves[name]
    return ET.tostring(envelope, encoding="utf-8", xml_declaration=True)


def fault(says):
    envelope = ET.Element(SOAP + "Envelope")
    body = ET.SubElement(ET.SubElement(envelope, SOAP + "Body"), SOAP + "Fault")
    ET.SubElement(body, "faultcode").text = "Client"
    ET.SubElement(body, "faultstring").text = says
    return ET.tostring(envelope, encoding="utf-8", xml_declaration=True)


def called(raw):
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise ValueError("DOCTYPE")
    envelope = ET.fromstring(raw)
    bodies = envelope.findall(SOAP + "Body")
    if envelope.tag != SOAP + "Envelope" or len(bodies) != 1 or len(bodies[0]) != 1:
        raise ValueError("no SOAP 1.1 envelope with one payload")
    payload = bodies[0][0]
    root = payload.tag.split("}")[-1]
    ask = {}
    for leaf in payload:
        name = leaf.tag.split("}")[-1]
        if name in ask or root not in OPERATIONS:
            raise ValueError("%s in %s" % (name, root))
        ask[name] = leaf.text or ""
    return root, ask


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def say(self, status, body, kind="text/xml; charset=utf-8"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = urlsplit(self.path)
        if path.path == "/ops/deeds":
            code = parse_qs(path.query)["code"][0]
            with lock:
                rows = db.execute("select ref, amount, state, id from deed where code = ? and state <> 'buried'", (code,)).fetchall()
            deeds = [{"ref": ref, "amount": amount, "state": state, "receipt": receipt(row)} for ref, amount, state, row in rows]
            return self.say(200, json.dumps(deeds).encode(), "application/json")
        if "wsdl" in path.query.lower():
            return self.say(200, WSDL)
        return self.say(404, b"not here", "text/plain")

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path.startswith("/ops/"):
            return self.operate(json.loads(raw or b"{}"))
        try:
            root, ask = called(raw)
        except (ET.ParseError, ValueError, LookupError) as error:
            return self.say(500, fault(str(error)))
        self.say(200, answered(root, ask))

    def operate(self, wish):
        global offset
        if self.path == "/ops/clock":
            offset += wish["forward"]
            return self.say(200, json.dumps({"millis": now() * 1000}).encode(), "application/json")
        row = (wish["code"], wish["amount"], wish["least"], wish.get("fee", 0), wish.get("says", "Tagihan"),
               now() + wish["in"] if wish.get("in") is not None else None,
               0.4 if wish.get("biller") == "slow" else 0, wish.get("biller") == "timeout")
        with lock:
            db.execute("insert into bill values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        self.say(201, b"{}", "application/json")


class Single(HTTPServer):
    request_queue_size = 128

    def handle_error(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        """A client that hangs up before it has its answer is none of our errors."""


if __name__ == "__main__":
    with open(sys.argv[2], "rb") as file:
        WSDL = file.read()
    if STYLE == "single":
        # One thread for all, and every connection is closed after its answer.
        Handler.protocol_version = "HTTP/1.0"
    elif STYLE == "stock":
        Server.request_queue_size = ThreadingHTTPServer.request_queue_size
    server = (Single if STYLE == "single" else Server)(("127.0.0.1", 0), Handler)
    print("port", server.server_address[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever(poll_interval=0.05)
