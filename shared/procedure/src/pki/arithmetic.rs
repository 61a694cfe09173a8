//! Moduli that can be factored by hand (BR 6.1.1.3, 6.1.6).

use num_bigint::BigUint;

/// The smallest factor of `n` below 752 (BR 6.1.6; NIST SP 800-89 §5.3.3).
pub(super) fn small_factor(n: &BigUint) -> Option<u32> {
    (2..752_u32).find(|factor| (n % *factor) == BigUint::ZERO)
}

/// Whether Fermat's method factors `n` within `rounds` steps from ⌈√n⌉: its two primes lie too close together
/// (BR 6.1.1.3 asks for 100 rounds). A square is factored in the first.
pub(super) fn has_close_factors(n: &BigUint, rounds: u32) -> bool {
    let root = n.sqrt();
    let a = if &root * &root == *n { root } else { root + 1_u32 };
    let first = &a * &a - n;
    // (a + k)² - n, for as long as that is no square.
    (0..u64::from(rounds)).any(|k| is_square(&(&first + &a * (2 * k) + k * k)))
}

fn is_square(n: &BigUint) -> bool {
    // Squares end in one of 12 of the 64 patterns of six bits; the rest need no root.
    const ENDINGS: u64 = 0x0202_0212_0203_0213;
    let ending = n.iter_u64_digits().next().unwrap_or(0) & 63;
    if ENDINGS >> ending & 1 == 0 {
        return false;
    }
    let root = n.sqrt();
    &root * &root == *n
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A28: 751 is the largest factor that BR 6.1.6 rules out.
    #[test]
    fn factors_below_752_are_found() {
        let large = BigUint::from(1_000_003_u32) * 1_000_033_u32;
        assert_eq!(small_factor(&large), None);
        for factor in [2_u32, 3, 751] {
            assert_eq!(small_factor(&(&large * factor)), Some(factor));
        }
        assert_eq!(small_factor(&(&large * 757_u32)), None);
    }

    /// A28: the 100th round of Fermat's method counts, the 101st does not.
    #[test]
    fn close_factors_are_found_within_100_rounds() {
        // n = (c - d)(c + d) = c² - d² is found in round c - ⌈√n⌉ + 1, about d²/2c.
        let c = BigUint::from(1_u32) << 512_u32;
        let found_in = |d: &BigUint| {
            let n = &c * &c - d * d;
            (&c - (n.sqrt() + 1_u32) + 1_u32, n)
        };
        let at = |round: u32| (&c * (2 * round)).sqrt();
        let (round, n) = found_in(&(at(100) - 1_u32));
        assert_eq!(round, BigUint::from(100_u32));
        assert!(has_close_factors(&n, 100) && !has_close_factors(&n, 99));
        let (round, n) = found_in(&(at(100) + 1_u32));
        assert_eq!(round, BigUint::from(101_u32));
        assert!(has_close_factors(&n, 101) && !has_close_factors(&n, 100));
        assert!(has_close_factors(&(&c * &c), 1), "a square");
    }

    /// A28: the filter of endings lets every square through.
    #[test]
    fn squares_are_squares() {
        for n in 0..1_000_u32 {
            let square = BigUint::from(n) * n;
            assert!(is_square(&square));
            assert!(n == 0 || !is_square(&(square + 1_u32)));
        }
    }
}
