//! ROCA (CVE-2017-15361; BR 6.1.1.3): moduli made by Infineon's RSALib.
//!
//! Its primes have the form k·M + (65537^a mod M), M a product of the smallest primes, so the modulus is a power of
//! 65537 modulo M (Nemec et al., "The Return of Coppersmith's Attack", CCS 2017, §3.1). The 39 smallest primes
//! divide M for every key length, so they serve for all.

use num_bigint::BigUint;

/// The primes 3 to 167; 2 tells nothing.
const PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
    107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/// Whether `modulus` is a power of 65537 modulo the product of [`PRIMES`]. A sound key passes for one with a
/// probability far below 2^-100.
pub(super) fn has_fingerprint(modulus: &BigUint) -> bool {
    // A logarithm modulo each prime, fixed modulo the order of 65537; one exponent fits all of them exactly when
    // each two agree modulo the common divisor of their orders (Chinese remainder theorem).
    let mut logarithms: Vec<(u32, u32)> = Vec::with_capacity(PRIMES.len());
    for prime in PRIMES {
        let residue = (modulus % prime).iter_u32_digits().next().unwrap_or(0);
        let Some(found) = logarithm(residue, prime) else { return false };
        if !logarithms.iter().all(|&known| agree(known, found)) {
            return false;
        }
        logarithms.push(found);
    }
    true
}

/// The exponent e with 65537^e = `residue` modulo `prime`, and the order of 65537; `None` when there is none.
fn logarithm(residue: u32, prime: u32) -> Option<(u32, u32)> {
    let (mut power, mut exponent, mut found) = (1, 0, None);
    loop {
        if power == residue {
            found = Some(exponent);
        }
        power = power * (65_537 % prime) % prime;
        exponent += 1;
        // 65537 is a unit modulo each of the primes, so its powers come back to 1 before `prime`.
        if power == 1 || exponent >= prime {
            return found.map(|log| (log, exponent));
        }
    }
}

fn agree((a, a_order): (u32, u32), (b, b_order): (u32, u32)) -> bool {
    let common = gcd(a_order, b_order);
    a % common == b % common
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product() -> BigUint {
        PRIMES.iter().fold(BigUint::from(2_u32), |product, prime| product * prime)
    }

    /// A28: every power of 65537 modulo M has the fingerprint, whatever multiple of M is added.
    #[test]
    fn powers_of_65537_are_marked() {
        let m = product();
        for (exponent, multiple) in [(0_u32, 1_u32), (1, 0), (7, 3), (65_537, 12_345), (4_000_000_000, 99)] {
            let n = BigUint::from(65_537_u32).modpow(&exponent.into(), &m) + &m * multiple;
            assert!(has_fingerprint(&n), "65537^{exponent} + {multiple}·M");
        }
    }

    /// A28: a number that is a power of 65537 modulo every prime, but with exponents that no single one explains,
    /// is not marked; nor is a multiple of one of the primes.
    #[test]
    fn exponents_must_agree() {
        let m = product();
        let power = BigUint::from(65_537_u32).modpow(&1_000_003_u32.into(), &m);
        // Replaces the residue modulo 167 (65537 has the even order 166 there) by that of the next power.
        let rest = &m / 167_u32;
        let other = (1..167_u32)
            .map(|k| &power + &rest * k)
            .find(|n| n % 167_u32 == (&power * 65_537_u32) % 167_u32)
            .unwrap();
        assert!(PRIMES.iter().all(|&p| {
            let residue = (&other % p).iter_u32_digits().next().unwrap_or(0);
            logarithm(residue, p).is_some()
        }));
        assert!(!has_fingerprint(&other));
        assert!(!has_fingerprint(&(power * 3_u32 * 5_u32)));
        assert!(!has_fingerprint(&BigUint::ZERO));
    }
}
