#!/bin/sh
# Makes the fixtures anew. Keys live in a temporary folder and are deleted; none is ever kept.
# Needs OpenSSL 3 and Python 3 with `cryptography` and `sympy`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > csr.cnf <<'CNF'
[req]
prompt = no
distinguished_name = dn
req_extensions = ext
[dn]
C = JP
ST = Tokyo
L = Chiyoda-ku
O = Example KK
CN = www.example.jp
[ext]
subjectAltName = DNS:www.example.jp
CNF
sed 's/^\[req\]/&\nattributes = attributes/; $a [attributes]\nchallengePassword = example-password' \
    csr.cnf > challenge.cnf

csr() { name=$1; shift; openssl req -new -config csr.cnf -key "$name.key" -out "$here/$name.csr" "$@"; }
rsa() { name=$1; shift; openssl genpkey -quiet -algorithm RSA -out "$name.key" "$@"; csr "$name" -sha256; }

rsa rsa2048 -pkeyopt rsa_keygen_bits:2048
rsa rsa512 -pkeyopt rsa_keygen_bits:512
rsa rsa1024 -pkeyopt rsa_keygen_bits:1024
rsa rsa2052 -pkeyopt rsa_keygen_bits:2052
rsa rsa8200 -pkeyopt rsa_keygen_bits:8200 -pkeyopt rsa_keygen_primes:5
rsa exponent3 -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3
rsa exponent41bits -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:1099511627791

for name in sha1 md5 sha224 pss pss_sha1 challenge; do cp rsa2048.key $name.key; done
csr sha1 -sha1
csr md5 -md5
csr sha224 -sha224
csr pss -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
csr pss_sha1 -sha1 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
openssl req -new -config challenge.cnf -key challenge.key -sha256 -out "$here/challenge.csr"

openssl ecparam -genkey -noout -name secp256k1 -out secp256k1.key && csr secp256k1 -sha256
openssl dsaparam -genkey -out dsa.key 2048 2>/dev/null && csr dsa -sha256

# The line that openssl-blacklist would hold for rsa2048.
{ echo '# rsa2048.csr'
  openssl rsa -noout -modulus -in rsa2048.key | sha1sum | cut -c 21-40; } > "$here/rsa2048.blacklist"

python3 - <<'PY'
import secrets
from sympy import isprime, nextprime, primerange
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

def write(name, p, q):
    e, d = 65537, pow(65537, -1, (p - 1) * (q - 1))
    assert (p * q).bit_length() == 2048
    public = rsa.RSAPublicNumbers(e, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    key = numbers.private_key(unsafe_skip_rsa_key_validation=True)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    open(name + ".key", "wb").write(pem)

def prime(bits):
    return nextprime(secrets.randbits(bits) | 3 << bits - 2)

# RSALib, 2048 bits: primes k*M + (65537^a mod M), M the product of the first 126 primes.
M = 1
for p in primerange(2, 702):
    M *= p
def infineon():
    while True:
        p = pow(65537, secrets.randbits(256), M) + M * (secrets.randbelow((1 << 1024) // M // 4) + 3 * (1 << 1024) // M // 4)
        if p.bit_length() == 1024 and isprime(p):
            return p
write("roca", infineon(), infineon())

p = prime(1024)
write("close_primes", p, nextprime(p + (1 << 500)))

q = nextprime((1 << 2047) // 751 + secrets.randbits(2036))
write("small_factor", 751, q)
PY
csr roca -sha256
csr close_primes -sha256
csr small_factor -sha256

# Chains: a server certificate, its intermediate and the root. Valid for centuries: tests give the time.
ca() { # name subject issuer key-bits digest
    openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:$4" -out "$1.key"
    openssl req -new -subj "/O=Example CA/CN=$2" -key "$1.key" -out "$1.csr"
    printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign' > ca.ext
    if [ "$3" = self ]; then signer="-signkey $1.key"; else signer="-CA $3.pem -CAkey $3.key -CAcreateserial"; fi
    openssl x509 -req -in "$1.csr" $signer -days 90000 "-$5" -extfile ca.ext -out "$1.pem" 2>/dev/null
}
chain() { # name intermediate digest
    printf 'subjectAltName=DNS:www.example.jp\nextendedKeyUsage=serverAuth' > leaf.ext
    openssl x509 -req -in "$here/rsa2048.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 198 "-$3" \
        -extfile leaf.ext -out "$1.pem" 2>/dev/null
    cat "$1.pem" "$2.pem" root.pem > "$here/$1.chain.pem"
}
ca root "Example Root" self 2048 sha256
ca intermediate "Example Intermediate" root 2048 sha256
ca weak "Example Weak Intermediate" root 1024 sha256
ca old "Example Old Intermediate" root 2048 sha1
chain sha1_leaf intermediate sha1
chain sha1_intermediate old sha256
chain weak_issuer weak sha256
openssl crl2pkcs7 -nocrl -certfile "$here/sha1_leaf.chain.pem" -out "$here/pkcs7.pem"
