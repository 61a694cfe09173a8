//! `--stack`: what is refused before AWS is asked. What works on a stack is shown on one (`tests/aws`).

use super::support::Place;

#[test]
fn commands_about_this_machine_say_so() {
    let place = Place::new();
    for (command, words) in [
        (&["serve"][..], "data folder"),
        (&["demo"], "this machine"),
        (&["bench"], "this machine"),
        (&["vendor"], "a secret"),
    ] {
        let ran = place.run(&[command, &["--stack", "certflow-staging"]].concat());
        assert_eq!(ran.status, 2, "{command:?}: {ran:?}");
        assert!(ran.stderr.contains(words) && ran.stderr.contains("--stack"), "{command:?}: {ran:?}");
        let japanese = place.run(&[command, &["--stack", "certflow-staging", "--lang", "ja"]].concat());
        assert!(japanese.stderr.contains("--stack（CERTFLOW_STACK）を外してください"), "{japanese:?}");
    }
    assert!(!place.data().exists());
}

#[test]
fn a_stack_has_its_own_time_and_a_name_its_form() {
    let place = Place::new();
    let ran = place.run(&["list", "--stack", "certflow-staging"]);
    assert_eq!(ran.status, 2, "the clock of tests is refused: {ran:?}");
    assert!(ran.stderr.contains("--now"), "{ran:?}");
    for name in ["a b", "1", ""] {
        assert_eq!(place.run(&["list", "--stack", name]).status, 2, "{name}");
    }
}

/// A pump beside the deployed functions would take their messages.
#[test]
fn the_pump_and_the_stand_in_work_on_this_machine_alone() {
    let place = Place::in_real_time();
    let aws = [
        ("AWS_REGION", "ap-northeast-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_ENDPOINT_URL", "https://aws.example"),
    ];
    let ran = place.run_in(&aws, &["stand-in", "made"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stderr.contains("AWS_ENDPOINT_URL"), "{ran:?}");
    let ran = place.run_in(&aws[..3], &["stand-in", "made"]);
    assert!(ran.stderr.contains("AWS_ENDPOINT_URL"), "{ran:?}");

    let variables: String = std::iter::once("CERTFLOW_TABLE=t\n".to_owned())
        .chain(::procedure::event::Room::ALL.map(|room| {
            let name = room.name().replace('-', "_").to_uppercase();
            format!("CERTFLOW_QUEUE_{name}='https://sqs.example/1/{}'\n", room.name())
        }))
        .collect();
    let file = place.file("functions.env", variables);
    let ran = place.run_in(&aws, &["pump", "--stack", super::support::text(&file)]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stderr.contains("AWS_ENDPOINT_URL"), "{ran:?}");
    assert_eq!(place.run(&["pump"]).status, 2);
    assert_eq!(place.run(&["pump", "--watch", "http://10.0.0.1:9000"]).status, 2);
}

/// Everything wrong with a stack's variables is told by name, before anything is asked of AWS.
#[test]
fn what_is_wrong_with_the_variables_is_named() {
    let place = Place::in_real_time();
    let aws = [("AWS_REGION", "ap-northeast-1"), ("AWS_ACCESS_KEY_ID", "x"), ("AWS_SECRET_ACCESS_KEY", "x")];
    let list = |content: &str| {
        let file = place.file("functions.env", content);
        place.run_in(&aws, &["list", "--stack", super::support::text(&file)])
    };
    for (content, named) in [
        ("nonsense\n", "line 1"),
        ("", "CERTFLOW_TABLE"),
        ("CERTFLOW_TABLE=t\nCERTFLOW_SHARDS=no\n", "CERTFLOW_SHARDS"),
        ("CERTFLOW_TABLE=t\nCERTFLOW_POLICY={\"deadlines\":1}\n", "CERTFLOW_POLICY"),
        ("CERTFLOW_TABLE=t\n", "CERTFLOW_QUEUE_ORDER_SUBMITTED"),
    ] {
        let ran = list(content);
        assert_eq!(ran.status, 1, "{content}: {ran:?}");
        assert!(ran.stderr.contains(named), "{content}: {ran:?}");
    }
    let ran = place.run_in(&aws, &["list", "--stack", "./nosuch.env"]);
    assert!(ran.status == 1 && ran.stderr.contains("nosuch.env"), "{ran:?}");
}
