//! What is kept, how, and until when.

use procedure::erase::Erased;
use procedure::order::{Actor, Ending};
use procedure::policy::Policy;
use procedure::{Product, samples};

use super::*;
use crate::machine::FixedClock;

const RAW: &[u8] =
    b"Subject: x\r\nTo: postmaster@www.example.jp\r\n\r\nhttps://approval.example/?token=s3cr3t\r\n";

fn vault(folder: &Path, at: &str) -> MailFolder {
    MailFolder::new(folder, None, 30, Arc::new(FixedClock(at.parse().unwrap())))
}

fn only_file(folder: &Path) -> PathBuf {
    let mut files = fs::read_dir(folder.join(FOLDER)).unwrap();
    let file = files.next().unwrap().unwrap().path();
    assert!(files.next().is_none());
    file
}

/// R41: a mail is kept once, for the days that are set and not a second longer: then its file is gone.
#[tokio::test]
async fn a_mail_is_kept_once_and_for_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = vault(folder.path(), "2026-12-01T00:00:00Z");
    let key = first.put(RAW, None).unwrap();
    let later = vault(folder.path(), "2026-12-31T00:00:00Z");
    assert_eq!(later.put(RAW, None).unwrap(), key);
    let mail = later.get(&key).await.unwrap().unwrap();
    assert_eq!((mail.received, &*mail.raw), ("2026-12-01T00:00:00Z".parse().unwrap(), RAW));
    assert!(mail.by_staff);
    assert_eq!((later.purge().unwrap(), later.list().unwrap().len()), (0, 1));

    let expired = vault(folder.path(), "2026-12-31T00:00:01Z");
    assert_eq!(expired.get(&key).await.unwrap(), None);
    assert_eq!(expired.list().unwrap(), []);
    assert_eq!(expired.purge().unwrap(), 1);
    assert_eq!(fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 0);
}

/// R41: what a crash left half-written expires too, and nothing keeps the rest from expiring.
#[test]
fn what_is_no_whole_mail_expires_by_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let first = vault(folder.path(), "2026-12-01T00:00:00Z");
    first.put(RAW, None).unwrap();
    for name in ["a.mail", "b.mail.77.part", "c.eml"] {
        fs::write(folder.path().join(FOLDER).join(name), b"half").unwrap();
    }
    assert_eq!(vault(folder.path(), "2000-01-01T00:00:00Z").purge().unwrap(), 0);
    assert_eq!(vault(folder.path(), "2999-01-01T00:00:00Z").purge().unwrap(), 4);
}

/// R41: on the disk neither the link nor anything else of the mail can be read, and the key is its owner's alone.
#[test]
fn what_lies_on_the_disk_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    vault(folder.path(), "2026-12-01T00:00:00Z").put(RAW, Some(&samples::order_id())).unwrap();
    let bytes = fs::read(only_file(folder.path())).unwrap();
    for part in [&b"s3cr3t"[..], b"postmaster", b"Subject", b"approval.example"] {
        assert!(!bytes.windows(part.len()).any(|window| window == part));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let key = folder.path().join("mail-key");
        assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(key.metadata().unwrap().len(), key::LENGTH as u64);
    }
}

/// R41: a mail that was changed, put under another key, or sealed by another vault's key is an error, never a mail.
#[tokio::test]
async fn a_changed_mail_is_no_mail() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path(), "2026-12-01T00:00:00Z");
    let key = vault.put(RAW, None).unwrap();
    let file = only_file(folder.path());
    let whole = fs::read(&file).unwrap();
    for at in [20, whole.len() / 2, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&file, &changed).unwrap();
        assert!(vault.get(&key).await.is_err(), "byte {at}");
    }
    let other = "0".repeat(64);
    fs::write(vault.path(&other), &whole).unwrap();
    assert!(vault.get(&other).await.is_err());
    fs::write(&file, &whole).unwrap();
    fs::write(folder.path().join("mail-key"), [7; key::LENGTH]).unwrap();
    assert!(vault.get(&key).await.is_err());
}

#[tokio::test]
async fn a_key_names_no_other_file() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path(), "2026-12-01T00:00:00Z");
    for key in ["", "../certflow", &"a".repeat(63), &"../".repeat(22)] {
        assert_eq!(vault.get(key).await.unwrap(), None);
    }
}

fn erased() -> Erased {
    let mut order = samples::examining(Product::DigicertSecureServerId);
    order.end(Ending::Cancelled, None, samples::now()).unwrap();
    order.erase(Actor::Staff, samples::now()).unwrap()
}

/// R41: with an order go the mails entered for it and those about its names; others stay.
#[test]
fn mails_about_an_erased_order_go() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path(), "2026-12-01T00:00:00Z");
    vault.put(b"Subject: nothing\r\n\r\nelse\r\n", Some(&samples::order_id())).unwrap();
    vault.put(RAW, None).unwrap();
    let base =
        "Subject: [Domain Approval] x: example.jp\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n";
    vault.put(base.as_bytes(), None).unwrap();
    vault.put(b"Subject: [Domain Approval] x: www.example.com\r\n\r\nother\r\n", None).unwrap();
    let profiles = Policy::default().profiles;
    assert_eq!(vault.erase_about(&erased(), &profiles).unwrap(), 3);
    assert_eq!(vault.list().unwrap().len(), 1);
    assert_eq!(vault.erase_about(&erased(), &profiles).unwrap(), 0);
}

/// R41, R90: so do those that say a name, or the vendor's number alone, in whatever encoding, and what cannot be read;
/// a mail that is being written, and those about others, stay.
#[test]
fn mails_about_an_erased_order_go_however_they_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path(), "2026-12-01T00:00:00Z");
    let order = Erased { vendor_order: Some(samples::id("12345678")), ..erased() };
    let base64 = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    let about = [
        "Subject: Order 12345678 was issued\r\n\r\nx\r\n".to_owned(),
        // `www.example.jp`, with text around it.
        format!("{base64}44GU55Sz6KuLIHd3dy5leGFtcGxlLmpwIOOBrg==\r\n"),
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nwww.exa=\r\nmple.jp\r\n".to_owned(),
    ];
    let others = ["Subject: Order 123456789\r\n\r\nx\r\n", "Subject: x\r\n\r\nwww.example.com\r\n"];
    for mail in about.iter().map(String::as_str).chain(others) {
        vault.put(mail.as_bytes(), None).unwrap();
    }
    let mails = folder.path().join(FOLDER);
    fs::write(mails.join(format!("{}.mail", "0".repeat(64))), b"no header").unwrap();
    fs::write(mails.join("b.mail.77.part"), b"half").unwrap();
    let profiles = Policy::default().profiles;
    let early = self::vault(folder.path(), "2000-01-01T00:00:00Z");
    assert_eq!(early.erase_about(&order, &profiles).unwrap(), about.len() + 1);
    assert_eq!(vault.list().unwrap().len(), others.len());
    assert!(mails.join("b.mail.77.part").exists(), "it may be half-written still");
    let late = self::vault(folder.path(), "2999-01-01T00:00:00Z");
    late.erase_about(&order, &profiles).unwrap();
    assert!(!mails.join("b.mail.77.part").exists());
}
