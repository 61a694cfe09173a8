//! Mails made to cost time, memory or stack.

use letters::inbound::MAX_MAIL;

/// `unit` again and again, as much as a mail may hold.
pub fn fill(unit: &str) -> String {
    unit.repeat(MAX_MAIL / unit.len())
}

/// The fields that an ordinary mail begins with.
pub const HEAD: &str = "From: a@example.com\r\nSubject: x\r\n";

/// The mails, none longer than is read.
pub fn mails() -> Vec<Vec<u8>> {
    let head = HEAD;
    let in_head = |name: &str, unit: &str| format!("{name}: {}\r\n\r\n", unit.repeat(150_000 / unit.len()));
    let mails = [
        // mail-parser nests these, and exhausts the stack when it drops them.
        fill("Content-Type: message/rfc822\n\n"),
        fill("Content-Type: multipart/digest; boundary=a\n\n--a\n\n"),
        fill("Content-Type: multipart/mixed; boundary=a\n\n--a\n"),
        format!(
            "Content-Type: multipart/mixed; boundary=a\n\n{}",
            fill("--a\nContent-Type: multipart/x; boundary=b\n\n")
        ),
        fill("\n--a"),
        format!("{head}Content-Type: text/html\r\n\r\n{}", fill("<a href=")),
        format!("{head}Content-Type: text/html\r\n\r\n{}", fill("<")),
        format!("{head}Content-Type: text/html\r\n\r\n<a {}", fill("=/ ")),
        format!("{head}\r\n{}", fill("://")),
        format!("{head}\r\n{}", fill("a://")),
        format!("{head}\r\n{}", fill("https://a.example.com/x ")),
        in_head("Subject", "=?utf-8?b?"),
        in_head("Subject", "=?utf-8?q?=?= "),
        in_head("Subject", "[Domain Approval] a.jp "),
        in_head("From", "\"(<"),
        in_head("From", "a@example.com,"),
        in_head("From", "(("),
        in_head("To", "a:b@c;,"),
        in_head("Date", "("),
        in_head("Content-Type", "a/b; c*0*=''"),
        in_head("Authentication-Results", "amazonses.com; ("),
        in_head("A", "\r\nA:"),
        in_head("DKIM-Signature", "d=a;\r\nDKIM-Signature: "),
        // An encoded word that does not end is sought to the end of the field, once for each.
        in_head("From", " =?aa?q?x"),
        in_head("To", " =?aa?q?x"),
        in_head("Content-Type", " a/b; c==?aa?q?x"),
        format!("{head}Content-Type: text/html\r\n\r\n<a href='{}", fill("&")),
    ];
    let bytes = mails.into_iter().map(String::into_bytes);
    bytes
        .map(|mut mail| {
            mail.truncate(MAX_MAIL);
            mail
        })
        .collect()
}
