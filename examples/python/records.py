"""Reads a record, verifies its signatures, and signs. The numbers, such as C-133, are those of the rules in docs/contract.md."""
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from forms import Refused, check_record, decode, digest, encode, read_object, refuse_if, units, write

LONGEST, LONGEST_KEPT, VENDOR_SIGNATURE = 16_384, 32_768, 208
PASSKEY_ACTS = ('relate', 'converse', 'regard', 'pause', 'resume', 'export', 'leave', 'sync')
KINDS = {'ES256': ('EC', 'P-256'), 'EdDSA': ('OKP', 'Ed25519')}
PRIVATE = {'d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'}

class Record:
    """A record whose form is right: steps 4 to 7 of the order of checks."""
    def __init__(self, text, longest=LONGEST):
        is_kept, self.jwk, self.is_by_passkey = longest > LONGEST, None, False
        refuse_if(units(text) > longest, 'too_large')
        jws = read_object(text)
        try:
            self.payload, payload, self.signatures = jws['payload'], decode(jws['payload']), list(jws['signatures'])
            [decode(one[part]) for one in self.signatures for part in ('protected', 'signature')]
        except (ValueError, TypeError, KeyError):
            raise Refused('malformed') from None
        refuse_if(not is_kept and len(self.signatures) != 1, 'malformed')
        refuse_if(not is_kept and units(self.write()) + VENDOR_SIGNATURE > LONGEST, 'no_room')
        self.claims, self.hash = read_object(payload), encode(digest(payload))
        check_record(self.claims, is_kept)

    def write(self):
        return write({'payload': self.payload, 'signatures': self.signatures})

    def signed(self, signature):
        return f'{signature["protected"]}.{self.payload}'.encode()

    def verify_customer(self):
        """Steps 8 to 10."""
        one = self.signatures[0]
        header, self.is_by_passkey = read_header(one)
        signed = read_passkey(one, self.signed(one), self.claims['aud']) if self.is_by_passkey else self.signed(one)
        self.jwk = header.get('jwk')
        key, signature = read_key(header['alg'], self.jwk), decode(one['signature'])
        if self.is_by_passkey and len(signature) != 64:
            is_der = header['alg'] == 'ES256' and len(signature) > 1 and tuple(signature[:2]) == (0x30, len(signature) - 2)
            raise Refused('der_signature' if is_der else 'signature_length')
        verify(key, signature, signed)
        refuse_if(thumbprint(self.jwk) != self.claims['iss'], 'wrong_issuer')
        refuse_if(self.is_by_passkey and self.claims['act'] not in PASSKEY_ACTS, 'needs_agent')
        return self

def read_header(signature):
    """Step 8: the protected header, and whether it claims a passkey."""
    header = read_object(decode(signature['protected']))
    crit, version = header.get('crit'), header.get('webauthn')
    is_by_passkey = 'webauthn' in header or crit == 'webauthn' or isinstance(crit, list) and 'webauthn' in crit
    refuse_if(is_by_passkey and (crit != ['webauthn'] or version is True or version != 1), 'wrong_crit')
    refuse_if('crit' in header and not is_by_passkey, 'malformed')
    refuse_if('header' in signature and not is_by_passkey, 'unprotected_header')
    refuse_if(header.get('alg') not in list(KINDS), 'unsupported_algorithm')
    return header, is_by_passkey

def read_passkey(signature, signed, aud):
    """C-133 to C-141: the bytes that the passkey signs."""
    header = signature.get('header')
    refuse_if(isinstance(header, (list, str)) and len(header) > 0, 'unprotected_header')
    header = header if isinstance(header, dict) else {}
    refuse_if(not header.keys() <= {'authenticatorData', 'clientDataJSON'}, 'unprotected_header')
    text, data = or_empty(decode, header.get('clientDataJSON')), or_empty(decode, header.get('authenticatorData'))
    client = read_object(text, 'invalid_client_data')
    refuse_if(client.get('type') != 'webauthn.get', 'wrong_type')
    refuse_if(client.get('challenge') != encode(digest(signed)), 'wrong_hash')
    refuse_if(client.get('origin') != aud, 'wrong_origin')
    refuse_if(client.get('crossOrigin', False) is not False, 'cross_origin')
    refuse_if(len(data) < 37, 'invalid_authenticator_data')
    refuse_if(data[:32] != digest(or_empty(host_of, aud)), 'wrong_rp')
    refuse_if(not data[32] & 1, 'no_gesture')
    return data + digest(text)

def or_empty(read, value):
    """What `read` returns, or no bytes where it fails."""
    try:
        return read(value)
    except (ValueError, TypeError):
        return b''

def host_of(origin):
    host = urlsplit(origin).hostname or ''
    return (f'[{host}]' if ':' in host else host).encode()

def read_key(alg, jwk):
    """Step 9: the public key in a JWK."""
    refuse_if(isinstance(jwk, dict) and jwk.keys() & PRIVATE, 'private_key')
    try:
        refuse_if(jwk.get('key_ops', []) not in ([], ['verify']) or (jwk['kty'], jwk['crv']) != KINDS[alg], 'invalid_key')
        if alg == 'EdDSA':
            return Ed25519PublicKey.from_public_bytes(decode(jwk['x']))
        x, y = decode(jwk['x']), decode(jwk['y'])
        refuse_if(len(x) != 32 or len(y) != 32, 'invalid_key')
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b'\x04' + x + y)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refused('invalid_key') from None

def verify(key, signature, signed):
    refuse_if(len(signature) != 64, 'invalid_signature')
    try:
        if isinstance(key, Ed25519PublicKey):
            return key.verify(signature, signed)
        r, s = int.from_bytes(signature[:32], 'big'), int.from_bytes(signature[32:], 'big')
        return key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise Refused('invalid_signature') from None

def thumbprint(jwk):
    """RFC 7638."""
    return encode(digest(write({name: jwk[name] for name in ('crv', 'kty', 'x', 'y') if name != 'y' or jwk['kty'] == 'EC'}).encode()))

class Key:
    """The vendor's key, in a file that is made if it is missing."""
    def __init__(self, path):
        if not path.exists():
            path.touch(0o600)
            path.write_bytes(ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self.private = load_pem_private_key(path.read_bytes(), None)
        point = self.private.public_key().public_numbers()
        jwk = {'kty': 'EC', 'crv': 'P-256', 'x': encode(point.x.to_bytes(32, 'big')), 'y': encode(point.y.to_bytes(32, 'big'))}
        self.kid, self.made = thumbprint(jwk), path.stat().st_mtime
        self.jwk = {**jwk, 'alg': 'ES256', 'kid': self.kid, 'use': 'sig'}

    def sign(self, payload):
        """The vendor's signature, as a member of `signatures` (C-96)."""
        protected = encode(write({'alg': 'ES256', 'kid': self.kid}).encode())
        r, s = utils.decode_dss_signature(self.private.sign(f'{protected}.{payload}'.encode(), ec.ECDSA(SHA256())))
        return {'protected': protected, 'signature': encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}
