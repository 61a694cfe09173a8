//! Everywhere a data folder keeps something.

use std::fs;
use std::path::Path;

use aws_sdk_dynamodb::types::AttributeValue;
use certflow::machine::{FixedClock, Machine};
use std::sync::Arc;

/// Every file below `folder`, with its bytes.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    files
}

/// The files in which one of `texts` stands, in any of the forms it may be stored in.
pub(crate) fn found_in_files(folder: &Path, texts: &[String]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (file, bytes) in files(folder) {
        for text in texts.iter().filter(|text| forms(text).iter().any(|form| contains(&bytes, form))) {
            found.push((file.clone(), text.clone()));
        }
    }
    found
}

/// A text as it may stand in a file: UTF-8, JSON escapes, quoted-printable, base64 at each of its three offsets.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let quoted: String = text.bytes().map(|byte| format!("={byte:02X}")).collect();
    let mut forms = vec![text.as_bytes().to_vec(), escaped.into_bytes(), quoted.into_bytes()];
    for shift in 0..3 {
        let shifted: Vec<u8> = std::iter::repeat_n(b'x', shift).chain(text.bytes()).collect();
        let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD_NO_PAD, shifted);
        // The first and last digits depend on the neighbours.
        let (from, to) =
            ([0, 2, 3][shift], encoded.len() - usize::from(!(shift + text.len()).is_multiple_of(3)));
        forms.push(encoded.as_bytes()[from..to].to_vec());
    }
    // Too short a form is found anywhere.
    forms.retain(|form| form.len() >= 6);
    forms
}

pub(crate) fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// An item of the table: its key, and everything in it as text.
pub(crate) struct Shown {
    pub(crate) pk: String,
    pub(crate) sk: String,
    pub(crate) text: String,
}

/// Every item of the table of `folder`.
pub(crate) async fn items(folder: &Path) -> Vec<Shown> {
    let clock = Arc::new(FixedClock(procedure::samples::now()));
    let machine = Machine::open(folder, clock).await.unwrap();
    let client = machine.database().unwrap().client();
    let mut pages = client.scan().table_name("certflow").into_paginator().items().send();
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        let item = item.unwrap();
        let key = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).unwrap().clone();
        let text = item.iter().map(|(name, value)| format!("{name}: {}\n", shown(value))).collect();
        items.push(Shown { pk: key("pk"), sk: key("sk"), text });
    }
    machine.close().await;
    items
}

fn shown(value: &AttributeValue) -> String {
    match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.clone(),
        AttributeValue::M(map) => {
            map.iter().map(|(name, value)| format!("{name}={} ", shown(value))).collect()
        }
        AttributeValue::L(list) => list.iter().map(|value| format!("{} ", shown(value))).collect(),
        other => format!("{other:?}"),
    }
}
