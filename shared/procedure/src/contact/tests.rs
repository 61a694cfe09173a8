use proptest::prelude::*;

use super::*;

fn email_code(text: &str) -> String {
    text.parse::<Email>().unwrap_err().code.into_owned()
}

/// R28, R50: one address is read in every width, its domain in A-label form; anything else is refused.
#[test]
fn email_addresses() {
    let long_local = format!("{}@example.jp", "a".repeat(65));
    let long = format!("taro@{}jp", "abcdefg.".repeat(31));
    for (text, expected) in [
        ("taro@example.jp", "taro@example.jp"),
        (" Taro.Yamada+ssl@EXAMPLE.jp ", "Taro.Yamada+ssl@example.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("taro@例え.jp", "taro@xn--r8jz45g.jp"),
    ] {
        assert_eq!(text.parse::<Email>().unwrap().expose(), expected, "{text}");
    }
    for (text, expected) in [
        ("", "email.malformed"),
        ("taro", "email.malformed"),
        ("@example.jp", "email.malformed"),
        ("ta..ro@example.jp", "email.malformed"),
        (".taro@example.jp", "email.malformed"),
        ("\"ta ro\"@example.jp", "email.malformed"),
        ("太郎@example.jp", "email.malformed"),
        ("<taro@example.jp>", "email.malformed"),
        ("taro@example.jp, jiro@example.jp", "email.malformed"),
        ("mailto:taro@example.jp", "email.malformed"),
        ("taro\r\nBcc: x@example.jp", "email.malformed"),
        ("taro@[192.0.2.1]", "email.domain"),
        ("taro@localhost", "email.domain"),
        ("taro@my_host.example.jp", "email.domain"),
        (&long_local, "email.malformed"),
        (&long, "email.too_long"),
    ] {
        assert_eq!(email_code(text), expected, "{text}");
    }
    let local: Email = "taro@mail.local".parse().unwrap();
    assert_eq!(local.check("notify").unwrap().field, "notify");
    assert_eq!("taro@example.jp".parse::<Email>().unwrap().check("notify"), None);
}

/// R24, A7: the postmaster of a domain, unless the address would break RFC 5321.
#[test]
fn postmaster() {
    let domain = "example.jp".parse().unwrap();
    assert_eq!(postmaster_address(&domain).unwrap().expose(), "postmaster@example.jp");
    let long = format!("{}jp", "abcdefg.".repeat(31)).parse().unwrap();
    assert_eq!(postmaster_address(&long).unwrap_err().code, "email.too_long");
}

/// R50: an address that names a post is told from a person's own.
#[test]
fn role_addresses() {
    for (text, expected) in
        [("info@example.jp", true), ("Postmaster@example.jp", true), ("taro@example.jp", false)]
    {
        assert_eq!(text.parse::<Email>().unwrap().is_role_address(), expected, "{text}");
    }
}

/// R26, R29, A9: the TXT value is one bare address; the usual mistakes are told apart.
#[test]
fn dns_contacts() {
    for (rdata, expected) in [
        ("taro@example.jp", Ok("taro@example.jp")),
        ("太郎@example.jp", Ok("太郎@example.jp")),
        ("\"taro@example.jp\"", Err("dns_contact.quoted")),
        ("<taro@example.jp>", Err("dns_contact.quoted")),
        ("mailto:taro@example.jp", Err("dns_contact.mailto")),
        ("MAILTO:taro@example.jp", Err("dns_contact.mailto")),
        ("taro@example.jp,jiro@example.jp", Err("dns_contact.several")),
        ("taro@example.jp jiro@example.jp", Err("dns_contact.several")),
        (" taro@example.jp", Err("dns_contact.padded")),
        ("taro@example.jp\n", Err("dns_contact.padded")),
        ("taro@example.jp.", Err("dns_contact.malformed")),
        ("taro＠example.jp", Err("dns_contact.malformed")),
        ("任意のメールアドレス", Err("dns_contact.malformed")),
        ("", Err("dns_contact.malformed")),
    ] {
        let read = rdata.parse::<DnsContact>();
        match (&read, expected) {
            (Ok(contact), Ok(address)) => assert_eq!(contact.expose(), address),
            (Err(finding), Err(code)) => assert_eq!(finding.code, code, "{rdata}"),
            _ => panic!("{rdata}: {read:?}"),
        }
    }
    let ascii: DnsContact = "taro@example.jp".parse().unwrap();
    assert_eq!(ascii.to_email().unwrap().expose(), "taro@example.jp");
    let utf8: DnsContact = "太郎@example.jp".parse().unwrap();
    assert_eq!(utf8.to_email().unwrap_err().code, "dns_contact.not_ascii");
}

/// R44, P6: every way of writing a Japanese number comes to its national digits; its range tells what it is.
#[test]
fn phone_numbers() {
    use PhoneKind::{Fixed, FreeDial, Ip050, Mobile, Navi, Special};
    for (text, digits, kind) in [
        ("03-1234-5678", "0312345678", Fixed),
        ("０３（１２３４）５６７８", "0312345678", Fixed),
        ("03ー1234ー5678", "0312345678", Fixed),
        ("+81-3-1234-5678", "0312345678", Fixed),
        ("+81 (0)3 1234 5678", "0312345678", Fixed),
        ("0997-12-3456", "0997123456", Fixed),
        ("090-1234-5678", "09012345678", Mobile),
        ("080-1234-5678", "08012345678", Mobile),
        ("070-1234-5678", "07012345678", Mobile),
        ("060-1234-5678", "06012345678", Mobile),
        ("050-1234-5678", "05012345678", Ip050),
        ("0120-123-456", "0120123456", FreeDial),
        ("0800-123-4567", "08001234567", FreeDial),
        ("0570-012-345", "0570012345", Navi),
        ("0990-512-345", "0990512345", Special),
        ("020-1234-5678", "02012345678", Special),
    ] {
        let number: PhoneNumber = text.parse().unwrap();
        assert_eq!((number.expose(), number.kind()), (digits, kind), "{text}");
        assert_eq!(number.plausible_main_number().is_empty(), kind == Fixed, "{text}");
    }
    assert_eq!("03-1234-5678".parse::<PhoneNumber>().unwrap().e164(), "+81312345678");
    assert_eq!(
        "03-1111-1111".parse::<PhoneNumber>().unwrap().plausible_main_number()[0].code,
        "phone.placeholder"
    );
    for text in [
        "",
        "1234-5678",
        "03-1234-567",
        "03-1234-56789",
        "090-123-4567",
        "0800-123-456",
        "03-1234-5678 内線 12",
        "+1 650 555 0100",
        "0081312345678",
        "TEL 03-1234-5678",
        "٠٣١٢٣٤٥٦٧٨",
        &"0".repeat(50),
    ] {
        assert_eq!(text.parse::<PhoneNumber>().unwrap_err().code, "phone.malformed", "{text}");
    }
}

/// P7: a line keeps registered kanji and widths, joins combining marks, and refuses what breaks or hides text.
#[test]
fn lines() {
    for (text, expected) in [
        (" 株式会社例示 ", "株式会社例示"),
        ("ＡＢＣ商事", "ＡＢＣ商事"),
        ("か\u{3099}くえん", "がくえん"),
        ("\u{FA19}田", "\u{FA19}田"),
        ("葛\u{E0100}城", "葛\u{E0100}城"),
        ("神田　太郎", "神田　太郎"),
    ] {
        assert_eq!(text.parse::<Line>().unwrap().expose(), expected, "{text}");
    }
    let at_limit = "例".repeat(MAX_LINE);
    assert_eq!(at_limit.parse::<Line>().unwrap().char_len(), MAX_LINE);
    for (text, code) in [
        ("　", "text.empty"),
        ("例\n示", "text.control"),
        ("例\t示", "text.control"),
        ("例\u{202E}示", "text.control"),
        ("例\u{200B}示", "text.control"),
        (&"例".repeat(MAX_LINE + 1), "text.too_long"),
        (&"例".repeat(MAX_LINE * 5), "text.too_long"),
    ] {
        assert_eq!(text.parse::<Line>().unwrap_err().code, code);
    }
}

/// R44: a reading is kana; half-width katakana becomes full-width, spaces become one.
#[test]
fn kana() {
    for (text, expected) in [
        ("ヤマダ　タロウ", "ヤマダ タロウ"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"),
        ("やまだ たろう", "やまだ たろう"),
        ("ジョン・スミス", "ジョン・スミス"),
    ] {
        assert_eq!(text.parse::<Kana>().unwrap().expose(), expected, "{text}");
    }
    for text in ["", "山田太郎", "Yamada", "ヤマダ1", "ヤマダ㈱", &"ア".repeat(129), &" ".repeat(1_000)]
    {
        assert_eq!(text.parse::<Kana>().unwrap_err().code, "kana.malformed", "{text}");
    }
}

/// R44: a person decodes with the name in parts or whole; absent fields stay absent.
#[test]
fn people_decode() {
    for json in [
        r#"{"name":{"family":"例示","given":"太郎"},"kana":"レイジ タロウ","job_title":"部長"}"#,
        r#"{"name":{"full":"例示太郎"},"email":"taro@example.jp","phone":"0312345678"}"#,
    ] {
        let person: Person = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&person).unwrap(), json);
    }
    for name in [r#"{"family":"例示"}"#, "{}", r#"{"family":"例示","given":"太郎","full":"例示太郎"}"#]
    {
        let error = serde_json::from_str::<PersonName>(name).unwrap_err().to_string();
        assert!(error.contains("incomplete or given twice"), "{error}");
    }
    let error =
        serde_json::from_str::<PersonName>(r#"{"family":"","given":"太郎"}"#).unwrap_err().to_string();
    assert!(error.contains("The text is empty"), "{error}");
    let texts: Person =
        serde_json::from_str(r#"{"name":{"family":"a","given":"b"},"department":"c"}"#).unwrap();
    let fields: Vec<_> = texts.free_texts().map(|(field, line)| (field, line.expose())).collect();
    assert_eq!(fields, [("name.family", "a"), ("name.given", "b"), ("department", "c")]);
}

/// R85, R90: what is logged by mistake shows no personal data.
#[test]
fn debug_is_masked() {
    let json = r#"{"name":{"family":"例示","given":"太郎"},"kana":"レイジタロウ","department":"総務部",
        "job_title":"部長","email":"taro@example.jp","phone":"0312345678"}"#;
    let shown = format!("{:?}", serde_json::from_str::<Person>(json).unwrap());
    for secret in ["例示", "太郎", "レイジ", "総務", "部長", "taro@", "12345678"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("t***@example.jp"));
    let contact: DnsContact = "taro@example.jp".parse().unwrap();
    assert_eq!(format!("{contact:?}"), r#"DnsContact("t***@example.jp")"#);
}

macro_rules! prints_and_parses {
    ($type:ty, $text:expr) => {
        if let Ok(value) = $text.parse::<$type>() {
            let stored = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(&serde_json::from_str::<$type>(&stored).unwrap(), &value);
            let printed = String::from(value.clone());
            prop_assert_eq!(printed.parse::<$type>().unwrap(), value);
        }
    };
}

proptest! {
    /// A13: any text is read or refused, never a panic; what is read is written and read as itself.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}|.{0,60}|[a-z.+＠@ａ-ｚ]{1,20}@[a-zあ-ん]{1,9}\\.jp|[0-9０-９+() ーー-]{9,16}|[ァ-ヺｱ-ﾝ゛゜ﾞﾟ 　が]{1,20}") {
        prints_and_parses!(Email, text);
        prints_and_parses!(DnsContact, text);
        prints_and_parses!(PhoneNumber, text);
        prints_and_parses!(Line, text);
        prints_and_parses!(Kana, text);
    }
}
