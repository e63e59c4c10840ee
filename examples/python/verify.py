"""Verifies records: reads lines of JSON, {id, record, jwks, aud?, now?, …}, and answers each by a line {id, ok, code?}."""
import json
import sys

from forms import Refused, check_times, decode, refuse_if
from records import LONGEST_KEPT, Record, read_header, read_key, verify

def fits(jwk, header):
    """C-98: whether a published key is one that a header names."""
    try:
        read_key(header['alg'], jwk)
    except Refused:
        return False
    return (isinstance(header.get('kid'), str) and jwk.get('kid') == header['kid'] and jwk.get('alg', header['alg']) == header['alg']
            and jwk.get('use', 'sig') == 'sig' and jwk.get('key_ops') != [])

def verify_kept(case):
    """A record that both sides hold."""
    record = Record(case['record'], LONGEST_KEPT)
    is_customers = '://' not in record.claims['iss']
    refuse_if(len(record.signatures) != (2 if is_customers else 1), 'malformed')
    if is_customers:
        record.verify_customer()
    one = record.signatures[-1]
    header, is_by_passkey = read_header(one)
    refuse_if(is_by_passkey, 'malformed')
    keys = [jwk for jwk in case['jwks']['keys'] if fits(jwk, header)]
    refuse_if(len(keys) != 1, 'unknown_key')
    verify(read_key(header['alg'], keys[0]), decode(one['signature']), record.signed(one))

def verify_sent(case):
    """A record that is sent to the endpoint of `aud` at the time `now`: steps 2 to 13, without the store."""
    record = Record(case['record']).verify_customer()
    refuse_if(record.claims['aud'] != case['aud'], 'wrong_audience')
    check_times(record.claims, case['now'])

for line in sys.stdin:
    case = json.loads(line)
    verdict = {'id': case['id'], 'ok': True}
    try:
        verify_sent(case) if 'aud' in case else verify_kept(case)
    except Refused as refused:
        verdict = {'id': case['id'], 'ok': False, 'code': str(refused)}
    print(json.dumps(verdict), flush=True)
