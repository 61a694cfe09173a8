//! What a vendor needs to know of the application responsible person (申請責任者).

use super::check_text::my_number;
use super::wording::is_placeholder;
use super::{ApplicantType, contains_my_number};
use crate::contact::{Email, Line, Person, PersonName};
use crate::{Finding, Text, Validation, Vendor};

/// Longest name of a contact in CertCentral, in characters (`rules.md` §3.8).
const MAX_NAME_DIGICERT: usize = 128;

/// Longest job title in CertCentral, in characters (`rules.md` §3.8).
const MAX_TITLE_DIGICERT: usize = 64;

/// Domains where anybody may have an address, so that it shows no employment (P11). Data, not complete.
const FREE_MAIL: [&str; 16] = [
    "au.com",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "gmail.com",
    "hotmail.co.jp",
    "hotmail.com",
    "icloud.com",
    "live.jp",
    "me.com",
    "outlook.com",
    "outlook.jp",
    "softbank.ne.jp",
    "yahoo.co.jp",
    "yahoo.com",
    "ybb.ne.jp",
    "ymail.ne.jp",
];

/// What is missing or will not be taken: name, post, reading (R44), own mail address in EV (R50). Fields are
/// named from the person: `name`, `job_title` …
pub fn check_responsible_person(
    person: &Person,
    applicant: ApplicantType,
    validation: Validation,
    vendor: Vendor,
) -> Vec<Finding> {
    let my_numbers = person.free_texts().filter(|(_, line)| contains_my_number(line.expose()));
    let mut findings: Vec<Finding> = my_numbers.map(|(field, _)| my_number(field)).collect();
    let posts = [("department", &person.department), ("job_title", &person.job_title)];
    findings.extend(posts.into_iter().filter_map(|(field, line)| check_filler(field, line.as_ref()?)));
    findings.extend(check_post(person, applicant, validation));
    if vendor == Vendor::Digicert {
        findings.extend(check_digicert(person));
    }
    if person.kana.is_none() {
        findings.push(Finding::warning(
            "person.no_kana",
            "kana",
            "R44",
            Text::fixed("フリガナがありません。", "There is no reading of the name."),
            Text::fixed(
                "電話確認のため、フリガナを入力してください。",
                "Give the reading, for the telephone call.",
            ),
        ));
    }
    if validation == Validation::Ev {
        findings.extend(check_own_email(person.email.as_ref()));
    }
    findings
}

fn check_post(person: &Person, applicant: ApplicantType, validation: Validation) -> Option<Finding> {
    let (rule, message) = if validation == Validation::Ev && person.job_title.is_none() {
        ("EVG 3.2.2.8", Text::fixed("EV では役職が必要です。", "EV needs the job title."))
    } else if applicant != ApplicantType::SoleProprietor
        && person.job_title.is_none()
        && person.department.is_none()
    {
        ("R44", Text::fixed("部署も役職もありません。", "There is neither department nor job title."))
    } else {
        return None;
    };
    Some(Finding::stop(
        "person.no_post",
        "job_title",
        rule,
        message,
        Text::fixed("申請責任者の部署・役職を入力してください。", "Give the department and job title."),
    ))
}

fn check_filler(field: &'static str, line: &Line) -> Option<Finding> {
    is_placeholder(line.expose()).then(|| {
        Finding::stop(
            "person.placeholder",
            field,
            "R44",
            Text::fixed("内容のない値です。", "The value says nothing."),
            Text::fixed("部署や役職がないときは空欄にしてください。", "Leave it out when there is none."),
        )
    })
}

fn check_digicert(person: &Person) -> Vec<Finding> {
    let too_long = |field, line: &Line, max: usize| {
        (line.char_len() > max).then(|| {
            Finding::stop(
                "person.too_long",
                field,
                "R44",
                Text::new(
                    format!("{max} 文字を超えています。"),
                    format!("It is longer than {max} characters."),
                ),
                Text::fixed("短くしてください。", "Shorten it."),
            )
        })
    };
    let texts = person.free_texts().filter_map(|(field, line)| match field {
        "job_title" => too_long(field, line, MAX_TITLE_DIGICERT),
        _ => too_long(field, line, MAX_NAME_DIGICERT),
    });
    let undivided = matches!(person.name, PersonName::Whole(_)).then(|| {
        Finding::warning(
            "person.undivided_name",
            "name",
            "R44",
            Text::fixed("姓と名が分かれていません。", "Family and given name are not told apart."),
            Text::fixed("姓と名を分けて入力してください。", "Give family and given name."),
        )
    });
    texts.chain(undivided).collect()
}

/// R50, P11: the address must be there; a shared or free one is warned about.
fn check_own_email(email: Option<&Email>) -> Option<Finding> {
    let remedy = Text::fixed(
        "申請責任者ご本人の、会社のメールアドレスを入力してください。",
        "Give the responsible person's own address at the organisation.",
    );
    let Some(email) = email else {
        let message = Text::fixed(
            "EV では申請責任者ご本人のメールアドレスが必要です。",
            "EV needs the responsible person's own mail address.",
        );
        return Some(Finding::stop("person.no_email", "email", "R50", message, remedy));
    };
    let message = if email.is_role_address() {
        Text::fixed("複数の人が受け取るアドレスのようです。", "The address seems to be shared.")
    } else if FREE_MAIL.contains(&email.domain().as_str()) {
        Text::fixed(
            "フリーメールや携帯電話のアドレスは、在籍の確認に使えないことがあります。",
            "A free or mobile mail address may not be accepted.",
        )
    } else {
        return None;
    };
    Some(Finding::warning("person.not_own_email", "email", "R50, P11", message, remedy))
}
