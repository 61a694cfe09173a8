//! What is logged, queued and indexed names nobody.

use std::collections::BTreeSet;

use certflow::demo::args::Demo;
use certflow::demo::cast::cast;
use procedure::application::ApplicationDraft;
use serde_json::Value;

use crate::log;
use crate::places::{contains, files, items};

/// What of an application is personal, or only the vendor's and ours.
fn personal(draft: &ApplicationDraft) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    let value = serde_json::to_value(draft).unwrap();
    for part in ["organisation", "responsible", "approval", "notify"] {
        leaves(&value[part], &mut texts);
    }
    let csr = value["csr"].as_str().unwrap();
    texts.extend(csr.lines().filter(|line| !line.starts_with("-----")).map(str::to_owned));
    // Words that stand for a choice, and what is too short to be told from other text.
    let choices = ["corporation", "sole_proprietor", "postmaster", "txt_contact", "東京都"];
    texts.retain(|text| !choices.contains(&text.as_str()) && text.len() >= 5);
    texts
}

fn leaves(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(texts.insert(text.clone())),
        Value::Array(list) => list.iter().for_each(|value| leaves(value, texts)),
        Value::Object(map) => map.values().for_each(|value| leaves(value, texts)),
        _ => {}
    }
}

/// Each text below `value`, by its path, to be changed.
fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(list) => list.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(map) => map.values_mut().for_each(|value| each_text(value, change)),
        _ => {}
    }
}

/// The personal texts of `draft`, each changed, and what is said of that.
fn said(draft: &ApplicationDraft, change: impl Fn(&mut String)) -> (Vec<String>, usize, String) {
    let mut value = serde_json::to_value(draft).unwrap();
    let mut texts = Vec::new();
    for part in ["organisation", "responsible", "approval", "notify"] {
        each_text(&mut value[part], &mut |text| {
            let chosen = ["corporation", "postmaster", "sole_proprietor"].contains(&text.as_str());
            if text.len() >= 5 && !chosen {
                texts.push(text.clone());
                change(text);
            }
        });
    }
    let draft: ApplicationDraft = serde_json::from_value(value).unwrap();
    let findings = match procedure::application::check(&draft) {
        Ok((application, findings)) => [findings, application.findings()].concat(),
        Err(refusal) => refusal.findings().to_vec(),
    };
    let shown = format!("{findings:?} {}", serde_json::to_string(&findings).unwrap());
    (texts, findings.len(), shown)
}

/// R85: whatever is wrong with a personal field, what is said of it names the field and not its value.
#[test]
fn findings_name_fields_not_values() {
    let mut count = 0;
    for story in cast(1).unwrap() {
        for wrong in ["\u{7}", "@@", "\u{202e}", "  x  <script>", "000", "０１２３４５６７８９０１２３"]
        {
            let (texts, found, shown) = said(&story.draft, |text| text.push_str(wrong));
            // Remedies give examples, which a value may happen to be: they are the same whatever the value.
            let (_, _, fixed) = said(&story.draft, |text| wrong.clone_into(text));
            count += found;
            for text in texts.iter().filter(|text| !fixed.contains(text.as_str())) {
                assert!(!shown.contains(text.as_str()), "{text}: {shown}");
            }
        }
    }
    assert!(count > 200, "only {count} findings");
}

/// R85, R90: over a whole run of eleven customers, with every crate of ours at its most verbose, no log line, no queue
/// and no item of the table but the orders' own states holds an address, a number, a name, what people wrote, a CSR, an
/// approval link or a secret.
#[tokio::test]
async fn logs_queues_and_items_name_nobody() {
    log::listen();
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("demo");
    let demo = Demo { seed: 1, folder: folder.clone(), start: "2026-12-01T09:00".parse().unwrap() };
    let report = certflow::demo::run(&demo, procedure::Language::Ja, |_| {}).await.unwrap();

    let mut secrets: BTreeSet<String> = BTreeSet::new();
    for story in cast(1).unwrap() {
        secrets.extend(personal(&story.draft));
        secrets.extend(story.mended.iter().flat_map(personal));
    }
    assert!(secrets.len() > 100, "{} personal texts", secrets.len());
    let links = ["approval.digicert.example", "approval.cybertrust.example"].map(str::to_owned);
    secrets.extend(links);
    secrets.insert(simulation::certcentral::DEFAULT_KEY.to_owned());

    let logged = log::so_far();
    let handled = String::from_utf8_lossy(&logged).matches("\"handled\"").count();
    assert!(handled > 200, "only {handled} events were logged, of {} orders", report.document.orders.len());
    for secret in &secrets {
        assert!(!contains(&logged, secret.as_bytes()), "{secret} was logged");
    }
    for line in log::lines() {
        let of = line["target"].as_str().unwrap().split("::").next().unwrap().to_owned();
        let talkative = line["level"] == "TRACE" || line["level"] == "DEBUG";
        assert!(!talkative || platform::logs::OURS.contains(&of.as_str()), "{line}");
    }
    for (file, bytes) in files(&folder) {
        if file.contains("queue.db") {
            for secret in &secrets {
                assert!(!contains(&bytes, secret.as_bytes()), "{secret} was queued");
            }
        }
    }
    let items = items(&folder).await;
    assert!(items.len() > 500, "{} items", items.len());
    for item in items.iter().filter(|item| !["STATE", "BULK"].contains(&item.sk.as_str())) {
        for secret in &secrets {
            assert!(!item.text.contains(secret), "{secret} in {} {}", item.pk, item.sk);
        }
    }
}
