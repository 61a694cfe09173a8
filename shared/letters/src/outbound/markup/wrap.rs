//! Lines short enough for a telephone (at most [`COLUMNS`]), broken where Japanese may be broken.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthStr;

use super::is_wide;

/// 35 full-width characters.
pub(super) const COLUMNS: usize = 70;

/// `line` in pieces of at most `columns` columns, as far as it can be broken.
///
/// It is broken only at a space or beside a full-width character (UAX #14), so addresses, URLs and domain names
/// stay whole, and never within 「」 or 【】, so what stands on a button stays whole too.
pub(super) fn wrap(line: &str, columns: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = line.trim();
    while rest.width_cjk() > columns {
        let Some(at) = best_break(rest, columns) else { break };
        let (piece, after) = rest.split_at(at);
        pieces.push(piece.trim_end());
        rest = after.trim_start();
    }
    pieces.push(rest);
    pieces
}

/// The last break that fits, rather after 、 or 。, or else before a new phrase, where that leaves the line at least half
/// full. The first break of all when none fits.
fn best_break(line: &str, columns: usize) -> Option<usize> {
    let mut breaks = breaks(line).peekable();
    let first = *breaks.peek()?;
    let fitting: Vec<usize> = breaks.take_while(|at| line[..*at].trim_end().width_cjk() <= columns).collect();
    let last = |fit: fn(&str, &str) -> bool| {
        fitting.iter().rev().copied().find(|at| {
            let (head, tail) = line.split_at(*at);
            head.width_cjk() * 2 >= columns && fit(head, tail)
        })
    };
    last(ends_clause).or_else(|| last(begins_phrase)).or(fitting.last().copied()).or(Some(first))
}

fn ends_clause(head: &str, _: &str) -> bool {
    head.ends_with(['、', '。', '，', '．', '／'])
}

/// Japanese phrases end in hiragana and mostly begin with something else, so no word is cut in two there. An honorific
/// ご or お belongs to what follows it.
fn begins_phrase(head: &str, tail: &str) -> bool {
    let is_hiragana = |c: char| ('ぁ'..='ゖ').contains(&c);
    let is_honorific = |c: char| matches!(c, 'ご' | 'お');
    let mut after = tail.chars();
    let begins = match (after.next(), after.next()) {
        (Some(honorific), Some(next)) if is_honorific(honorific) => !is_hiragana(next),
        (Some(first), _) => !is_hiragana(first),
        (None, _) => false,
    };
    let before = head.chars().next_back();
    let ends = |c: char| is_hiragana(c) && !is_honorific(c) || matches!(c, ' ' | '・' | '）' | '」');
    begins && before.is_some_and(ends)
}

fn breaks(line: &str) -> impl Iterator<Item = usize> {
    let allowed = linebreaks(line).filter(|(at, kind)| {
        *at < line.len() && matches!(kind, BreakOpportunity::Allowed | BreakOpportunity::Mandatory)
    });
    allowed.map(|(at, _)| at).filter(|at| {
        let (head, tail) = line.split_at(*at);
        let beside = head.ends_with(' ')
            || head.chars().next_back().is_some_and(is_wide)
            || tail.chars().next().is_some_and(is_wide);
        beside && !within_brackets(head)
    })
}

fn within_brackets(head: &str) -> bool {
    [('「', '」'), ('【', '】'), ('『', '』')]
        .iter()
        .any(|(open, close)| head.matches(*open).count() > head.matches(*close).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_after_a_clause_and_never_before_its_mark() {
        let line = "証明書ベンダーから届くメールをご確認のうえ、期日までに承認の手続きをお願いいたします。";
        assert_eq!(
            wrap(line, 60),
            ["証明書ベンダーから届くメールをご確認のうえ、", "期日までに承認の手続きをお願いいたします。"]
        );
        for piece in wrap(&"あいう、".repeat(30), 20) {
            assert!(piece.width_cjk() <= 20 && !piece.starts_with('、'), "{piece}");
        }
    }

    #[test]
    fn a_button_and_an_address_stay_whole() {
        let pieces =
            wrap("画面下部の【承認範囲】で「FQDN限定で使用権を承認する」にチェックを入れてください。", 30);
        assert!(pieces.iter().any(|piece| piece.contains("「FQDN限定で使用権を承認する」")), "{pieces:?}");
        let url = format!("https://www.example.jp/{}", "a-b/".repeat(40));
        assert_eq!(wrap(&url, 70), [url.as_str()]);
    }

    #[test]
    fn no_word_is_cut_where_a_phrase_begins() {
        assert_eq!(
            wrap("メールに記載された URL を開き、表示されたページの内容をご確認ください。", 67),
            ["メールに記載された URL を開き、表示されたページの内容を", "ご確認ください。"]
        );
    }

    #[test]
    fn english_breaks_at_spaces() {
        assert_eq!(wrap("The vendor calls your main number.", 20), ["The vendor calls", "your main number."]);
    }
}
