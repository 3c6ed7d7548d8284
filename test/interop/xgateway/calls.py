#!/usr/bin/env python3
"""Calls a gateway with xmlrpc.client as scripts do, and prints what came of each call: one JSON object by name."""
import json
import sys
import urllib.error
import urllib.request
import xmlrpc.client

URL, USER, PIN = sys.argv[1:4]
counter = 0


def ask(nohp, nom, **more):
    global counter
    counter += 1
    return {"MSISDN": USER, "REQUESTID": "PY%06d" % counter, "PIN": PIN, "NOHP": nohp, "NOM": nom, **more}


def outcome(call):
    try:
        return {"members": call()}
    except xmlrpc.client.Fault as fault:
        return {"fault": fault.faultString}
    except xmlrpc.client.ProtocolError as error:
        return {"status": error.errcode}
    except Exception as error:
        return {"trouble": "%s: %s" % (type(error).__name__, error)}


def raw(body):
    request = urllib.request.Request(URL, data=body, headers={"Content-Type": "text/xml"})
    try:
        return {"status": 200, "text": urllib.request.urlopen(request, timeout=5).read().decode()}
    except urllib.error.HTTPError as error:
        return {"status": error.code}


class Zipped(xmlrpc.client.Transport):
    encode_threshold = 1


plain = xmlrpc.client.ServerProxy(URL)
nil = xmlrpc.client.ServerProxy(URL, allow_none=True)
zipped = xmlrpc.client.ServerProxy(URL, transport=Zipped())
latin = xmlrpc.client.ServerProxy(URL, encoding="iso-8859-1")


def multi():
    calls = xmlrpc.client.MultiCall(plain)
    calls.topUpRequest(ask("085700000001", "I20"))
    return list(calls())


first = ask("085700000001", "I20")
queried = ask("11310000001", "PLN20")
lacking = ask("085700000001", "I20")
del lacking["NOM"]
told = {}
for name, call in {
    "topUpRequest": lambda: plain.topUpRequest(first),
    "again": lambda: plain.topUpRequest(first),
    "TopupRequest": lambda: plain.TopupRequest(ask("085700000001", "I20")),
    "TOPUPREQUEST": lambda: plain.TOPUPREQUEST(ask("085700000001", "I20")),
    "early": lambda: plain.PLNPrepaidTopup(ask("11310000002", "PLN20")),
    "PLNPrepaidQuery": lambda: plain.PLNPrepaidQuery(queried),
    "PLNPrepaidTopup": lambda: plain.PLNPrepaidTopup(ask("11310000001", "PLNA20")),
    "PLNPrepaidDirectTopup": lambda: plain.PLNPrepaidDirectTopup(ask("11310000003", "PLN20")),
    "ampersand": lambda: plain.PLNPrepaidDirectTopup(ask("11330000003", "PLNA20")),
    "token": lambda: plain.TopupRequest(ask("11310000004", "PLN20")),
    "missing": lambda: plain.topUpRequest(ask("089900000001", "I20")),
    "pending": lambda: plain.topUpRequest(ask("081100000001", "I20")),
    "pin": lambda: plain.topUpRequest(ask("085700000001", "I20", PIN="999999")),
    "more": lambda: plain.topUpRequest(ask("085700000001", "I20", NOTE="café & sons")),
    "latin": lambda: latin.topUpRequest(ask("085700000001", "I20", NOTE="café")),
    "zipped": lambda: zipped.topUpRequest(ask("085700000001", "I20")),
    "int": lambda: plain.topUpRequest(ask("085700000001", "I20", REQUESTID=12906609)),
    "lacking": lambda: plain.topUpRequest(lacking),
    "empty": lambda: plain.topUpRequest(ask("", "I20")),
    "nil": lambda: nil.topUpRequest(ask(None, "I20")),
    "accent": lambda: plain.topUpRequest(ask("0857é", "I20")),
    "list": lambda: plain.topUpRequest([ask("085700000001", "I20")]),
    "two": lambda: plain.topUpRequest(ask("085700000001", "I20"), "I20"),
    "none": lambda: plain.topUpRequest(),
    "unknown": lambda: plain.topDownRequest(ask("085700000001", "I20")),
    "listMethods": lambda: plain.system.listMethods(),
    "multi": multi,
    "multicall": lambda: plain.system.multicall([{"methodName": "topUpRequest", "params": [ask("085700000001", "I20")]}]),
    "base64": lambda: plain.topUpRequest(ask("085700000001", "I20", PIN=xmlrpc.client.Binary(b"123456"))),
    "after": lambda: plain.topUpRequest(ask("085700000001", "I20")),
}.items():
    told[name] = outcome(call)
told["broken"] = raw(b"<methodCall><methodName>topUpRequest</methodName>")
told["nothing"] = raw(b"")
told["last"] = outcome(lambda: plain.topUpRequest(ask("085700000001", "I20")))
print(json.dumps(told))
