//! The vendors' signatures, judged by a verifier of the tests' own (RFC 6376 §6.1).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::SignedDuration;
use procedure::Product;
use simulation::desk::Charset;
use simulation::dkim::{SELECTOR, key_record};
use simulation::mailroom::{Authentication, Mail};

use crate::desk::{entry, office};
use crate::world::{World, csr, form};

/// RFC 8463, appendix A.2 and A.3: a key record, and the mail with the RSA signature alone.
const PUBLISHED_KEY: &str = "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";
const PUBLISHED_MAIL: &str = "\
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r
 d=football.example.com; i=@football.example.com;\r
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r
 date : message-id : from : subject : date;\r
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r
From: Joe SixPack <joe@football.example.com>\r
To: Suzie Q <suzie@shopping.example.net>\r
Subject: Is dinner ready?\r
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r
Message-ID: <20030712040037.46341.5F8J@football.example.com>\r
\r
Hi.\r
\r
We lost the game.  Are you hungry yet?\r
\r
Joe.\r
";

/// A signature as it stands in a mail.
struct Signature {
    /// The field without what its last tag, `b`, says.
    unsigned: String,
    tags: Vec<(String, String)>,
}

impl Signature {
    fn tag(&self, name: &str) -> &str {
        &self.tags.iter().find(|(tag, _)| tag == name).unwrap().1
    }

    fn covers(&self) -> impl Iterator<Item = &str> {
        self.tag("h").split(':')
    }
}

/// Name and value of every header field, without needless white space, and the body.
fn parts(raw: &str) -> (Vec<(String, String)>, &str) {
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let unfolded = head.replace("\r\n ", " ");
    let field = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.trim().to_lowercase(), words(value))
    };
    (unfolded.split("\r\n").map(field).collect(), body)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn signature(fields: &[(String, String)]) -> Signature {
    let (_, value) = fields.iter().find(|(name, _)| name == "dkim-signature").unwrap();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let tag = |tag: &str| tag.split_once('=').map(|(name, value)| (bare(name), bare(value))).unwrap();
    let (others, last) = value.rsplit_once(';').unwrap();
    assert_eq!(tag(last).0, "b");
    Signature { unsigned: format!("dkim-signature:{others}; b="), tags: value.split(';').map(tag).collect() }
}

fn holds(raw: &str, record: &str) -> bool {
    let (fields, body) = parts(raw);
    let signature = signature(&fields);
    let lines = body.trim_end().split("\r\n").map(|line| match line.starts_with([' ', '\t']) {
        true => format!(" {}\r\n", words(line)),
        false => format!("{}\r\n", words(line)),
    });
    if BASE64.encode(digest(&SHA256, lines.collect::<String>().as_bytes())) != signature.tag("bh") {
        return false;
    }
    // Of several fields the last counts first (§5.4.2).
    let mut left: Vec<_> = fields.iter().collect();
    let covered = signature.covers().filter_map(|name| {
        let at = left.iter().rposition(|(field, _)| field.eq_ignore_ascii_case(name))?;
        let (name, value) = left.remove(at);
        Some(format!("{name}:{value}\r\n"))
    });
    let signed = covered.collect::<String>() + &signature.unsigned;
    let key = BASE64.decode(record.split_once("p=").unwrap().1).unwrap();
    let key = UnparsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, key);
    key.verify(signed.as_bytes(), &BASE64.decode(signature.tag("b")).unwrap()).is_ok()
}

#[test]
fn the_verifier_is_right_about_the_published_example() {
    assert!(holds(PUBLISHED_MAIL, PUBLISHED_KEY));
    for (what, with) in [("Joe.", "Jim."), ("dinner ready", "dinner  Ready"), ("+8=", "/8=")] {
        assert!(!holds(&PUBLISHED_MAIL.replace(what, with), PUBLISHED_KEY), "{what}");
    }
}

/// Plays R30, R34: every mail is signed by the domain it is from, from To to body, in a form that senders have; handed on
/// it holds, changed it does not.
#[tokio::test]
async fn every_mail_is_signed_by_its_sender() {
    let record = key_record().unwrap();
    for mail in mails().await {
        let domain = mail.from.rsplit('@').next().unwrap();
        let sent = String::from_utf8(mail.raw.clone()).unwrap();
        assert!(sent.starts_with("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d="), "{sent}");
        let mut field = sent.lines().skip(1).take_while(|line| line.starts_with(' '));
        assert!(field.all(|line| line.len() <= 78), "{sent}");
        let signature = signature(&parts(&sent).0);
        assert_eq!((signature.tag("d"), signature.tag("s")), (domain, SELECTOR));
        for name in ["From", "To", "Subject", "Date", "Message-ID"] {
            assert!(signature.covers().any(|covered| covered == name), "{name}");
            let changed = sent.replace(&format!("\r\n{name}: "), &format!("\r\n{name}: x"));
            assert!(changed != sent && !holds(&changed, &record), "{name}: {changed}");
        }
        let copy = mail.redirected("approvals@approvals.hosting.example", Authentication::REDIRECTED);
        for raw in [mail.received(Authentication::GENUINE), copy, mail.raw.clone()] {
            let raw = String::from_utf8(raw).unwrap();
            assert!(holds(&raw, &record), "{raw}");
            assert!(!holds(&format!("{raw}-- \r\nchecked\r\n"), &record), "{raw}");
        }
    }
}

/// Mails of both vendors in all their forms.
async fn mails() -> Vec<Mail> {
    let world = World::new().await;
    let organisation = world.organisation().await;
    world.place("ssl_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    world.wait(SignedDuration::from_mins(10));
    let mut mails = world.mail.since(0);
    for charset in [Charset::Utf8, Charset::Iso2022Jp] {
        let office = office(charset);
        office.desk.enter(entry(Product::CybertrustSureServer, &["www.example.jp"], None)).unwrap();
        office.wait(SignedDuration::from_mins(10));
        mails.extend(office.mail.since(0));
    }
    assert!(mails.len() >= 7, "{} mails", mails.len());
    mails.iter().map(|mail| Mail::clone(mail)).collect()
}
