//! Every requirement has a test that cites it, or a reason why not; `requirements/TABLE.md` shows which.
//!
//! A test cites with its first line of documentation: `/// R75, A17: what holds`. To write the table anew:
//! `CERTFLOW_WRITE_TABLE=1 cargo test -p tests --test all requirements`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/requirements/TABLE.md");
const REQUIREMENTS: &str = include_str!("../requirements/requirements.txt");
const LEFT_OUT: &str = include_str!("../requirements/left-out.txt");

/// A requirement's number, sorted as people count: R2 before R10, R before A.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Number(bool, u16);

impl Number {
    fn parse(text: &str) -> Option<Self> {
        let (is_decision, digits) = match text.split_at_checked(1)? {
            ("R", digits) => (false, digits),
            ("A", digits) => (true, digits),
            _ => return None,
        };
        Some(Self(is_decision, digits.parse().ok()?))
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.0 { 'A' } else { 'R' }, self.1)
    }
}

/// The numbers at the head of a citation: `R46–R48, A30: …`.
fn cited(line: &str) -> Vec<Number> {
    let Some((head, _)) = line.split_once(':') else { return Vec::new() };
    let mut numbers = Vec::new();
    for part in head.split([',', ';']).map(str::trim) {
        match part.split_once(['–', '-']).map(|(a, b)| (Number::parse(a.trim()), Number::parse(b.trim()))) {
            Some((Some(first), Some(last))) if first.0 == last.0 => {
                numbers.extend((first.1..=last.1).map(|n| Number(first.0, n)));
            }
            _ => numbers.extend(Number::parse(part)),
        }
    }
    numbers
}

/// Every cited number with the tests that cite it, as `crate/file.rs::test`.
fn citations() -> BTreeMap<Number, Vec<String>> {
    let mut found: BTreeMap<Number, Vec<String>> = BTreeMap::new();
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(ROOT).unwrap().display().to_string();
        let mut numbers = Vec::new();
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if let Some(doc) = line.strip_prefix("///") {
                numbers.extend(cited(doc.trim()));
            } else if line.starts_with("#[") {
                is_test |= line.contains("test");
            } else if let Some(test) = function(line) {
                // Inside `proptest!` every function with a citation and arguments is a test.
                if is_test || line.contains(" in ") || line.ends_with('(') {
                    for number in numbers.drain(..) {
                        found.entry(number).or_default().push(format!("{name}::{test}"));
                    }
                }
                (numbers, is_test) = (Vec::new(), false);
            } else if !line.is_empty() && !line.starts_with("//") {
                (numbers, is_test) = (Vec::new(), false);
            }
        }
    }
    for tests in found.values_mut() {
        tests.sort();
        tests.dedup();
    }
    found
}

fn function(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    line.strip_prefix("fn ")?.split(['(', '<']).next()
}

fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["functions", "infra", "shared", "tests"].iter().map(|room| Path::new(ROOT).join(room)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn pairs(text: &str) -> BTreeMap<Number, &str> {
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(n, t)| (Number::parse(n).unwrap(), t))
        .collect()
}

fn table(citations: &BTreeMap<Number, Vec<String>>) -> String {
    let left_out = pairs(LEFT_OUT);
    let mut table = String::from(
        "# Requirements and the tests that cite them\n\n\
         Written by `CERTFLOW_WRITE_TABLE=1 cargo test -p tests --test all requirements`; a test fails when it is out \
         of date.\n\n| | requirement or decision | tests, or why there is none |\n|--|--|--|\n",
    );
    for (number, text) in pairs(REQUIREMENTS) {
        let tests = match (citations.get(&number), left_out.get(&number)) {
            (Some(tests), _) => tests.iter().map(|test| format!("`{test}`")).collect::<Vec<_>>().join("<br>"),
            (None, Some(reason)) => format!("— {reason}"),
            (None, None) => "**missing**".to_owned(),
        };
        let _ = writeln!(table, "| {number} | {text} | {tests} |");
    }
    table
}

#[test]
fn every_requirement_is_tested_or_left_out_with_a_reason() {
    let (citations, left_out) = (citations(), pairs(LEFT_OUT));
    let numbers: Vec<Number> = pairs(REQUIREMENTS).into_keys().collect();
    let missing: Vec<String> = numbers
        .iter()
        .filter(|number| !citations.contains_key(number) && !left_out.contains_key(number))
        .map(Number::to_string)
        .collect();
    assert!(missing.is_empty(), "no test cites {missing:?}");
    let both: Vec<String> =
        left_out.keys().filter(|number| citations.contains_key(number)).map(Number::to_string).collect();
    assert!(both.is_empty(), "left out and yet tested: {both:?}");
    let unknown: Vec<String> =
        citations.keys().filter(|number| !numbers.contains(number)).map(Number::to_string).collect();
    assert!(unknown.is_empty(), "cited but no requirement: {unknown:?}");
}

#[test]
fn the_table_of_requirements_is_up_to_date() {
    let table = table(&citations());
    if std::env::var_os("CERTFLOW_WRITE_TABLE").is_some() {
        fs::write(TABLE, &table).unwrap();
    }
    assert!(
        fs::read_to_string(TABLE).unwrap_or_default() == table,
        "out of date; write it anew with CERTFLOW_WRITE_TABLE=1 cargo test -p tests --test all requirements"
    );
}
