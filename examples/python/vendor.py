"""A vendor's server for the relbutton, to read: README.md says how to run it."""
import argparse
import json
import socket
import sqlite3
import sys
import traceback
from contextlib import suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from forms import BODIES, Refused, refuse_if, units, write
from records import LONGEST
from relationships import Vendor, refusal

ENDPOINT, JWKS = '/relbutton', '/.well-known/jwks.json'
STATUS = {'unknown_credential': 404, 'method_not_allowed': 405, 'timed_out': 408, 'jti_reused': 409, 'too_large': 413, 'no_room': 413,
          'unsupported_media_type': 415, 'server_error': 500, 'unavailable': 503}

def documents(vendor):
    """The well-known files."""
    agreements = [{'id': one, 'url': f'https://myterms.info/agreements/{one}'} for one in vendor.accepts]
    return {
        '/.well-known/relbutton.json': {'name': vendor.name, 'accepts': vendor.accepts, 'acts': [act for act in BODIES if act != 'receipt'],
                                        'endpoint': vendor.origin + ENDPOINT, 'jwks': vendor.origin + JWKS},
        JWKS: {'keys': [vendor.key.jwk]},
        '/.well-known/myterms.json': {'effective_date': formatdate(vendor.key.made, usegmt=True), 'agreements': agreements},
    }

class Handler(BaseHTTPRequestHandler):
    """Answers one request, and closes the connection. `main` gives it `vendor` and `documents`."""
    timeout = 10

    def log_message(self, *_):
        """Keeps no log of addresses."""

    def answer(self):
        path, _, query = self.requestline.split()[1].partition('?')
        document = self.documents.get(path)
        if path != ENDPOINT and not document:
            return self.send(404, None, {})
        methods = 'GET, HEAD, OPTIONS' if document else 'GET, POST, OPTIONS'
        is_query = self.command == 'GET' and not document
        asked = [one for one in parse_qsl(query, True) if is_query and one[0] in ('credential', 'customer')]
        headers = {'Cache-Control': 'no-store'} if asked else {'Access-Control-Allow-Origin': '*'}
        if self.command == 'OPTIONS':
            allowed = {'Allow': methods, 'Access-Control-Allow-Methods': methods, 'Access-Control-Allow-Headers': 'content-type'}
            return self.send(204, None, {**headers, **allowed})
        try:
            status, body = (200, document) if document and self.command in ('GET', 'HEAD') else self.receive(asked, document)
        except Refused as refused:
            status, body = STATUS.get(str(refused), 400), refusal(str(refused))
        except Exception as error:
            traceback.print_exception(error)
            status, body = (503, refusal('unavailable')) if isinstance(error, sqlite3.Error) else (500, refusal('server_error'))
        headers.update({'Allow': methods} if status == 405 else {})
        headers.update({'Retry-After': '60', 'Access-Control-Expose-Headers': 'Retry-After'} if status == 503 else {})
        self.send(status, body, headers)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def receive(self, asked, document):
        """Steps 1 to 3 of the order of checks, and a look-up."""
        refuse_if(document or self.command != 'POST' and not asked, 'method_not_allowed')
        if asked:
            refuse_if(len(asked) > 1, 'bad_request')
            return 200, self.vendor.look_up(*asked[0])
        refuse_if(self.headers.get('content-type', '').split(';')[0].strip().lower() != 'application/jose+json', 'unsupported_media_type')
        length = self.headers.get('content-length', '')
        refuse_if(not length.isascii() or not length.isdigit(), 'bad_request')
        refuse_if(int(length) > 3 * LONGEST, 'too_large')
        try:
            received = self.rfile.read(int(length))
            text = received.decode()
        except TimeoutError:
            raise Refused('timed_out') from None
        except UnicodeDecodeError as error:
            refuse_if(units(received[:error.start].decode()) > LONGEST, 'too_large')
            raise Refused('malformed') from None
        refuse_if(units(text) > LONGEST, 'too_large')
        refuse_if(len(received) < int(length), 'incomplete')
        return self.vendor.receive(text, received)

    def send(self, status, body, headers):
        text = b'' if body is None else write(body).encode()
        self.send_response(status)
        for name, value in {**headers, 'Content-Type': 'application/json', 'Content-Length': str(len(text))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b'' if self.command == 'HEAD' else text)

    def finish(self):
        """Takes what was refused unread for a second more: else the system would drop the answer with it."""
        super().finish()
        self.connection.settimeout(1)
        with suppress(OSError):  # the client may be gone
            self.connection.shutdown(socket.SHUT_WR)
            while self.connection.recv(65_536):
                pass

def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('words', nargs='*', help='nothing, to serve; or an act of the vendor: ISS ACT [BODY]')
    parser.add_argument('--port', type=int, default=8080, help='at 127.0.0.1')
    parser.add_argument('--origin', default='http://localhost:8080', help='as browsers show it')
    parser.add_argument('--name', default='Acme Coffee', help='the name that visitors see')
    parser.add_argument('--accepts', default='SD-BASE SD-BASE-DP', help='agreements')
    parser.add_argument('--data', default='data', help='the folder of the key and the records')
    options = parser.parse_args()
    vendor = Vendor(options.data, options.origin, options.name, options.accepts.split())
    if options.words:
        customer, act, *body = options.words
        return print(vendor.say(customer, act, json.loads(body[0]) if body else {}))
    Handler.vendor, Handler.documents, ThreadingHTTPServer.request_queue_size = vendor, documents(vendor), 128
    server = ThreadingHTTPServer(('127.0.0.1', options.port), Handler)
    print(f'{vendor.origin} is answered at 127.0.0.1:{server.server_port}', flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()

if __name__ == '__main__':
    try:
        main()
    except Refused as refused:
        sys.exit(str(refused))
