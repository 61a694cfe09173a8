//! The samples that `cargo lambda invoke --data-file` takes: each a batch of one, as SQS hands it to a function.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use platform::envelope::{Content, Envelope, schema};
use procedure::event::{Event, Room};
use serde_json::Value;

/// R89: a sample is an event of its function, and the published schema says so too.
#[test]
fn every_function_has_samples_that_keep_to_the_published_schemas() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("events");
    let mut seen = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let batch: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for record in batch["Records"].as_array().unwrap() {
            assert_eq!(record["eventSource"], "aws:sqs", "{stem}");
            assert!(record["messageId"].is_string(), "{stem}");
            let body = record["body"].as_str().unwrap();
            let envelope = Envelope::decode(body.as_bytes()).unwrap();
            let kind = envelope.event_kind().unwrap();
            assert_eq!(kind.room().name(), stem);
            let validator = jsonschema::validator_for(&schema(kind)).unwrap();
            let errors: Vec<_> = validator
                .iter_errors(&serde_json::from_str(body).unwrap())
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{stem}: {errors:?}");
            let Content::Inline(data) = envelope.content else { panic!("{stem}: no data") };
            Event::decode(kind, data).unwrap();
            seen.insert(kind.room());
        }
    }
    assert_eq!(seen, BTreeSet::from(Room::ALL), "a function has no sample");
}
