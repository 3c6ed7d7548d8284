"""A hook as a command: hands the question on to a program that runs, at the port and path that are its arguments."""
import sys
import urllib.request

port, path = sys.argv[1:3]
print(urllib.request.urlopen("http://127.0.0.1:%s%s" % (port, path), data=sys.stdin.buffer.read(), timeout=30).read().decode())
