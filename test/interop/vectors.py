"""Recomputes the published vectors of a protocol with nothing but Python's standard library; prints what differs."""
import base64
import hashlib
import hmac
import json
import sys


def doku(vectors):
    wrong = []
    secret = vectors["secret"].encode()
    for one in vectors["positive"]:
        lines = ["Client-Id:" + vectors["clientId"], "Request-Id:" + one["requestId"],
                 one["timeName"] + ":" + one["time"], "Request-Target:" + one["target"]]
        if one.get("body") is not None:
            digest = base64.b64encode(hashlib.sha256(one["body"].encode()).digest()).decode()
            if digest != one["digest"]:
                wrong.append(one["id"] + " digest")
            lines.append("Digest:" + digest)
        text = "\n".join(lines)
        mac = base64.b64encode(hmac.new(secret, text.encode(), hashlib.sha256).digest()).decode()
        if "HMACSHA256=" + mac != one["signature"]:
            wrong.append(one["id"])
    return len(vectors["positive"]), wrong


def read(der, at):
    """Tag, content and end of one DER element."""
    tag, size, at = der[at], der[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size = int.from_bytes(der[at:at + count], "big")
        at += count
    return tag, der[at:at + size], at + size


def numbers(der):
    """Modulus and private exponent of a PKCS#8 key."""
    _, body, _ = read(der, 0)
    at = 0
    for _ in range(2):
        _, _, at = read(body, at)
    _, octets, _ = read(body, at)
    _, key, _ = read(octets, 0)
    found, at = [], 0
    while at < len(key):
        _, content, at = read(key, at)
        found.append(int.from_bytes(content, "big"))
    return found[1], found[3]


def signature(text, modulus, exponent):
    """PKCS#1 v1.5 blocks of type 1 around the bytes of a text."""
    size = (modulus.bit_length() + 7) // 8
    data = text.encode()
    blocks = [data[i:i + size - 11] for i in range(0, len(data), size - 11)] or [b""]
    out = b""
    for block in blocks:
        padded = b"\x00\x01" + b"\xff" * (size - 3 - len(block)) + b"\x00" + block
        out += pow(int.from_bytes(padded, "big"), exponent, modulus).to_bytes(size, "big")
    return base64.b64encode(out).decode()


def value(one):
    if one is None:
        return ""
    if isinstance(one, str):
        return one
    return json.dumps(one, separators=(",", ":"))


def bdpay(vectors):
    wrong = []
    keys = {name: numbers(base64.b64decode(key["privateKey"])) for name, key in vectors["keys"].items()
            if "privateKey" in key}
    for one in vectors["right"]:
        fields = {name: value for name, value in one["fields"].items() if name != one["at"]}
        text = "".join(value(fields[name]) for name in sorted(fields, key=lambda name: name.encode()))
        if text != one["text"]:
            wrong.append(one["id"] + " text")
        if one["key"] in keys and "signature" in one and signature(text, *keys[one["key"]]) != one["signature"]:
            wrong.append(one["id"])
    return len(vectors["right"]), wrong


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        count, wrong = {"doku": doku, "bdpay": bdpay}[sys.argv[1]](json.load(file))
    print(json.dumps({"count": count, "wrong": wrong}))
