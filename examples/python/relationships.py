"""Keeps relationships in SQLite and answers records: steps 11 to 24 of the order of checks in docs/contract.md."""
import json
import os
import sqlite3
import time
import uuid
from contextlib import closing, contextmanager
from datetime import datetime, timezone

from forms import BODIES, Refused, check_claims, check_times, check_until, digest, encode, refuse_if, said, units, write
from key import Key
from records import Record

ROSTER = ['SD-BASE' + what + also for what in ('', '-A', '-AT', '-ATP', '-ATP-S3P') for also in ('', '-DP')] + ['PDC-INTENT', 'PDC-AI', 'PDC-GOOD']
BY_EITHER = {'converse', 'regard', 'pause', 'resume', 'leave'}
LONGEST_ANSWER = 4_194_304
TABLES = '''
CREATE TABLE IF NOT EXISTS entries (
  place INTEGER PRIMARY KEY, customer TEXT, side TEXT, jti TEXT, hash TEXT, act TEXT, claims TEXT, credential TEXT,
  received BLOB, record TEXT, status INTEGER, answer TEXT, UNIQUE (customer, side, jti));
CREATE INDEX IF NOT EXISTS entries_credential ON entries (credential) WHERE credential IS NOT NULL;
'''

def refusal(code):
    return {'refused': True, 'code': code, 'message': f'{code.replace("_", " ").capitalize()}.'}

class Relationship:
    """What the vendor holds of one customer: entries are its records, and the proposals that are pending, refused or countered."""
    def __init__(self, db, customer):
        self.entries = [{**one, 'claims': json.loads(one['claims']), 'answer': json.loads(one['answer'])}
                        for one in db.execute('SELECT * FROM entries WHERE customer = ? ORDER BY place', (customer,))]
        self.records = [one for one in self.entries if one['record']]
        self.line = [one for one in self.records if one['act'] != 'leave']
        self.leaves = [one for one in self.records if one['act'] == 'leave']
        self.pending = next((one for one in self.entries if one['status'] == 202), None)
        self.last = self.line[-1]['hash'] if self.line else None
        on_hold = {one['side']: one['act'] for one in self.line if one['act'] in ('pause', 'resume')}
        self.status = 'paused' if 'pause' in on_hold.values() else 'related' if self.line else 'asked' if self.pending else 'offered'
        self.status = 'ended' if self.leaves else self.status

    def check(self, side, claims):
        """Steps 16 to 20, for a record of either side."""
        act, body = claims['act'], claims.get('body', {})
        refuse_if(self.leaves, 'ended')
        refuse_if(act not in ('relate', 'intentcast') and not self.line, 'not_related')
        refuse_if(act not in BY_EITHER and (act == 'receipt') != (side == 'vendor'), 'wrong_side')
        refuse_if(act == 'intentcast' and claims.get('agreement') != 'PDC-INTENT', 'unsupported_agreement')
        refuse_if(act == 'converse' and said(body['text']), 'unreadable_text')
        if act == 'share':
            check_until(claims)
        if act in ('converse', 'receipt', 'revoke') and 're' in body:
            self.check_re(side, act, body['re'])
        refuse_if(claims.get('prev') != self.last, 'broken_chain')
        refuse_if(self.status == 'paused' and act in ('converse', 'intentcast', 'pledge', 'share'), 'paused')

    def check_re(self, side, act, re):
        answered = next((one for one in self.records if one['hash'] == re), None)
        refuse_if(not answered, 'unknown_re')
        refuse_if(act == 'converse' and answered['side'] == side, 'own_re')
        refuse_if(act != 'converse' and answered['act'] != {'receipt': 'pledge', 'revoke': 'share'}[act], 'wrong_re')
        refuse_if(act == 'revoke' and any(one['act'] == 'revoke' and one['claims']['body']['re'] == re for one in self.line), 'revoked')

    def proposals(self, prev):
        """The proposals of this negotiation that count (C-208)."""
        return [one for one in self.entries if not one['record'] and one['claims'].get('prev') == prev
                and (one is self.pending or one['claims']['exp'] > time.time())]

    def erasure(self):
        return next(({'erasure': one['answer']['erasure']} for one in self.leaves if 'erasure' in one['answer']), {})

    def tell(self, prev):
        """The answer to a question: the records after `prev` (C-216, C-219)."""
        known = next((number for number, one in enumerate(self.records, 1) if one['hash'] == prev), 0)
        told, size = [], 2
        for one in self.records[known:]:
            size += units(write(one['record'])) + 1
            if size > LONGEST_ANSWER:
                return {'records': told, 'more': True, **self.erasure()}
            told.append(one['record'])
        return {'records': told, **self.erasure()}

class Vendor:
    """The vendor's side: `accepts` are its agreements, and a person decides on those of them in `asks`."""
    def __init__(self, folder, origin, name, accepts, asks):
        os.makedirs(folder, exist_ok=True)
        self.path, self.origin, self.name, self.accepts, self.asks = os.path.join(folder, 'relbutton.db'), origin, name, accepts, asks
        former = sorted((one for one in os.listdir(folder) if one.startswith('key-') and one.endswith('.pem')), reverse=True)
        self.keys = [Key(os.path.join(folder, one)) for one in ('key.pem', *former)]
        with self.transaction() as db:
            for statement in TABLES.split(';\n'):
                db.execute(statement)

    @contextmanager
    def transaction(self):
        """One atomic step: all of it is stored, or none. Other threads and processes wait."""
        with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as db:
            db.row_factory = lambda cursor, row: dict(zip((column[0] for column in cursor.description), row))
            db.execute('PRAGMA secure_delete = ON')
            db.execute('BEGIN IMMEDIATE')
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
            if act == 'leave':
                return self.let_go(db, relationship, record, received)
            if act not in ('sync', 'export'):
                relationship.check('customer', claims)
            is_proposal = act == 'relate' or act == 'intentcast' and not relationship.line
            refuse_if(act == 'intentcast' and not is_proposal and 'PDC-INTENT' not in self.accepts, 'unsupported_agreement')
            refuse_if('challenge' in claims, 'wrong_challenge')  # this vendor gives none
            if act in ('sync', 'export'):
                return 200, relationship.tell(claims.get('prev') if act == 'sync' else None)
            decision = self.decide_on(claims, relationship) if is_proposal else 'accept'
            return self.keep(db, record, received, *self.conclude(record, decision))

    def decide_on(self, claims, relationship):
        """Steps 22 to 24: accept, pending, the agreement of a counter, or the code of a refusal."""
        earlier = relationship.proposals(claims.get('prev'))
        refuse_if(claims.get('agreement') not in ROSTER, 'unsupported_agreement')
        refuse_if(relationship.pending or len(earlier) > 1, 'too_many_proposals')
        if claims['agreement'] in self.accepts:
            return 'pending' if claims['agreement'] in self.asks else 'accept'
        offered = next((one for one in self.accepts if one.startswith('SD-')), None)
        return offered if offered and claims['act'] == 'relate' and not earlier else 'unsupported_agreement'

    def conclude(self, record, decision):
        """The HTTP status and the body of the answer."""
        if decision == 'accept':
            record.signatures.append(self.keys[0].sign(record.payload))
            return 200, {'record': record.write()}
        if decision == 'pending':
            return 202, {'pending': True}
        return (200, {'counter': decision}) if decision in ROSTER else (400, refusal(decision))

    def keep(self, db, record, received, status, answer):
        """Keeps a customer's record with its answer, and the credential of a passkey that begins a relationship."""
        claims, is_by_new_passkey = record.claims, record.is_by_passkey and record.claims['act'] == 'relate' and 'prev' not in record.claims
        credential = claims.get('body', {}).get('credential', '') if is_by_new_passkey else None
        self.insert(db, claims['iss'], 'customer', record.hash, claims, credential, received, status, answer)
        return status, answer

    def insert(self, db, customer, side, record_hash, claims, credential, received, status, answer):
        db.execute('INSERT INTO entries (customer, side, jti, hash, act, claims, credential, received, record, status, answer)'
                   ' VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
                   (customer, side, claims['jti'], record_hash, claims['act'], json.dumps(claims), credential, received,
                    answer.get('record'), status, json.dumps(answer)))

    def let_go(self, db, relationship, record, received):
        """Keeps a leave, always (C-157). With `erase` it erases all but the leaves."""
        status, answer = self.conclude(record, 'accept')
        customer = record.claims['iss']
        if record.claims.get('body', {}).get('erase'):
            db.execute("DELETE FROM entries WHERE customer = ? AND act <> 'leave'", (customer,))
            answer['erasure'] = {'erased': True}
        db.execute('UPDATE entries SET status = 400, answer = ? WHERE customer = ? AND status = 202', (json.dumps(refusal('ended')), customer))
        return self.keep(db, record, received, status, answer)

    def look_up(self, name, value):
        """Finds a relationship that a passkey began, by its `credential` or its `customer` (C-149 to C-151)."""
        with self.transaction() as db:
            found = db.execute(f"SELECT * FROM entries WHERE {name} = ? AND credential IS NOT NULL AND {name} <> ''"
                               ' AND (record IS NOT NULL OR status = 202) ORDER BY place LIMIT 1', (value,)).fetchone()
            refuse_if(not found, 'unknown_credential')
            relationship = Relationship(db, found['customer'])
        first = Record(found['received'].decode()).verify_customer()
        answer = {'iss': found['customer'], 'status': relationship.status, 'credential': found['credential'], 'jwk': first.jwk}
        if relationship.line:
            agreements = [one['claims']['agreement'] for one in relationship.line if one['act'] == 'relate']
            since = datetime.fromtimestamp(first.claims['iat'], timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
            answer.update(prev=relationship.last, agreement=agreements[-1], since=since)
        return {name: one for name, one in answer.items() if one}

    # What the vendor's people do, by commands

    def all_pending(self):
        with self.transaction() as db:
            return db.execute('SELECT customer, claims FROM entries WHERE status = 202 ORDER BY place').fetchall()

    def find(self, db, beginning):
        found = db.execute('SELECT DISTINCT customer FROM entries WHERE substr(customer, 1, ?) = ?', (len(beginning), beginning)).fetchall()
        refuse_if(len(found) != 1, 'not_related')
        return found[0]['customer']

    def decide(self, beginning, decision):
        """Decides a pending proposal (C-210): accept, refused, or the agreement of a counter. The first characters name a customer."""
        with self.transaction() as db:
            relationship = Relationship(db, self.find(db, beginning))
            entry = relationship.pending
            refuse_if(not entry, 'not_related')
            prev = entry['claims'].get('prev')
            if decision not in ('accept', 'refused', *self.accepts) or decision in ROSTER and len(relationship.proposals(prev)) > 1:
                raise Refused('unsupported_counter')
            decision = decision if prev == relationship.last else 'broken_chain'
            status, answer = self.conclude(Record(entry['received'].decode()), decision)
            db.execute('UPDATE entries SET status = ?, answer = ?, record = ?, place = (SELECT max(place) + 1 FROM entries) WHERE place = ?',
                       (status, json.dumps(answer), answer.get('record'), entry['place']))
            return answer

    def say(self, beginning, act, body):
        """Signs an act of the vendor's for a customer, whose agent fetches it by `sync`."""
        now = int(time.time())
        with self.transaction() as db:
            customer = self.find(db, beginning)
            relationship = Relationship(db, customer)
            claims = {'iss': self.origin, 'aud': customer, 'jti': str(uuid.uuid4()), 'iat': now, 'exp': now + 600, 'act': act, 'body': body}
            claims.update({'prev': relationship.last} if relationship.last else {})
            check_claims({**claims, 'iat': float(now), 'exp': float(now + 600)})
            relationship.check('vendor', claims)
            payload = write(claims).encode()
            record = write({'payload': encode(payload), 'signatures': [self.keys[0].sign(encode(payload))]})
            self.insert(db, customer, 'vendor', encode(digest(payload)), claims, None, None, 200, {'record': record})
            return record
