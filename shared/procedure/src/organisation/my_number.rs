//! Finding a My Number (個人番号) in a free text.
//!
//! Nobody may collect one outside the purposes of the Number Act, consent or not (Arts. 15, 19, 20); a text
//! that holds one is refused and not stored (R85).

use crate::contact::half_width;

/// How twelve digits are grouped when somebody writes a My Number; cards print 4-4-4.
const GROUPINGS: [&[usize]; 4] = [&[12], &[4, 4, 4], &[6, 6], &[3, 3, 3, 3]];

/// Whether `text` holds twelve digits, alone or in equal groups, with the check digit of a My Number. One in
/// eleven other numbers of twelve digits has it too, so the finding must say "perhaps".
pub fn contains_my_number(text: &str) -> bool {
    digit_chains(&half_width(text)).iter().any(|chain| {
        let lengths: Vec<usize> = chain.iter().map(String::len).collect();
        GROUPINGS.contains(&lengths.as_slice()) && has_check_digit(&chain.concat())
    })
}

/// Runs of digits; runs parted by one hyphen, dot or space make one chain.
fn digit_chains(text: &str) -> Vec<Vec<String>> {
    let mut chains: Vec<Vec<String>> = Vec::new();
    let (mut since_digit, mut joined) = (usize::MAX, false);
    for c in text.chars() {
        if c.is_ascii_digit() {
            match (chains.last_mut(), since_digit) {
                (Some(chain), 0) => chain.last_mut().map(|run| run.push(c)).unwrap_or_default(),
                (Some(chain), 1) if joined => chain.push(c.to_string()),
                _ => chains.push(vec![c.to_string()]),
            }
            since_digit = 0;
        } else {
            joined = matches!(c, ' ' | '-' | '.' | '‐'..='―' | '−' | 'ー' | '・');
            since_digit = since_digit.saturating_add(1);
        }
    }
    chains
}

/// The twelfth digit is 11 − (Σ Pₙ·Qₙ mod 11), or 0 when that remainder is 0 or 1; Pₙ is the nth of the other
/// eleven from the right, Qₙ is n + 1 up to n = 6 and n − 5 beyond (Ministry of Internal Affairs and
/// Communications Order No. 85 of 2014, Art. 5).
fn has_check_digit(digits: &str) -> bool {
    let mut from_right = digits.bytes().rev().map(|b| u32::from(b - b'0'));
    let Some(check) = from_right.next() else { return false };
    let sum: u32 = from_right.zip([2, 3, 4, 5, 6, 7].iter().cycle()).map(|(p, q)| p * q).sum();
    let remainder = sum % 11;
    check == if remainder <= 1 { 0 } else { 11 - remainder }
}
