"""Keeps relationships in SQLite and answers records: steps 11 to 24 of the order of checks in docs/contract.md."""
import json
import re
import sqlite3
import time
import uuid
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from pathlib import Path

from forms import BODIES, check_times, encode, read_time, refuse_if, units, words, write
from records import Key, Record

ROSTER = re.compile('SD-BASE(-A|-AT|-ATP|-ATP-S3P)?(-DP)?|PDC-(INTENT|AI|GOOD)')
ANSWERED = {'converse': None, 'receipt': 'pledge', 'revoke': 'share'}
TABLE = '''CREATE TABLE IF NOT EXISTS entries (
  place INTEGER PRIMARY KEY, customer TEXT, side TEXT, jti TEXT, hash TEXT, act TEXT, claims TEXT, credential TEXT,
  received BLOB, record TEXT, status INTEGER, answer TEXT, UNIQUE (customer, side, jti))'''

def refusal(code):
    return {'refused': True, 'code': code, 'message': f'{code.replace("_", " ").capitalize()}.'}

class Relationship:
    """What the vendor holds of one customer: entries are its records, and the proposals that it refused or countered."""
    def __init__(self, db, customer):
        rows = db.execute('SELECT * FROM entries WHERE customer = ? ORDER BY place', (customer,))
        self.entries = [{**row, 'claims': json.loads(row['claims']), 'answer': json.loads(row['answer'])} for row in rows]
        self.records = [one for one in self.entries if one['record']]
        self.line = [one for one in self.records if one['act'] != 'leave']
        self.leaves = [one for one in self.records if one['act'] == 'leave']
        self.last = self.line[-1]['hash'] if self.line else None
        self.is_paused = 'pause' in {one['side']: one['act'] for one in self.line if one['act'] in ('pause', 'resume')}.values()
        self.status = 'ended' if self.leaves else 'paused' if self.is_paused else 'related'

    def check(self, side, claims):
        """Steps 16 to 20, for a record of either side."""
        act, body = claims['act'], claims.get('body', {})
        refuse_if(self.leaves, 'ended')
        refuse_if(act not in ('relate', 'intentcast') and not self.line, 'not_related')
        refuse_if(act not in ('converse', 'regard', 'pause', 'resume', 'leave') and (act == 'receipt') != (side == 'vendor'), 'wrong_side')
        refuse_if(act == 'intentcast' and claims.get('agreement') != 'PDC-INTENT', 'unsupported_agreement')
        refuse_if(act == 'converse' and words(4_000)(body['text']), 'unreadable_text')
        if act == 'share':  # C-125, C-126: for a year at most; a year after 29 February is 1 March
            until, since = read_time(body['until']), datetime.fromtimestamp(claims['iat'], timezone.utc)
            refuse_if(until <= claims['iat'], 'until_passed')
            refuse_if(until > read_time(f'{since.year + 1}-{since.strftime("%m-%d").replace("02-29", "03-01")}'), 'until_too_late')
        if act in ANSWERED and 're' in body:
            answered = next((one for one in self.records if one['hash'] == body['re']), None)
            refuse_if(not answered, 'unknown_re')
            refuse_if(act == 'converse' and answered['side'] == side, 'own_re')
            refuse_if(act != 'converse' and answered['act'] != ANSWERED[act], 'wrong_re')
            revoked = [one['claims']['body']['re'] for one in self.line if one['act'] == 'revoke']
            refuse_if(act == 'revoke' and body['re'] in revoked, 'revoked')
        refuse_if(claims.get('prev') != self.last, 'broken_chain')
        refuse_if(self.is_paused and act in ('converse', 'intentcast', 'pledge', 'share'), 'paused')

    def tell(self, prev):
        """The answer to a question: the records after `prev`, as many as there is room for (C-216, C-219)."""
        erasure = next(({'erasure': one['answer']['erasure']} for one in self.leaves if 'erasure' in one['answer']), {})
        known = next((number for number, one in enumerate(self.records, 1) if one['hash'] == prev), 0)
        told, size = [], 2
        for one in self.records[known:]:
            size += units(write(one['record'])) + 1
            if size > 4_194_304:
                return {'records': told, 'more': True, **erasure}
            told.append(one['record'])
        return {'records': told, **erasure}

class Vendor:
    """The vendor's side, with the agreements in `accepts`."""
    def __init__(self, folder, origin, name, accepts):
        Path(folder).mkdir(exist_ok=True)
        self.path, self.origin, self.name, self.accepts = Path(folder) / 'relbutton.db', origin, name, accepts
        self.key = Key(Path(folder) / 'key.pem')
        with self.transaction() as db:
            db.execute(TABLE)

    @contextmanager
    def transaction(self):
        """One atomic step: all of it is stored, or none. Other threads and processes wait."""
        with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as db:
            db.row_factory = sqlite3.Row
            db.executescript('PRAGMA secure_delete = ON; BEGIN IMMEDIATE')
            yield db
            db.execute('COMMIT')

    def receive(self, text, received):
        """Answers a record by an HTTP status and a body. Raises Refused."""
        record = Record(text).verify_customer()
        claims, act = record.claims, record.claims['act']
        refuse_if(claims['aud'] != self.origin, 'wrong_audience')
        with self.transaction() as db:
            relationship = Relationship(db, claims['iss'])
            for one in relationship.entries:
                if (one['side'], one['jti']) == ('customer', claims['jti']):
                    refuse_if(one['received'] != received, 'jti_reused')
                    return one['status'], one['answer']
            check_times(claims, time.time())
            refuse_if(act not in BODIES, 'unsupported_act')
            if act not in ('sync', 'export', 'leave'):
                relationship.check('customer', claims)
            is_proposal = act == 'relate' or act == 'intentcast' and not relationship.line
            refuse_if(act == 'intentcast' and not is_proposal and 'PDC-INTENT' not in self.accepts, 'unsupported_agreement')
            refuse_if('challenge' in claims and act != 'leave', 'wrong_challenge')  # this vendor gives none
            if act in ('sync', 'export'):
                return 200, relationship.tell(claims.get('prev') if act == 'sync' else None)
            answer = self.decide(claims, relationship) if is_proposal else None
            status = 400 if answer and 'refused' in answer else 200
            if not answer:
                record.signatures.append(self.key.sign(record.payload))
                answer = {'record': record.write()}
            if act == 'leave' and 'erase' in claims.get('body', {}):
                db.execute("DELETE FROM entries WHERE customer = ? AND act <> 'leave'", (claims['iss'],))
                answer['erasure'] = {'erased': True}
            self.keep(db, 'customer', claims['iss'], record, received, status, answer)
            return status, answer

    def decide(self, claims, relationship):
        """Steps 22 to 24: None to accept, or the answer by which a proposal is countered or refused."""
        earlier = [one for one in relationship.entries
                   if not one['record'] and one['claims'].get('prev') == claims.get('prev') and one['claims']['exp'] > time.time()]
        refuse_if(not ROSTER.fullmatch(claims.get('agreement', '')), 'unsupported_agreement')
        refuse_if(len(earlier) > 1, 'too_many_proposals')
        if claims['agreement'] in self.accepts:
            return None
        offered = [one for one in self.accepts if one.startswith('SD-') and claims['act'] == 'relate' and not earlier]
        return {'counter': offered[0]} if offered else refusal('unsupported_agreement')

    def keep(self, db, side, customer, record, received, status, answer):
        """Keeps a record with its answer, and the credential of a passkey that begins a relationship."""
        claims, begins = record.claims, record.is_by_passkey and record.claims['act'] == 'relate' and 'prev' not in record.claims
        credential = claims.get('body', {}).get('credential', '') if begins else None
        row = (customer, side, claims['jti'], record.hash, claims['act'], json.dumps(claims), credential, received)
        db.execute(f'INSERT INTO entries VALUES (NULL{", ?" * 11})', (*row, answer.get('record'), status, json.dumps(answer)))

    def look_up(self, name, value):
        """Finds a relationship that a passkey began, by its `credential` or its `customer` (C-149 to C-151)."""
        with self.transaction() as db:
            found = db.execute(f"SELECT * FROM entries WHERE {name} = ? AND credential IS NOT NULL AND {name} <> ''"
                               ' AND record IS NOT NULL ORDER BY place LIMIT 1', (value,)).fetchone()
            refuse_if(not found, 'unknown_credential')
            relationship = Relationship(db, found['customer'])
        first = Record(found['received'].decode()).verify_customer()
        since = datetime.fromtimestamp(first.claims['iat'], timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
        answer = {'iss': found['customer'], 'status': relationship.status, 'credential': found['credential'], 'jwk': first.jwk,
                  'agreement': [one['claims']['agreement'] for one in relationship.line if one['act'] == 'relate'][-1],
                  'prev': relationship.last, 'since': since}
        return {name: one for name, one in answer.items() if one}

    def say(self, beginning, act, body):
        """Signs an act of the vendor's, whose agent fetches it by `sync`, for the customer whose `iss` begins so."""
        now = int(time.time())
        with self.transaction() as db:
            customers = {one for one, in db.execute('SELECT customer FROM entries') if one.startswith(beginning)}
            refuse_if(len(customers) != 1, 'not_related')
            relationship = Relationship(db, customer := customers.pop())
            claims = {'iss': self.origin, 'aud': customer, 'jti': str(uuid.uuid4()), 'iat': now, 'exp': now + 600, 'act': act, 'body': body,
                      'prev': relationship.last}
            payload = encode(write(claims).encode())
            record = Record(write({'payload': payload, 'signatures': [self.key.sign(payload)]}))
            relationship.check('vendor', claims)
            self.keep(db, 'vendor', customer, record, None, 200, {'record': record.write()})
            return record.write()
