"""The vendor's key, in a file that is made if it is missing."""
import os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from forms import encode, write
from records import thumbprint

class Key:
    def __init__(self, path):
        if not os.path.exists(path):
            made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as file:
                file.write(made)
        with open(path, 'rb') as file:
            self.private = serialization.load_pem_private_key(file.read(), None)
        point = self.private.public_key().public_numbers()
        jwk = {'kty': 'EC', 'crv': 'P-256', 'x': encode(point.x.to_bytes(32, 'big')), 'y': encode(point.y.to_bytes(32, 'big'))}
        self.kid, self.made = thumbprint(jwk), os.path.getmtime(path)
        self.jwk = {**jwk, 'alg': 'ES256', 'kid': self.kid, 'use': 'sig'}

    def sign(self, payload):
        """The vendor's signature, as a member of `signatures` (C-96)."""
        protected = encode(write({'alg': 'ES256', 'kid': self.kid}).encode())
        der = self.private.sign(f'{protected}.{payload}'.encode(), ec.ECDSA(hashes.SHA256()))
        signature = b''.join(number.to_bytes(32, 'big') for number in utils.decode_dss_signature(der))
        return {'protected': protected, 'signature': encode(signature)}
