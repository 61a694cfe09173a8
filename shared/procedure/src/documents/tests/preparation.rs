use jiff::civil::date;

use super::*;

fn texts(kinds: &[PreparedKind]) -> Vec<&str> {
    kinds.iter().map(|kind| kind.text.ja.as_ref()).collect()
}

/// R60, R62–R65, A23: what to prepare in the first year, in the words of the mission document.
#[test]
fn the_first_year_s_list() {
    let list = preparation_list(&RuleBook::default(), &first_year());
    assert_eq!(list.iter().map(|p| p.item).collect::<Vec<_>>(), required(first_year().applicant));
    let stamp = "税務署、都道府県または市区町村の受付印のあるもの・コピー可";
    assert_eq!(
        texts(&list[0].any_of),
        [
            format!("「個人事業の開廃業届出書」の控え（{stamp}）"),
            format!("「事業開始等の申告書」の控え（{stamp}）"),
        ]
    );
    assert_eq!(texts(&list[0].proofs), ["e-Taxの受信通知（コピー可）", "収受日付リーフレット（コピー可）"]);
}

/// R60, R66–R70, A19: what to prepare from the second year on.
#[test]
fn the_later_years_list() {
    let list = preparation_list(&RuleBook::default(), &later_years());
    let of = "屋号の記載と税務署の受領印があるもの・コピー可";
    assert_eq!(
        texts(&list[0].any_of),
        [
            format!("当該事業の前年度「所得税の申告書」の控え（{of}）"),
            format!("当該事業の前年度「消費税の申告書」の控え（{of}）"),
            "申告書等情報取得サービスで取得した申告書（前年度分・屋号の記載があるもの・コピー可）".to_owned(),
        ]
    );
    assert_eq!(list[0].proofs.len(), 3);
    let notes: Vec<_> = list[0].notes.iter().map(|note| note.ja.as_ref()).collect();
    assert!(notes.contains(&"前年度の申告書は、2025年分の申告書です。"), "{notes:?}");
    assert!(notes.iter().any(|note: &&str| note.contains("2025年1月1日以降")), "{notes:?}");
    assert!(notes.iter().any(|note: &&str| note.contains("マイナンバー")), "R85: {notes:?}");
}

/// R60, R71–R76, A20, A21: identity documents as on their day: obsolete kinds are not asked for.
#[test]
fn the_identity_list_of_its_day() {
    let book = RuleBook::default();
    let list = |situation: Situation| preparation_list(&book, &situation).remove(1);
    let today = [
        "運転免許証（コピー可・有効期限内）",
        "旅券（コピー可・有効期限内）",
        "住民票の写し（原本・発行日より3ヶ月以内・マイナンバーの記載がないもの）",
    ];
    assert_eq!(texts(&list(later_years()).any_of), today);
    assert_eq!(list(later_years()).any_of[0].text.en, "driver's licence (copy allowed, unexpired)");
    let in_2012 = list(later_years().submitted_on(date(2012, 7, 1)));
    assert_eq!(
        texts(&in_2012.any_of),
        [
            today[0],
            today[1],
            "各種健康保険証（コピー可・有効期限内・保険者番号、記号・番号、QRコードをマスキングしたもの）",
            today[2],
            "外国人登録原票記載事項証明書（原本・発行日より3ヶ月以内）",
        ]
    );
    let notes = list(later_years()).notes;
    assert_eq!(notes[0].ja, "以下のいずれかをご用意ください。");
    assert!(notes.iter().any(|note| note.ja.contains("郵送")), "R82: {notes:?}");
}

/// R60, R77–R79: the bill, that no download does, and the telegram.
#[test]
fn the_bill_s_list() {
    let bill = preparation_list(&RuleBook::default(), &first_year()).remove(2);
    assert_eq!(texts(&bill.any_of), ["電話会社請求書（発行日が最新のもの・コピー可）"]);
    let notes: Vec<_> = bill.notes.iter().map(|note| note.ja.as_ref()).collect();
    assert_eq!(
        notes,
        [
            "WEB上からダウンロードした請求書では承っておりません。",
            "電話料金請求書をご用意いただけない場合は、証明書ベンダーより所得税申告書や公的書類等で確認した住所宛に「電報」が送付されますので、ご対応ください。",
        ]
    );
}

/// R60, R84: what the list names is what the rules accept.
#[test]
fn what_is_named_is_accepted() {
    for situation in [first_year(), later_years()] {
        for preparation in preparation_list(&RuleBook::default(), &situation) {
            for prepared in preparation.any_of.iter().chain(&preparation.proofs) {
                let receipt_stamp = Some(ReceiptStamp::TaxOffice);
                let facts = DocumentFacts { receipt_stamp, ..good(prepared.kind) };
                assert_eq!(outcome(&judge(&facts, &situation)), "accepted", "{}", prepared.text.ja);
            }
        }
    }
}

/// R60, R67: in the filing season either year's return may be the latest.
#[test]
fn the_list_in_the_filing_season() {
    let year_note = |day| {
        let list = preparation_list(&RuleBook::default(), &later_years().submitted_on(day));
        list[0].notes[1].ja.to_string()
    };
    let either = "2026年分の申告がお済みの場合は2026年分、お済みでない場合は2025年分の控えをご用意ください。";
    assert_eq!(year_note(date(2027, 1, 1)), either);
    assert_eq!(year_note(date(2027, 3, 15)), either);
    assert_eq!(year_note(date(2027, 3, 16)), "前年度の申告書は、2026年分の申告書です。");
}
