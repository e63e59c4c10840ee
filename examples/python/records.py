"""Reads a record and verifies its signatures. The numbers, such as C-133, are those of the rules in docs/contract.md."""
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from forms import Refused, check_claims, decode, digest, encode, read_object, refuse_if, units, write

LONGEST, LONGEST_KEPT, VENDOR_SIGNATURE = 16_384, 32_768, 208
PASSKEY_ACTS = {'relate', 'converse', 'regard', 'pause', 'resume', 'export', 'leave', 'sync'}

class Record:
    """A record whose form is right: steps 4 to 7 of the order of checks."""
    def __init__(self, text, longest=LONGEST):
        is_kept, self.jwk, self.is_by_passkey = longest > LONGEST, None, False
        refuse_if(units(text) > longest, 'too_large')
        jws = read_object(text)
        try:
            self.payload, payload = jws['payload'], decode(jws['payload'])
            self.signatures = list(jws['signatures'])
            for one in self.signatures:
                decode(one['protected']), decode(one['signature'])
        except (ValueError, TypeError, KeyError):
            raise Refused('malformed') from None
        refuse_if(not is_kept and len(self.signatures) != 1, 'malformed')
        refuse_if(not is_kept and units(self.write()) + VENDOR_SIGNATURE > LONGEST, 'no_room')
        self.claims, self.hash = read_object(payload), encode(digest(payload))
        check_claims(self.claims, is_kept)

    def signed(self, signature):
        return f'{signature["protected"]}.{self.payload}'.encode()

    def write(self):
        return write({'payload': self.payload, 'signatures': self.signatures})

    def verify_customer(self):
        """Steps 8 to 10."""
        one = self.signatures[0]
        header, self.is_by_passkey = read_header(one)
        signed = read_passkey(one, self.signed(one), self.claims['aud']) if self.is_by_passkey else self.signed(one)
        self.jwk = header.get('jwk')
        key, signature = read_key(header['alg'], self.jwk), decode(one['signature'])
        if self.is_by_passkey and len(signature) != 64:
            is_der = header['alg'] == 'ES256' and signature[:1] == b'0' and signature[1:2] == bytes([(len(signature) - 2) % 256])
            raise Refused('der_signature' if is_der else 'signature_length')
        verify(key, signature, signed)
        refuse_if(thumbprint(self.jwk) != self.claims['iss'], 'wrong_issuer')
        refuse_if(self.is_by_passkey and self.claims['act'] not in PASSKEY_ACTS, 'needs_agent')
        return self

def read_header(signature):
    """Step 8: the protected header, and whether it claims a passkey."""
    header = read_object(decode(signature['protected']))
    crit, version = header.get('crit'), header.get('webauthn')
    is_by_passkey = 'webauthn' in header or isinstance(crit, (list, str)) and 'webauthn' in crit
    refuse_if(is_by_passkey and (crit != ['webauthn'] or version is True or version != 1), 'wrong_crit')
    refuse_if('crit' in header and not is_by_passkey, 'malformed')
    refuse_if('header' in signature and not is_by_passkey, 'unprotected_header')
    refuse_if(header.get('alg') not in ('ES256', 'EdDSA'), 'unsupported_algorithm')
    return header, is_by_passkey

def read_passkey(signature, signed, aud):
    """C-133 to C-141: the bytes that the passkey signs."""
    header = signature.get('header')
    refuse_if(isinstance(header, (list, str)) and len(header) > 0, 'unprotected_header')
    header = header if isinstance(header, dict) else {}
    refuse_if(not header.keys() <= {'authenticatorData', 'clientDataJSON'}, 'unprotected_header')
    text, data = decode_or_empty(header.get('clientDataJSON')), decode_or_empty(header.get('authenticatorData'))
    try:
        client = read_object(text)
    except Refused as refused:
        raise Refused('invalid_client_data' if refused.code == 'malformed' else refused.code) from None
    for is_right, code in (
            (client.get('type') == 'webauthn.get', 'wrong_type'),
            (client.get('challenge') == encode(digest(signed)), 'wrong_hash'),
            (client.get('origin') == aud, 'wrong_origin'),
            (client.get('crossOrigin', False) is False, 'cross_origin'),
            (len(data) >= 37, 'invalid_authenticator_data'),
            (data[:32] == digest(host_of(aud)), 'wrong_rp'),
            (len(data) > 32 and data[32] & 1, 'no_gesture')):
        refuse_if(not is_right, code)
    return data + digest(text)

def decode_or_empty(text):
    try:
        return decode(text)
    except ValueError:
        return b''

def host_of(origin):
    try:
        host = urlsplit(origin).hostname or ''
        return (f'[{host}]' if ':' in host else host).encode()
    except ValueError:
        return b''

def read_key(alg, jwk):
    """Step 9: the public key in a JWK."""
    refuse_if(isinstance(jwk, dict) and jwk.keys() & {'d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'}, 'private_key')
    try:
        operations = jwk.get('key_ops', [])
        refuse_if(not isinstance(operations, list) or not set(operations) <= {'verify'}, 'invalid_key')
        if alg == 'ES256' and (jwk['kty'], jwk['crv']) == ('EC', 'P-256') and len(decode(jwk['x'])) == len(decode(jwk['y'])) == 32:
            x, y = int.from_bytes(decode(jwk['x']), 'big'), int.from_bytes(decode(jwk['y']), 'big')
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        if alg == 'EdDSA' and (jwk['kty'], jwk['crv']) == ('OKP', 'Ed25519'):
            return Ed25519PublicKey.from_public_bytes(decode(jwk['x']))
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise Refused('invalid_key')

def verify(key, signature, signed):
    try:
        if len(signature) != 64:
            raise InvalidSignature
        if isinstance(key, Ed25519PublicKey):
            return key.verify(signature, signed)
        r, s = int.from_bytes(signature[:32], 'big'), int.from_bytes(signature[32:], 'big')
        return key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise Refused('invalid_signature') from None

def thumbprint(jwk):
    """RFC 7638."""
    names = ('crv', 'kty', 'x', 'y') if jwk['kty'] == 'EC' else ('crv', 'kty', 'x')
    return encode(digest(write({name: jwk[name] for name in names}).encode()))
