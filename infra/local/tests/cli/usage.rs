//! Usage: help, language, exit status.

use super::support::Place;

#[test]
fn every_command_has_help_and_wrong_usage_is_said() {
    let place = Place::new();
    let help = place.run(&["--help"]);
    assert_eq!(help.status, 0);
    let commands = help.stdout.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let commands: Vec<&str> = commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() >= 30, "{commands:?}");
    for command in commands {
        let help = place.run(&[command, "--help"]);
        assert_eq!((help.status, help.stderr.as_str()), (0, ""), "{command}");
        assert!(help.stdout.contains("Usage: certflow"), "{command}");
    }
    for wrong in [
        &["list", "--waiting-on", "me"][..],
        &["show"],
        &["shwo", "X"],
        &["show", "a b"],
        &["phone", "CF-1", "--callee", "nobody", "--outcome", "completed"],
        &["installed", "CF-1", "--at", "yesterday"],
        &["document", "CF-1", "--kind", "drivers_licence"],
        &["submit", "no-such-file.json"],
    ] {
        let ran = place.run(wrong);
        assert_eq!(ran.status, 2, "{wrong:?}: {ran:?}");
        assert!(!ran.stderr.is_empty() && ran.stdout.is_empty(), "{wrong:?}: {ran:?}");
    }
    assert!(!place.data().exists(), "looking and failing make no data folder");
}

#[test]
fn a_looked_for_folder_that_is_not_there_is_said_and_not_made() {
    let place = Place::new();
    let ran = place.run(&["list"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("--data"), "{ran:?}");
    assert!(!place.data().exists());
}

/// R87: people read their language, machines neutral codes.
#[test]
fn the_language_follows_the_locale_and_the_option() {
    let place = Place::new();
    place.submit(::procedure::Product::CybertrustSureServer);
    assert!(place.run(&["list"]).stdout.contains("being submitted"));
    let ran = place.run(&["list", "--lang", "ja"]);
    assert!(ran.stdout.contains("証明書の申請中") && ran.stdout.contains("当社作業"), "{ran:?}");
    let ran = place.run(&["show", "NOPE", "--lang", "ja"]);
    assert!(ran.stderr.contains("注文 NOPE はありません"), "{ran:?}");
    assert_eq!(ran.status, 1);
}

#[test]
fn nothing_but_the_answer_is_printed_and_no_colours_to_a_file() {
    let place = Place::new();
    let order = place.submit(::procedure::Product::DigicertSecureServerId);
    for command in [&["list"][..], &["show", &order], &["letters", &order], &["desk"], &["queue"]] {
        let ran = place.run(command);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{command:?}");
        assert!(!ran.stdout.contains('\u{1b}'), "{command:?}");
        let json = place.run(&[command, &["--json"]].concat());
        assert!(json.json().is_object(), "{command:?}");
    }
}

#[test]
fn schemas_completions_and_settings_print_as_they_are() {
    let place = Place::new();
    let events = place.run(&["schema"]).stdout;
    for event in events.lines() {
        let schema = place.run(&["schema", event]).json();
        assert_eq!(schema["title"], format!("certflow.{event}.v1"));
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(place.run(&["completions", shell]).stdout.contains("responsible-person"), "{shell}");
    }
    // What is printed can be the settings file.
    for arguments in [&["config"][..], &["config", "--all"]] {
        let printed = place.run(arguments).stdout;
        std::fs::create_dir_all(place.data()).unwrap();
        std::fs::write(place.data().join("certflow.toml"), &printed).unwrap();
        assert_eq!(place.run(arguments).stdout, printed);
    }
    std::fs::write(place.data().join("certflow.toml"), "[work]\nlease = 3\n").unwrap();
    let ran = place.run(&["list"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("certflow.toml") && ran.stderr.contains("lease"), "{ran:?}");
}
