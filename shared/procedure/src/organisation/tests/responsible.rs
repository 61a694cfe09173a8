use serde_json::{Value, json};

use super::codes;
use crate::contact::Person;
use crate::organisation::{ApplicantType, check_responsible_person};
use crate::{Finding, Severity, Validation, Vendor};

fn responsible(person: Value, applicant: ApplicantType, validation: Validation) -> Vec<Finding> {
    let person: Person = serde_json::from_value(person).unwrap();
    check_responsible_person(&person, applicant, validation, Vendor::Digicert)
}

/// R44, R50, P11: the responsible person's post, reading and, in EV, own address are asked for.
#[test]
fn the_responsible_person() {
    use ApplicantType::{Corporation, SoleProprietor};
    use Severity::{Stop, Warning};
    use Validation::{Ev, Ov};
    let name = json!({"family": "例示", "given": "太郎"});
    let person = |job_title: &str, email: &str| json!({"name": name, "kana": "レイジ タロウ", "job_title": job_title, "email": email});
    assert_eq!(responsible(person("部長", "taro@example.jp"), Corporation, Ev), []);
    assert_eq!(responsible(json!({"name": name, "kana": "レイジ"}), SoleProprietor, Ov), []);
    for (person, applicant, validation, expected) in [
        (json!({"name": name, "kana": "レイジ"}), Corporation, Ov, ("person.no_post", "job_title", Stop)),
        (
            json!({"name": name, "kana": "レイジ", "department": "総務部", "email": "taro@example.jp"}),
            Corporation,
            Ev,
            ("person.no_post", "job_title", Stop),
        ),
        (json!({"name": name, "job_title": "部長"}), Corporation, Ov, ("person.no_kana", "kana", Warning)),
        (
            json!({"name": name, "kana": "レイジ", "job_title": "部長"}),
            Corporation,
            Ev,
            ("person.no_email", "email", Stop),
        ),
        (person("部長", "info@example.jp"), Corporation, Ev, ("person.not_own_email", "email", Warning)),
        (person("部長", "taro@gmail.com"), Corporation, Ev, ("person.not_own_email", "email", Warning)),
        (person("なし", "taro@example.jp"), Corporation, Ov, ("person.placeholder", "job_title", Stop)),
        (
            person(&"長".repeat(65), "taro@example.jp"),
            Corporation,
            Ov,
            ("person.too_long", "job_title", Stop),
        ),
        (
            json!({"name": {"full": "例示太郎"}, "kana": "レイジ", "job_title": "部長"}),
            Corporation,
            Ov,
            ("person.undivided_name", "name", Warning),
        ),
    ] {
        assert_eq!(codes(&responsible(person.clone(), applicant, validation)), [expected], "{person}");
    }
}

/// R85: a My Number in what is told of a person is refused on its field.
#[test]
fn my_numbers_are_refused() {
    let person =
        json!({"name": {"family": "例示", "given": "123456789018"}, "kana": "レイジ", "job_title": "部長"});
    let found = responsible(person, ApplicantType::Corporation, Validation::Ov);
    assert_eq!(codes(&found), [("text.my_number", "name.given", Severity::Stop)]);
}
