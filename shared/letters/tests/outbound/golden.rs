//! Letters as they are read. To accept a change: `INSTA_UPDATE=always cargo test -p letters`, then read the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cases::{self, Case};
use crate::context::rendered;

/// R12, R15, R20–R57, R58–R88, R91, R94, A8–A10, A14, A15, A29, A30: every letter says what its golden file says.
#[test]
fn every_letter_reads_as_before() {
    for case in cases::all() {
        let letter = rendered(&case);
        settings(letter.template).bind(|| {
            let page = format!("{}\n\n{}", letter.subject, letter.text);
            insta::assert_snapshot!(file(&case), page);
        });
    }
}

/// One page of HTML for each template and language.
#[test]
fn every_page_looks_as_before() {
    let mut seen = BTreeSet::new();
    for case in cases::all() {
        let letter = rendered(&case);
        if seen.insert((letter.template, case.language)) {
            settings(letter.template).bind(|| {
                insta::assert_snapshot!(format!("{}.html", file(&case)), letter.html);
            });
        }
    }
}

/// No template is unused, and none is missing (those not embedded would not compile).
#[test]
fn every_template_is_used() {
    let used: BTreeSet<String> = cases::all().iter().map(|case| rendered(case).template.to_owned()).collect();
    let mut folders = names_in(&crate_folder().join("templates"));
    assert!(folders.remove("partials"));
    assert_eq!(folders, used);
    for folder in &folders {
        for language in ["en", "ja"] {
            let files = names_in(&crate_folder().join("templates").join(folder).join(language));
            assert_eq!(
                files.into_iter().collect::<Vec<_>>(),
                ["body.md", "subject.txt"],
                "{folder}/{language}"
            );
        }
    }
}

/// Every partial is included somewhere.
#[test]
fn every_partial_is_used() {
    let sources = all_sources(&crate_folder().join("templates"));
    for language in ["en", "ja"] {
        let partials = names_in(&crate_folder().join("templates/partials").join(language));
        for partial in partials.iter().filter(|partial| *partial != "layout.md") {
            let include = format!("{{% include \"partials/{language}/{partial}\" %}}");
            assert!(sources.iter().any(|source| source.contains(&include)), "{language}/{partial}");
        }
    }
}

/// A golden file whose case is gone is deleted with it.
#[test]
fn every_golden_file_has_its_case() {
    let mut expected = BTreeSet::new();
    for case in cases::all() {
        let template = rendered(&case).template;
        assert!(
            expected.insert(format!("{template}/{}.snap", file(&case))),
            "twice: {template}/{}",
            file(&case)
        );
    }
    let mut folders = names_in(&crate_folder().join("tests/golden"));
    assert!(folders.remove("message.eml.snap"));
    for folder in folders {
        for name in names_in(&crate_folder().join("tests/golden").join(&folder)) {
            let of_page = name.replace(".html.snap", ".snap");
            assert!(expected.contains(&format!("{folder}/{of_page}")), "stray: {folder}/{name}");
        }
    }
}

fn file(case: &Case) -> String {
    format!("{}.{}", case.name, case.language)
}

fn settings(template: &str) -> insta::Settings {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(format!("../golden/{template}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

fn crate_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn all_sources(folder: &Path) -> Vec<String> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources.append(&mut all_sources(&path));
        } else {
            sources.push(fs::read_to_string(path).unwrap());
        }
    }
    sources
}
