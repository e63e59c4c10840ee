"""A vendor's server for the relbutton, to read: README.md says how to run it."""
import argparse
import json
import socket
import sqlite3
import sys
import time
import traceback
from codecs import getincrementaldecoder
from collections import Counter
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from forms import BODIES, Refused, refuse_if, units, write
from records import LONGEST
from relationships import Vendor, refusal

ENDPOINT, JWKS = '/relbutton', '/.well-known/jwks.json'
ANY_ORIGIN, SECONDS = {'Access-Control-Allow-Origin': '*'}, 10
STATUS = {'unknown_credential': 404, 'method_not_allowed': 405, 'timed_out': 408, 'jti_reused': 409, 'too_large': 413, 'no_room': 413,
          'unsupported_media_type': 415, 'too_many_requests': 429, 'server_error': 500, 'unavailable': 503}

def documents(vendor):
    """The well-known files."""
    agreements = [{'id': one, 'url': f'https://myterms.info/agreements/{one}'} for one in vendor.accepts]
    acts = [act for act in BODIES if act != 'receipt']
    return {
        '/.well-known/relbutton.json': {'name': vendor.name, 'accepts': vendor.accepts, 'acts': acts,
                                        'endpoint': vendor.origin + ENDPOINT, 'jwks': vendor.origin + JWKS},
        JWKS: {'keys': [key.jwk for key in vendor.keys[:32]]},
        '/.well-known/myterms.json': {'effective_date': formatdate(vendor.keys[0].made, usegmt=True), 'agreements': agreements},
    }

class Server(ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 128

    def __init__(self, port, vendor, per_minute):
        self.vendor, self.documents, self.per_minute, self.minute, self.counts = vendor, documents(vendor), per_minute, 0, Counter()
        super().__init__(('127.0.0.1', port), Handler)

    def count(self, client):
        """The rate limit, by client and minute."""
        if self.minute != int(time.time() / 60):
            self.minute, self.counts = int(time.time() / 60), Counter()
        self.counts[client] += 1
        refuse_if(self.counts[client] > self.per_minute > 0, 'too_many_requests')

class Handler(BaseHTTPRequestHandler):
    """Answers one request, and closes the connection."""
    protocol_version, wbufsize, timeout = 'HTTP/1.1', 65_536, SECONDS

    def __getattr__(self, name):
        """http.server looks for do_GET, do_POST and so on: every method has one answer."""
        if name.startswith('do_'):
            return self.answer
        raise AttributeError(name)

    def log_message(self, *_):
        """Keeps no log of addresses."""

    def send_error(self, *_):
        """http.server could not read the request."""
        self.command = None
        self.send(400, refusal('bad_request'), ANY_ORIGIN)

    def answer(self):
        path, _, query = self.requestline.split()[1].partition('?')
        document = self.server.documents.get(path)
        if path != ENDPOINT and not document:
            return self.send(404, None, {'Content-Length': '0'})
        methods = 'GET, HEAD, OPTIONS' if document else 'GET, POST, OPTIONS'
        asked = [one for one in parse_qsl(query, True) if one[0] in ('credential', 'customer')] if self.command == 'GET' and not document else []
        headers = {'Cache-Control': 'no-store'} if asked else dict(ANY_ORIGIN)
        if self.command == 'OPTIONS':
            allowed = {'Allow': methods, 'Access-Control-Allow-Methods': methods, 'Access-Control-Allow-Headers': 'content-type'}
            return self.send(204, None, {**headers, **allowed})
        try:
            status, body = (200, document) if document and self.command in ('GET', 'HEAD') else self.receive(asked, document)
        except Refused as refused:
            status, body = STATUS.get(refused.code, 400), refusal(refused.code)
        except Exception as error:
            traceback.print_exception(error)
            status, body = (503, refusal('unavailable')) if isinstance(error, sqlite3.Error) else (500, refusal('server_error'))
        headers.update({'Allow': methods} if status == 405 else {})
        headers.update({'Retry-After': '60', 'Access-Control-Expose-Headers': 'Retry-After'} if status in (429, 503) else {})
        self.send(status, body, headers)

    def receive(self, asked, document):
        """Steps 1 to 3 of the order of checks, and a look-up."""
        refuse_if(document or self.command != 'POST' and not asked, 'method_not_allowed')
        self.server.count(self.client_address[0])
        if asked:
            refuse_if(len(asked) > 1, 'bad_request')
            return 200, self.server.vendor.look_up(*asked[0])
        refuse_if(self.headers.get('content-type', '').split(';')[0].strip().lower() != 'application/jose+json', 'unsupported_media_type')
        decoder, text, received = getincrementaldecoder('utf-8')(), '', b''
        try:
            for part in self.parts():
                received += part
                text += decoder.decode(part)
                refuse_if(units(text) > LONGEST, 'too_large')
            text += decoder.decode(b'', True)
        except UnicodeDecodeError:
            raise Refused('malformed') from None
        except TimeoutError:
            raise Refused('timed_out') from None
        return self.server.vendor.receive(text, received)

    def parts(self):
        """The body as it comes, by its length or in chunks (RFC 9112, section 7.1)."""
        length, until = self.headers.get('content-length', '0'), time.monotonic() + SECONDS
        refuse_if(not length.isascii() or not length.isdigit(), 'bad_request')
        refuse_if(int(length) > 3 * LONGEST, 'too_large')
        is_chunked = 'chunked' in self.headers.get('transfer-encoding', '').lower()
        size = self.chunk_size() if is_chunked else int(length)
        while size:
            self.connection.settimeout(max(until - time.monotonic(), 0.001))
            part = self.rfile.read1(min(size, 4_096))
            refuse_if(not part, 'incomplete')
            yield part
            size -= len(part)
            if is_chunked and not size:
                self.rfile.readline(3)
                size = self.chunk_size()

    def chunk_size(self):
        try:
            return int(self.rfile.readline(64).split(b';')[0], 16)
        except ValueError:
            raise Refused('incomplete') from None

    def send(self, status, body, headers):
        self.send_response(status)
        text = b'' if body is None else write(body).encode()
        about = {} if body is None else {'Content-Type': 'application/json', 'Content-Length': str(len(text))}
        for name, value in {**headers, **about, 'Connection': 'close'}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b'' if self.command == 'HEAD' else text)

    def finish(self):
        """Takes what was refused unread for a second more: else the system would drop the answer with it."""
        try:
            super().finish()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            for _ in range(64):
                if not self.connection.recv(65_536):
                    break
        except OSError:
            pass  # the client is gone

def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('words', nargs='*', help='nothing, to serve; or: pending | decide ISS accept|refuse|AGREEMENT | say ISS ACT [BODY]')
    parser.add_argument('--port', type=int, default=8080, help='at 127.0.0.1')
    parser.add_argument('--origin', default='http://localhost:8080', help='as browsers show it')
    parser.add_argument('--name', default='Acme Coffee', help='the name that visitors see')
    parser.add_argument('--accepts', default='SD-BASE SD-BASE-DP', help='agreements')
    parser.add_argument('--asks', default='', help='those of them on which a person decides')
    parser.add_argument('--data', default='data', help='the folder of keys and records')
    parser.add_argument('--per-minute', type=int, default=120, help='requests of a client; 0: any number')
    return parser.parse_args()

def main(options):
    vendor = Vendor(options.data, options.origin, options.name, options.accepts.split(), options.asks.split())
    command, *words = options.words or ['serve']
    if command == 'pending':
        for one in vendor.all_pending():
            print(one['customer'], one['claims'])
    elif command == 'decide':
        customer, decision = words
        print(write(vendor.decide(customer, 'refused' if decision == 'refuse' else decision)))
    elif command == 'say':
        customer, act, *body = words
        print(vendor.say(customer, act, json.loads(body[0]) if body else {}))
    else:
        server = Server(options.port, vendor, options.per_minute)
        print(f'{vendor.origin} is answered at 127.0.0.1:{server.server_port}', flush=True)
        server.serve_forever()

if __name__ == '__main__':
    try:
        main(read_options())
    except Refused as refused:
        sys.exit(refused.code)
    except KeyboardInterrupt:
        pass
