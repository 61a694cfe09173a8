//! A short run of the fuzz targets (`tests/fuzz`) on the stable toolchain: every seed, and a set number of inputs made
//! of them by chance that is the same each time.

#[expect(unreachable_pub, reason = "the same file is a module of letters' tests, which take their time")]
#[path = "../../shared/letters/tests/inbound/hostile.rs"]
mod hostile;
#[expect(unreachable_pub, reason = "the same file is a crate of its own for `cargo fuzz`")]
#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use targets::{TARGETS, Target};

/// A change of an input.
#[derive(Debug, Clone)]
enum Edit {
    Set(Index, u8),
    Insert(Index, u8),
    Delete(Index, u8),
    Repeat(Index, u8, u8),
    Splice(Index, Vec<u8>),
}

fn edit(seeds: &[Vec<u8>]) -> impl Strategy<Value = Edit> + use<> {
    // What separates, opens, closes and ends things goes wrong more often than a letter.
    let telling = select(b"\0\t\r\n \"'(),-./0:;<=>?@[]{}\x1b\x80\xff".to_vec());
    let byte = prop_oneof![telling, any::<u8>()];
    prop_oneof![
        (any::<Index>(), byte.clone()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        (any::<Index>(), byte).prop_map(|(at, byte)| Edit::Insert(at, byte)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, len)| Edit::Delete(at, len)),
        (any::<Index>(), any::<u8>(), any::<u8>()).prop_map(|(at, len, times)| Edit::Repeat(at, len, times)),
        (any::<Index>(), select(seeds.to_vec())).prop_map(|(at, other)| Edit::Splice(at, other)),
    ]
}

fn edited(mut input: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for edit in edits {
        let place = |at: &Index| at.index(input.len() + 1);
        match edit {
            Edit::Set(at, byte) => {
                let at = place(at);
                if let Some(place) = input.get_mut(at) {
                    *place = *byte;
                }
            }
            Edit::Insert(at, byte) => input.insert(place(at), *byte),
            Edit::Delete(at, len) => {
                let at = place(at);
                let end = input.len().min(at + usize::from(*len));
                drop(input.drain(at..end));
            }
            Edit::Repeat(at, len, times) => {
                let at = place(at);
                let part = input[at..input.len().min(at + usize::from(*len))].to_vec();
                let more = part.repeat(usize::from(*times));
                input.splice(at..at, more);
            }
            Edit::Splice(at, other) => {
                let at = place(at);
                input.splice(at.., other.iter().skip(at).copied());
            }
        }
        input.truncate(64 * 1024);
    }
    input
}

/// The seeds of a target, in the order of their names.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("fuzz/corpus").join(name)];
    if name == "mail" {
        let inbound = root.join("../shared/letters/tests/data/inbound");
        folders.extend([inbound.join("published"), inbound]);
    }
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn run(name: &str, cases: u32) {
    let (_, target): (_, Target) = *TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let seeds = seeds(name);
    assert!(seeds.len() >= 4, "{name} has {} seeds", seeds.len());
    seeds.iter().for_each(|seed| targets::run(target, seed));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let inputs =
        (select(seeds.clone()), vec(edit(&seeds), 1..8)).prop_map(|(seed, edits)| edited(seed, &edits));
    let done = TestRunner::new_with_rng(config, rng).run(&inputs, |input| {
        targets::run(target, &input);
        Ok(())
    });
    done.unwrap();
}

#[test]
#[should_panic(expected = "bytes held for an input of 1000")]
fn an_execution_that_holds_too_much_fails() {
    targets::run(|data| drop(std::hint::black_box(vec![0_u8; 1_000 * data.len()])), &[0; 1_000]);
}

#[test]
fn what_is_given_back_counts_no_more() {
    let again_and_again: Target = |data| {
        for _ in 0..1_000 {
            drop(std::hint::black_box(data.to_vec()));
        }
    };
    targets::run(again_and_again, &[0; 1_000]);
}

/// P1: any CAA record is read or refused, and judged.
#[test]
fn caa() {
    run("caa", 4_000);
}

/// A28: any CSR is read or refused.
#[test]
fn csr() {
    run("csr", 400);
}

/// R89: any event is read or refused, and read the same again.
#[test]
fn event() {
    run("event", 1_000);
}

/// R41: any mail is answered, and shows no link.
#[test]
fn mail() {
    run("mail", 400);
}

/// R41: mails of the largest size, made to cost memory, are answered within the same bound.
#[test]
fn hostile_mails() {
    let ordinary = format!("{}\r\n{}", hostile::HEAD, hostile::fill("words and 言葉 \r\n"));
    let ordinary = ordinary.as_bytes()[..letters::inbound::MAX_MAIL].to_vec();
    hostile::mails().iter().chain([&ordinary]).for_each(|raw| targets::run(targets::mail, raw));
}

/// A13: any subject is answered.
#[test]
fn subject() {
    run("subject", 1_500);
}

/// A9: any TXT record is read or refused, and judged.
#[test]
fn txt() {
    run("txt", 4_000);
}

/// R89: any webhook is answered, by no more than a refusal.
#[test]
fn webhook() {
    run("webhook", 600);
}
