#!/usr/bin/env python3
"""A partner's client on xmlrpc.client: sells, asks again when it does not know, and takes callbacks.

Its owner steers it over a port of its own: /ops/buy, /ops/books, /ops/later.
"""
import json
import re
import sys
import threading
import time
import uuid
import xmlrpc.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PIN = sys.argv[1:3]
FAULT = sys.argv[3] if len(sys.argv) > 3 else ""
FINAL = set("01 02 05 07 09 10 11 12 13 17 18 19 21 22 23 24 26 31 33 34 35 36".split())
# Failed by the table, and yet the operator may have delivered: only a second answer settles it.
DOUBTFUL = {"03", "06", "08", "14"}
lock = threading.RLock()
sales = {}
ahead = 0.0
# What the gateway last said is left.
balance = 0
counter = int(time.time()) % 10 ** 6 * 1000


class Lenient(xmlrpc.client.Transport):
    """Reads an answer whatever HTTP status it comes with."""

    def __init__(self):
        super().__init__()
        self.connection_timeout, self.verbose = 8, False

    def make_connection(self, host):
        connection = super().make_connection(host)
        connection.timeout = self.connection_timeout
        return connection

    def single_request(self, host, handler, request_body, verbose=False):
        try:
            self.send_request(host, handler, request_body, verbose)
            return self.parse_response(self._connection[1].getresponse())
        finally:
            self.close()

    def request(self, host, handler, request_body, verbose=False):
        # Sends once: the library's own second try would be a repetition that nobody decided on.
        return self.single_request(host, handler, request_body, verbose)


class Strict(xmlrpc.client.Transport):
    """As the library comes, but for the second try."""

    def request(self, host, handler, request_body, verbose=False):
        return self.single_request(host, handler, request_body, verbose)


def now():
    return time.time() + ahead


def next_trx():
    global counter
    if FAULT == "uuid":
        return str(uuid.uuid4())
    with lock:
        counter += 1
        return "PY%d" % counter


class Sale:
    def __init__(self, wish, trx):
        self.number, self.product, self.price = wish["code"], wish.get("product", "I20"), wish.get("price", 0)
        self.url, self.trx, self.state, self.id, self.sn, self.sent = wish["gatewayUrl"], trx, "pending", None, "", None
        self.credits = 0


def members(sale, trx):
    return {"MSISDN": USER, "REQUESTID": trx, "PIN": PIN, "NOHP": sale.number, "NOM": sale.product}


def call(sale, method, trx):
    """The answer's members; None when it tells nothing that can be relied on."""
    proxy = xmlrpc.client.ServerProxy(sale.url, transport=Strict() if FAULT == "fails-fast" else Lenient())
    try:
        told = getattr(proxy, method)(members(sale, trx))
    except Exception:  # a fault, a cut, a page of HTML, half an answer
        return None
    good = isinstance(told, dict) and all(isinstance(told.get(name), str) for name in ("RESPONSECODE", "REQUESTID"))
    return told if good and told["REQUESTID"] == trx else None


def apply(sale, told):
    """Takes an answer or a callback into the books; True when nothing more is to be asked."""
    global balance
    code = (told or {}).get("RESPONSECODE")
    with lock:
        if told:
            sale.id = sale.id or told.get("TRANSACTIONID")
            left = re.search(r"SAL=(-?\d+)", told.get("MESSAGE", ""))
            balance = int(left.group(1)) if left else balance
        if sale.state in ("paid", "failed") and not (code == "21" and sale.state == "paid"):
            return True
        if code == "00":
            sale.state, sale.sn, sale.credits = "paid", told.get("SN", ""), sale.credits + 1
        elif code in FINAL:
            sale.state = "failed"
        elif FAULT == "fails-fast" and code != "68":
            sale.state = "failed"
        return sale.state != "pending"


def purchase(sale, method):
    """Sends once, and asks again under the same trx_id until it knows, three times at most."""
    sale.sent = now()
    for attempt in range(4):
        told = call(sale, method, sale.trx)
        if apply(sale, told) or (told or {}).get("RESPONSECODE") == "68":
            return
        time.sleep(0.05)
        if FAULT == "new-id":
            with lock:
                sales.pop(sale.trx, None)
                sale.trx = next_trx()
                sales[sale.trx] = sale


def buy(wish):
    token = wish.get("product", "").startswith("PLN")
    sale = Sale(wish, next_trx())
    direct = wish.get("operation") in ("direct", "topup")
    if token and not direct and FAULT != "no-query":
        told = call(sale, "PLNPrepaidQuery", next_trx())
        if not told or told["RESPONSECODE"] != "00":
            return
    with lock:
        sales[sale.trx] = sale
    sale.method = ("PLNPrepaidDirectTopup" if direct else "PLNPrepaidTopup") if token else "topUpRequest"
    purchase(sale, sale.method)


def ask_pending():
    """Status checks of all that is open, as long as a trx_id is safe to repeat: an hour before its day is over."""
    with lock:
        open_sales = [sale for sale in sales.values() if sale.state == "pending" and sale.sent]
    for sale in open_sales:
        if now() - sale.sent < 23 * 3600:
            apply(sale, call(sale, sale.method, sale.trx))


def books(code):
    with lock:
        found = [sale for sale in sales.values() if code in (sale.trx, sale.number)]
        return {"payments": [{"reference": sale.trx, "amount": sale.price, "state": sale.state, "receipt": sale.sn or None}
                             for sale in found for _ in range(max(1, sale.credits))]}


def callback(raw):
    if b"<!DOCTYPE" in raw:
        return 400
    try:
        (told,), _ = xmlrpc.client.loads(raw)
        trx = told["REQUESTID"]
    except Exception:
        return 400
    with lock:
        sale = sales.get(trx)
        if sale is None:
            return 404
        if sale.id is not None and sale.id != told.get("TRANSACTIONID"):
            return 409
    apply(sale, told)
    return 200


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        global ahead
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status, answer = 200, b"OK"
        if self.path == "/callback":
            status = callback(raw)
        elif self.path == "/ops/buy":
            buy(json.loads(raw)["wish"])
            answer = b""
        elif self.path == "/ops/later":
            ahead += json.loads(raw)["seconds"]
            ask_pending()
            answer = json.dumps({"now": int(now() * 1000)}).encode()
        elif self.path == "/ops/books":
            answer = json.dumps(books(json.loads(raw)["code"])).encode()
        elif self.path == "/ops/left":
            answer = json.dumps({"balance": balance}).encode()
        else:
            status = 404
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Handler)
    print("port", server.server_address[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever(poll_interval=0.05)
