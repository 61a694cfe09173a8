use proptest::prelude::*;

use crate::organisation::*;

/// R85: twelve digits with a My Number's check digit are seen however they are grouped.
#[test]
fn my_numbers_are_seen() {
    for (text, expected) in [
        ("123456789018", true),
        ("1234-5678-9018", true),
        ("１２３４　５６７８　９０１８", true),
        ("個人番号:123456789018です", true),
        ("03-1234-5678 1234 5678 9018", false),
        ("1234.5678.9018", true),
        ("123456789019", false),
        ("7123456789018", false),
        ("1234567890182", false),
        ("1-1234-5678-9018", false),
        ("1234--5678--9018", false),
        ("12-3456-789018", false),
        ("", false),
    ] {
        assert_eq!(contains_my_number(text), expected, "{text}");
    }
    // Order No. 85: a remainder of 0 or 1 gives 0.
    assert!(contains_my_number("000000000000") && contains_my_number("000000000060"));
}

/// P8: numbers are read in any width, with their check digit where they have one.
#[test]
fn register_numbers() {
    for valid in ["7123456789012", "4011001098993", "2120901007402", "7000012050002", "７-1234-5678-9012"] {
        assert!(valid.parse::<CorporateNumber>().is_ok(), "{valid}");
    }
    let mistyped = "6123456789012".parse::<CorporateNumber>().unwrap_err();
    assert_eq!(mistyped.code, "corporate_number.check_digit");
    assert!(
        mistyped.message.ja.contains("検査用数字"),
        "thirteen digits are not asked for again: {mistyped:?}"
    );
    for wrong in ["712345678901", "71234567890123", "T7123456789012", "", "７１２３４５６７８９０１x"]
    {
        let finding = wrong.parse::<CorporateNumber>().unwrap_err();
        assert_eq!(
            (finding.code.as_ref(), finding.field.as_ref()),
            ("corporate_number.malformed", "corporate_number")
        );
    }
    let number: CompanyRegistrationNumber = "0100-01-008844".parse().unwrap();
    assert_eq!((number.as_str(), number.hyphenated().as_str()), ("010001008844", "0100-01-008844"));
    assert_eq!("7123456789012".parse::<CorporateNumber>().unwrap().base(), "123456789012");
    assert_eq!("12-345-6789".parse::<DunsNumber>().unwrap().to_string(), "123456789");
    assert_eq!("12345678".parse::<TdbCode>().unwrap_err().code, "tdb_code.malformed");
}

/// P7: prefectures and postal codes are read in the ways people write them.
#[test]
fn places() {
    for (text, code, ja) in
        [("東京都", 13, "東京都"), ("京都", 26, "京都府"), ("hokkaido", 1, "北海道"), ("沖縄", 47, "沖縄県")]
    {
        let prefecture: Prefecture = text.parse().unwrap();
        assert_eq!((prefecture.code(), prefecture.to_string().as_str()), (code, ja), "{text}");
    }
    assert_eq!(Prefecture::all().count(), 47);
    for prefecture in Prefecture::all() {
        assert_eq!(prefecture.name().ja.parse::<Prefecture>(), Ok(prefecture));
        assert_eq!(prefecture.name().en.parse::<Prefecture>(), Ok(prefecture));
    }
    assert_eq!("東".parse::<Prefecture>().unwrap_err().code, "address.prefecture");
    for text in ["100-0001", "1000001", "〒１００−０００１", "〒100 0001"] {
        assert_eq!(text.parse::<PostalCode>().unwrap().expose(), "100-0001", "{text}");
    }
    for text in ["100-001", "10000012", "abc-defg", "", &"1".repeat(100)] {
        assert_eq!(text.parse::<PostalCode>().unwrap_err().code, "address.postal_code", "{text}");
    }
}

proptest! {
    /// P8: any text is read or refused, never a panic; numbers print and parse as themselves.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}|[0-9０-９ -]{5,20}") {
        if let Ok(number) = text.parse::<CorporateNumber>() {
            prop_assert_eq!(number.to_string().parse::<CorporateNumber>().unwrap(), number);
        }
        if let Ok(number) = text.parse::<CompanyRegistrationNumber>() {
            prop_assert_eq!(number.hyphenated().parse::<CompanyRegistrationNumber>().unwrap(), number);
        }
        if let Ok(code) = text.parse::<PostalCode>() {
            prop_assert_eq!(code.expose().parse::<PostalCode>().unwrap(), code);
        }
        let _ = (text.parse::<TdbCode>(), text.parse::<DunsNumber>(), text.parse::<Prefecture>());
        let _ = contains_my_number(&text);
    }

    /// P8: of ten numbers that differ in one digit, the check digit lets at most the right one and its 0/9 twin pass.
    #[test]
    fn the_corporate_check_digit_catches_slips(base in "[0-9]{12}", place in 0_usize..12) {
        let valid = |base: &str| (1..=9).filter(|d| format!("{d}{base}").parse::<CorporateNumber>().is_ok()).count();
        prop_assert_eq!(valid(&base), 1);
        let check = (1..=9).find(|d| format!("{d}{base}").parse::<CorporateNumber>().is_ok()).unwrap();
        let slips = ('0'..='9').filter(|digit| {
            let mut slipped = base.clone();
            slipped.replace_range(place..=place, &digit.to_string());
            format!("{check}{slipped}").parse::<CorporateNumber>().is_ok()
        });
        prop_assert!(slips.count() <= 2);
    }
}
