//! Published mails of Japanese phones and mail programs (`tests/data/inbound/published`), read as they are.

use std::path::{Path, PathBuf};

use procedure::policy::Policy;
use procedure::samples;

use super::header::Section;
use super::part::Body;
use super::{Judgement, Receipt, read};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/inbound/published")
}

fn mail(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(format!("{name}.eml"))).unwrap()
}

/// A mail, its only sender, its subject after NFKC (what comes before a character of no standard), and what stands in
/// its body as it is.
const MAILS: [(&str, &str, &str, &str); 18] = [
    ("jpmobile.au-decomail", "au@ezweb.ne.jp", "テスト", "テストです"),
    ("jpmobile.au-email", "ogawa.jpmobile@ezweb.ne.jp", "※本文はこのままで送信してね", "本文"),
    ("jpmobile.au-emoji5", "au@ezweb.ne.jp", "テスト", "テスト本文"),
    (
        "jpmobile.bounce_with_utf8_part",
        "au@ezweb.ne.jp",
        "Fwd: 【NurseryMail】日日",
        "とりあえずＨＴＭＬの本文で",
    ),
    ("jpmobile.docomo-decomail", "docomo@docomo.ne.jp", "テスト", "テストです"),
    ("jpmobile.docomo-gmail-sjis", "docomo@docomo.ne.jp", "テスト", "テストです"),
    ("jpmobile.docomo-jis", "jpmobile.anonymous@docomo.ne.jp", "テスト", "テスト本文"),
    ("jpmobile.iphone-circled-numbers-in-jis", "softbank@i.softbank.jp", "テスト1", "丸数字のテストです②ⅱ"),
    ("jpmobile.iphone-cp932", "cp932@ezweb.ne.jp", "Re: 【NKSC】test", "テストです。㈱"),
    ("jpmobile.iphone-jis", "jis@i.softbank.jp", "", "(=ﾟωﾟ)ﾉ"),
    ("jpmobile.pc-mail-multi", "info@jpmobile.jp", LONG, "本文です"),
    ("jpmobile.pc-mail-single", "info@jpmobile.jp", LONG, "本文です"),
    ("jpmobile.softbank-blank", "softbank@softbank.ne.jp", "", ""),
    ("jpmobile.softbank-gmail-sjis", "softbank@softbank.ne.jp", "テスト", "テストです"),
    ("mail.japanese", "raasdnil@gmail.com", "まみむめも", "かきくえこ"),
    ("mail.japanese_attachment", "raasdnil@gmail.com", "testing", "これわてすと"),
    ("mail.japanese_iso_2022", "raasdnil@gmail.com", "まみむめも", "すみません。"),
    ("mail.japanese_shift_jis", "xxxxxxx@docomo.ne.jp", "test", "このメールはテスト用のメールです。"),
];

const LONG: &str = "タイトルの長いメールの場合の対処を実装するためのテストケースとしてのメールに含まれている件名であるサブジェクト部分";

/// A13: what Japanese phones and mail programs really sent is read: subject, sender, text, whatever its character set,
/// and all of it is none of the vendors' mails.
#[test]
fn published_mails_are_read() {
    let policy = Policy::default();
    for (name, from, subject, text) in MAILS {
        let raw = mail(name);
        let read = read(&raw, &policy.profiles, samples::now()).unwrap();
        assert_eq!(read.senders().only().map(|from| from.expose()).unwrap_or_default(), from, "{name}");
        assert!(read.subject().starts_with(subject), "{name}: {}", read.subject());
        let body = Body::read(&Section::read(&raw).unwrap());
        let shown = body.plain.iter().chain(&body.html).any(|part| part.contains(text));
        assert!(shown, "{name}: {:?} {:?}", body.plain, body.html);
        assert!(!body.unread, "{name}");
        let order = samples::examining(procedure::Product::CybertrustSureServer);
        let judgement = super::judge(&read, &Receipt::by_staff(&read), &order, &policy, samples::now());
        assert!(matches!(judgement, Judgement::Unknown(_)), "{name}: {judgement:?}");
    }
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    assert_eq!(files.filter(|file| file.extension().is_some_and(|kind| kind == "eml")).count(), MAILS.len());
}

/// A13: of characters that are in no standard (carriers' pictures, au's in the places of IBM's kanji) none spoils its
/// neighbours.
#[test]
fn pictures_spoil_no_neighbours() {
    let subject = |name: &str| {
        read(&mail(name), &Policy::default().profiles, samples::now()).unwrap().subject().to_owned()
    };
    let known =
        |text: String| text.chars().filter(|c| ('\u{20}'..'\u{e000}').contains(c)).collect::<String>();
    assert_eq!(known(subject("jpmobile.au-emoji5")), "テスト坥OKよー");
    assert_eq!(known(subject("jpmobile.softbank-gmail-sjis")), "テスト");
}
