"""The forms of JSON, claims and bodies. The numbers, such as C-91, are those of the rules in docs/contract.md."""
import base64
import hashlib
import json
import re
import unicodedata
from datetime import datetime, timezone
from pathlib import Path

class Refused(Exception):
    """A record, or a request, is refused by a code of docs/vendors.md."""
    def __init__(self, code):
        super().__init__(code)
        self.code = code

def refuse_if(is_so, code):
    if is_so:
        raise Refused(code)

def units(text):
    """The length in UTF-16 code units (C-4)."""
    return len(text) + sum(character > '\uffff' for character in text)

def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()

def decode(text):
    """The bytes of canonical base64url (C-9). Raises ValueError for any other form."""
    if not isinstance(text, str) or not re.fullmatch('[A-Za-z0-9_-]*', text):
        raise ValueError('no base64url')
    data = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    if encode(data) != text:
        raise ValueError('not canonical')
    return data

def digest(data):
    return hashlib.sha256(data).digest()

def write(value):
    return json.dumps(value, separators=(',', ':'), ensure_ascii=False)

def refuse_constant(name):
    raise ValueError(f'{name} is no JSON')

def read_object(text):
    """The object in a JSON text (C-5 to C-7), of str or of bytes in UTF-8. Its numbers are floats, as in JavaScript."""
    try:
        text = text if isinstance(text, str) else text.decode()
        value = json.loads(text, parse_int=float, parse_constant=refuse_constant)
    except RecursionError:
        value = {}  # some 1,000 levels: too deep, as the next lines find
    except ValueError:
        raise Refused('malformed') from None
    refuse_if(not isinstance(value, dict) or not text.lstrip().startswith('{'), 'malformed')
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

# A check of a field returns None, or the code of the fault (C-112 to C-120).

CURRENCIES = set((Path(__file__).parent / 'currencies.txt').read_text().split())
UNSEEN = re.compile('[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff'
                    '\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\u2800\\s\x00-\x1f\x7f-\x9f]')
FORBIDDEN = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
TIME = re.compile('[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?')

def read_time(text):
    """Seconds since 1970 of an RFC 3339 time, of a date those at its end in UTC. Raises ValueError."""
    if not isinstance(text, str) or not TIME.fullmatch(text):
        raise ValueError('no time')
    year_0 = text.startswith('0000')  # which Python has not: 400 years later the calendar is the same
    text, later = (f'0400{text[4:]}', 146_097 * 86_400) if year_0 else (text, 0)
    if 'T' in text:
        return datetime.fromisoformat(text).timestamp() - later
    return datetime.fromisoformat(f'{text}T00:00:00Z').timestamp() + 86_400 - later

def check_time(value):
    try:
        read_time(value)
    except ValueError:
        return 'invalid_time'

def check(test, code='malformed'):
    return lambda value: None if test(value) else code

def like(pattern, code='malformed'):
    return check(lambda value: isinstance(value, str) and re.fullmatch(pattern, value), code)

def text(longest):
    """For a person to read (C-115)."""
    return check(lambda value: isinstance(value, str) and units(value) <= longest and UNSEEN.sub('', value) and not FORBIDDEN.search(value),
                 'unreadable_text')

def check_reason(value):
    """C-30, C-117."""
    if not isinstance(value, str):
        return 'malformed'
    shown = ''.join(one for one in value if unicodedata.category(one) not in ('Cc', 'Cf', 'Cs', 'Zl', 'Zp'))
    return 'malformed' if len(unicodedata.normalize('NFC', shown)) > 500 else None

def fields(**checks):
    """Checks an object. An optional field ends in `_`. Faults with a code of their own come first, in the order of the fields."""
    def check_object(value):
        if not isinstance(value, dict):
            return 'malformed'
        faults = []
        for name, check_field in checks.items():
            if name.rstrip('_') in value:
                faults.append(check_field(value[name.rstrip('_')]))
            elif not name.endswith('_'):
                faults.append('malformed')
        return next((one for one in faults if one not in (None, 'malformed')), 'malformed' if any(faults) else None)
    return check_object

record_hash, said = like('[A-Za-z0-9_-]{43}'), text(4_000)
address = like('(mailto|https):[^\r\n\u2028\u2029]+')
reach = check(lambda value: address(value) is None and units(value.split(':', 1)[1]) <= 2_048)
short = check(lambda value: isinstance(value, str) and units(value) <= 4_000, 'unreadable_text')  # C-124 asks more, later
money = {'amount': like(r'[0-9]{1,12}(\.[0-9]{1,4})?', 'invalid_amount'),
         'currency': check(lambda value: isinstance(value, str) and value in CURRENCIES, 'unknown_currency')}
BODIES = {
    'relate': fields(reach_=reach, credential_=like('[A-Za-z0-9_-]{1,1400}')),
    'converse': fields(text=short, re_=record_hash, reach_=reach),
    'intentcast': fields(need=said, budget_=fields(**money), by_=check_time, reach_=reach),
    'pledge': fields(**money, per_=like('once|month|year'), for_=text(500)),
    'receipt': fields(re=record_hash, **money, at=check_time),
    'share': fields(what=said, scope=text(200), purpose=text(500), until=check_time),
    'revoke': fields(re=record_hash),
    'regard': fields(feels=like('fair|unsure|unfair'), note_=text(500)),
    'pause': fields(reason_=check_reason),
    'resume': fields(reason_=check_reason),
    'export': fields(),
    'leave': fields(erase_=check(lambda value: value is True)),
    'sync': fields(),
}
seconds = check(lambda value: isinstance(value, float) and value >= 0 and value.is_integer())
CLAIMS = fields(
    iss=like(r'[A-Za-z0-9_-]{43}|https?://[^/\s]{1,2040}'), aud=check(lambda value: isinstance(value, str) and units(value) <= 2_048),
    jti=like('[A-Za-z0-9_-]{16,64}'), iat=seconds, exp=seconds, act=like(r'(?=.{1,128}$)[a-z][a-z0-9-]*(\.[a-z0-9-]+)*'),
    agreement_=like('[A-Z0-9-]{1,64}'), prev_=record_hash, challenge_=check(lambda value: isinstance(value, str) and units(value) <= 1_024))

def check_claims(claims, is_kept=False):
    """Step 7 of the order of checks."""
    act = claims.get('act') if isinstance(claims.get('act'), str) else ''
    check_body = BODIES.get(act, lambda _: None)  # C-104
    if is_kept and act == 'converse':
        check_body = fields(re_=record_hash, reach_=reach)  # C-116
    fault = check_body(claims.get('body', {})) or CLAIMS(claims)
    if fault:
        raise Refused(fault)

def check_times(claims, now):
    """Step 13."""
    refuse_if(claims['exp'] <= now, 'expired')
    refuse_if(claims['iat'] > now + 60, 'not_yet_valid')
    refuse_if(claims['exp'] - claims['iat'] > 600, 'valid_too_long')

def check_until(claims):
    """C-125, C-126: a share lasts a year at most. A year after 29 February is 1 March."""
    until, day = read_time(claims['body']['until']), datetime.fromtimestamp(claims['iat'], timezone.utc).strftime('%m-%d')
    year = datetime.fromtimestamp(claims['iat'], timezone.utc).year + 1
    refuse_if(until <= claims['iat'], 'until_passed')
    refuse_if(until > read_time(f'{year}-{day.replace("02-29", "03-01")}'), 'until_too_late')
