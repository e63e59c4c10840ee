"""Verifies records: reads lines of JSON, {id, record, jwks, aud?, now?}, and answers each by a line {id, ok, code?}."""
import json
import sys

from forms import Refused, check_times, decode
from records import LONGEST_KEPT, Record, read_header, read_key, verify

def verify_vendor(record, jwks):
    """The vendor's signature, by its published keys."""
    one = record.signatures[-1]
    header, is_by_passkey = read_header(one)
    if is_by_passkey:
        raise Refused('malformed')
    keys = [jwk for jwk in jwks['keys'] if fits(jwk, header)]
    if len(keys) != 1:
        raise Refused('unknown_key')
    verify(read_key(header['alg'], keys[0]), decode(one['signature']), record.signed(one))

def fits(jwk, header):
    """C-98: whether a published key is the one that a header names."""
    kid, alg = header.get('kid'), header['alg']
    return (isinstance(kid, str) and jwk.get('kid') == kid and jwk.get('kty') == {'ES256': 'EC', 'EdDSA': 'OKP'}[alg]
            and jwk.get('alg', alg) == alg and jwk.get('use', 'sig') == 'sig' and 'verify' in jwk.get('key_ops', ['verify']))

def verify_kept(text, jwks):
    """A record that both sides hold."""
    record = Record(text, LONGEST_KEPT)
    is_vendors = '://' in record.claims['iss']
    if len(record.signatures) != (1 if is_vendors else 2):
        raise Refused('malformed')
    if not is_vendors:
        record.verify_customer()
    verify_vendor(record, jwks)

def verify_sent(text, aud, now):
    """A record that is sent to the endpoint of `aud` at the time `now`: steps 2 to 13, without the store."""
    record = Record(text).verify_customer()
    if record.claims['aud'] != aud:
        raise Refused('wrong_audience')
    check_times(record.claims, now)

for line in sys.stdin:
    case = json.loads(line)
    verdict = {'id': case['id'], 'ok': True}
    try:
        if 'aud' in case:
            verify_sent(case['record'], case['aud'], case['now'])
        else:
            verify_kept(case['record'], case['jwks'])
    except Refused as refused:
        verdict = {'id': case['id'], 'ok': False, 'code': refused.code}
    print(json.dumps(verdict), flush=True)
