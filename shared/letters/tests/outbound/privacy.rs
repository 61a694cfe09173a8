//! What no letter gives away, and what no name can do to one.

use letters::{recipients, render};
use procedure::application::ApplicationDraft;
use procedure::notice::{Letter, Notice, Recipient};
use procedure::{Language, Product, samples};

use crate::cases;
use crate::context::{at, now, rendered};
use crate::orders;

/// R22, R43, R47: no letter holds a telephone number, a person's name or address, a document's content, the CSR, the
/// vendor's number, or a link to approve; it leads to the operator's pages alone.
#[test]
fn a_letter_gives_nothing_away() {
    for case in cases::all() {
        let letter = rendered(&case);
        let whole = format!("{}\n{}\n{}", letter.subject, letter.text, letter.html);
        for secret in [
            "03-1234-5678",
            "0312345678",
            "山田",
            "太郎",
            "ヤマダ",
            "情報システム部",
            "taro.yamada@",
            "tanto@",
            "BEGIN CERTIFICATE",
            "BEGIN PUBLIC",
            "千代田1-1",
            "7000012050002",
            "V-1",
        ] {
            assert!(!whole.contains(secret), "{} {}: {secret}", letter.template, case.name);
        }
        for (n, _) in whole.match_indices("http") {
            let link = &whole[n..];
            let known = ["https://help.hosting.example/", "https://portal.hosting.example/orders/CF-"];
            let word =
                link.starts_with("https で") || link.starts_with("https を") || link.starts_with("https.");
            let english = link.starts_with("https, ") || link.starts_with("https\n");
            let known = known.iter().any(|known| link.starts_with(known));
            assert!(known || word || english, "{}", link.chars().take(60).collect::<String>());
        }
    }
}

/// Every time shown is Japan's: as UTC all of these orders' deadlines and hours would read otherwise.
#[test]
fn every_time_is_japans() {
    let allowed = ["10:00", "11:00", "12:00", "15:00", "18:00", "23:59"];
    for case in cases::all() {
        let letter = rendered(&case);
        let times = letter.text.match_indices(':').filter_map(|(n, _)| letter.text.get(n - 2..n + 3));
        for time in times.filter(|time| time.bytes().all(|b| b.is_ascii_digit() || b == b':')) {
            assert!(allowed.contains(&time), "{} {}: {time}", letter.template, case.name);
        }
    }
}

/// A hostile organisation name is shown as it is written, in both parts, and is markup in neither.
#[test]
fn a_name_is_never_markup() {
    let names = [
        "<script>alert(1)</script>株式会社",
        "株式会社 **太字** [押す](https://evil.example/)",
        "# 見出し",
        "> 引用 | `x` ~~y~~ ![画](https://evil.example/i.png)",
        "1. 一番 & \"二番\" &lt;",
        "{{ order }}{% raw %}",
        "\\ 逆斜線\\",
    ];
    for name in names {
        let mut draft = orders::draft(Product::DigicertSecureServerId, Language::Ja);
        draft.organisation.name = name.to_owned();
        let mut order = samples::accepted(Product::DigicertSecureServerId);
        order.application.organisation.name = name.parse().unwrap();
        let plain = samples::accepted(Product::DigicertSecureServerId);
        let letter = |order| {
            let letter = Letter { notice: Notice::ApplicationReceived, to: Recipient::Notification };
            render(order, &letter, &at(now())).unwrap()
        };
        let (hostile, plain) = (letter(&order), letter(&plain));
        assert!(hostile.text.starts_with(name), "{}", hostile.text);
        assert_eq!(hostile.html.matches('<').count(), plain.html.matches('<').count(), "{name}");
        assert!(!hostile.html.contains("href=\"https://evil"));
        assert_eq!(hostile.subject, plain.subject);
    }
}

/// R53, R56, A30: a letter goes to the notification addresses or to the responsible person's own, as they are now.
#[test]
fn recipients_are_looked_up_in_the_order() {
    let mut draft: ApplicationDraft = orders::draft(Product::Bizcert, Language::Ja);
    draft.notify = vec!["a@example.jp".to_owned(), "b@example.jp".to_owned()];
    let order = samples::accepted_from(&draft);
    assert_eq!(recipients(&order, Recipient::Notification), ["a@example.jp", "b@example.jp"]);
    assert_eq!(recipients(&order, Recipient::ResponsiblePerson), ["taro.yamada@example.jp"]);
    draft.responsible.email = None;
    let without = samples::accepted_from(&draft);
    assert!(recipients(&without, Recipient::ResponsiblePerson).is_empty());
}
