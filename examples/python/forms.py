"""The forms of JSON, claims and bodies. The numbers, such as C-91, are those of the rules in docs/contract.md."""
import base64
import hashlib
import json
import re
import unicodedata
from datetime import datetime, timezone
from pathlib import Path

class Refused(Exception):
    """A record or a request is refused. Its text is a code of docs/vendors.md."""

def refuse_if(is_so, code):
    if is_so:
        raise Refused(code)

def units(text):
    """The length in UTF-16 code units (C-4)."""
    return len(text.encode('utf-16-le', 'surrogatepass')) // 2

def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()

def decode(text):
    """The bytes of canonical base64url (C-9). Raises ValueError or TypeError for anything else."""
    data = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    if encode(data) != text:
        raise ValueError('not canonical')
    return data

def digest(data):
    return hashlib.sha256(data).digest()

def write(value):
    return json.dumps(value, separators=(',', ':'), ensure_ascii=False)

def read_object(text, code='malformed'):
    """The object in a JSON text (C-5 to C-7), of str or of bytes in UTF-8. NaN and Infinity are none of its numbers."""
    try:
        text = text if isinstance(text, str) else text.decode()
        value = json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < 16 else float(digits), parse_constant=int)
    except RecursionError:
        value = {}  # some 1,000 levels: the next lines find them too deep
    except ValueError:
        raise Refused(code) from None
    refuse_if(not isinstance(value, dict) or text.lstrip()[0] != '{', code)
    keys = []
    for token in re.finditer(r'("(?:[^"\\]|\\.)*")(\s*:)?|[{}\[\]]', text):
        if token[0] in '{[':
            keys.append(set())
        elif token[0] in '}]':
            keys.pop()
        elif token[2]:
            key = json.loads(token[1])
            refuse_if(key in keys[-1], 'duplicate_key')
            keys[-1].add(key)
        refuse_if(len(keys) > 8, 'too_deep')
    return value

# A check of a field takes its value, and returns None or the code of the fault (C-112 to C-120).

CURRENCIES = (Path(__file__).parent / 'currencies.txt').read_text().split()
UNSEEN = re.compile('[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f'
                    '\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\u2800\\s\x00-\x1f\x7f-\x9f]')
FORBIDDEN = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
TIME = re.compile('[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?')

def check(test, code='malformed'):
    return lambda value: None if test(value) else code

def like(pattern, code='malformed'):
    return check(lambda value: isinstance(value, str) and re.fullmatch(pattern, value), code)

def text(longest, code='malformed'):
    return check(lambda value: isinstance(value, str) and units(value) <= longest, code)

def words(longest):
    """For a person to read (C-115)."""
    return check(lambda value: text(longest)(value) is None and UNSEEN.sub('', value) and not FORBIDDEN.search(value), 'unreadable_text')

def shown(value):
    """A text as it is shown (C-30)."""
    return unicodedata.normalize('NFC', ''.join(one for one in value if unicodedata.category(one) not in ('Cc', 'Cf', 'Cs', 'Zl', 'Zp')))

def read_time(value):
    """Seconds since 1970 of an RFC 3339 time, of a date those at its end in UTC; None for any other text."""
    try:
        moment = datetime.fromisoformat(re.sub('^0000', '0400', value) if TIME.fullmatch(value) else '')  # Python has no year 0
    except (ValueError, TypeError):
        return None
    return moment.timestamp() if moment.tzinfo else moment.replace(tzinfo=timezone.utc).timestamp() + 86_400

def first(faults):
    """The first fault that has a code of its own, or else `malformed`; None if there is none."""
    return next((one for one in faults if one not in (None, 'malformed')), 'malformed' if any(faults) else None)

def fields(**checks):
    """Checks an object. An optional field ends in `_`."""
    def check_object(value):
        if not isinstance(value, dict):
            return 'malformed'
        named = [(name.rstrip('_'), one) for name, one in checks.items() if name.rstrip('_') in value or not name.endswith('_')]
        return first([one(value[name]) if name in value else 'malformed' for name, one in named])
    return check_object

time = check(lambda value: read_time(value) is not None, 'invalid_time')
reason = check(lambda value: isinstance(value, str) and len(shown(value)) <= 500)
record_hash = like('[A-Za-z0-9_-]{43}')
reach = check(lambda value: like('(mailto|https):[^\r\n\u2028\u2029]+')(value) is None and units(value.split(':', 1)[1]) <= 2_048)
money = {'amount': like(r'[0-9]{1,12}(\.[0-9]{1,4})?', 'invalid_amount'),
         'currency': check(lambda value: value in CURRENCIES, 'unknown_currency')}
BODIES = {
    'relate': fields(reach_=reach, credential_=like('[A-Za-z0-9_-]{1,1400}')),
    'converse': fields(text=text(4_000, 'unreadable_text'), re_=record_hash, reach_=reach),
    'intentcast': fields(need=words(4_000), budget_=fields(**money), by_=time, reach_=reach),
    'pledge': fields(**money, per_=like('once|month|year'), for_=words(500)),
    'receipt': fields(re=record_hash, **money, at=time),
    'share': fields(what=words(4_000), scope=words(200), purpose=words(500), until=time),
    'revoke': fields(re=record_hash),
    'regard': fields(feels=like('fair|unsure|unfair'), note_=words(500)),
    'pause': fields(reason_=reason),
    'resume': fields(reason_=reason),
    'export': fields(),
    'leave': fields(erase_=check(lambda value: value is True)),
    'sync': fields(),
}
seconds = check(lambda value: type(value) in (int, float) and value >= 0 and value % 1 == 0)
check_claims = fields(
    iss=like(r'[A-Za-z0-9_-]{43}|https?://[^/\s]{1,2040}'), aud=text(2_048), jti=like('[A-Za-z0-9_-]{16,64}'), iat=seconds, exp=seconds,
    act=like(r'(?=.{1,128}$)[a-z][a-z0-9-]*(\.[a-z0-9-]+)*'), agreement_=like('[A-Z0-9-]{1,64}'), prev_=record_hash, challenge_=text(1_024))

def check_record(claims, is_kept=False):
    """Step 7 of the order of checks."""
    act, body = claims.get('act'), claims.get('body', {})
    is_bare = is_kept and act == 'converse' and 'body' not in claims  # C-116
    fault = first([BODIES[act](body) if isinstance(act, str) and act in BODIES and not is_bare else None, check_claims(claims)])
    refuse_if(fault, fault)

def check_times(claims, now):
    """Step 13."""
    refuse_if(claims['exp'] <= now, 'expired')
    refuse_if(claims['iat'] > now + 60, 'not_yet_valid')
    refuse_if(claims['exp'] - claims['iat'] > 600, 'valid_too_long')
