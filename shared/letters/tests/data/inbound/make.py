#!/usr/bin/env python3
"""Writes the .eml files beside it; the standard library alone, no clock, no chance. Run it in this folder."""

import base64
import quopri

DATE = "Tue, 24 Nov 2026 10:30:00 +0900"
LINK = "https://approval.example.com/dcv?token=Kq7ZtR2mVx9LwB4nYc8PdH3s"
DIGICERT = "no-reply@digitalcertvalidation.com"
CYBERTRUST = "sureserver_support@cybertrust.co.jp"
ASKS = "[Domain Approval] ドメイン名の利用権確認のお願い: www.example.jp"
ASKS_TOO = "SSL サーバー証明書 ドメイン名使用権確認について(www.example.jp)"
TEXT = f"""ドメイン名の利用についてご確認をお願いいたします。

  申請団体: 株式会社さくら商店
  申請ドメイン名: www.example.jp

次のURLを開き、内容をご確認のうえ、承認の操作を行ってください。

  {LINK}

お心当たりのない場合は、このメールを破棄してください。
"""
HTML = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="ja"><head><meta charset="utf-8" /></head><body>
<p>ドメイン名の利用についてご確認をお願いいたします。</p>
<p><a href="{LINK.replace('=', '&#61;')}">承認ページを開く</a></p>
</body></html>
"""


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def words(pieces, charset, encoding="B"):
    """Encoded words of byte pieces, folded; who cuts the pieces decides how broken they are."""

    def word(piece):
        if encoding == "B":
            text = base64.b64encode(piece).decode()
        else:
            text = "".join(chr(b) if chr(b).isalnum() and b < 128 else f"={b:02X}" for b in piece)
        return f"=?{charset}?{encoding}?{text}?="

    return "\r\n ".join(word(piece) for piece in pieces).encode()


def every(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


def mail(name, sender, subject, head, body, sent_to="postmaster@www.example.jp"):
    fields = [
        b"Date: " + DATE.encode(),
        b"From: " + sender.encode(),
        b"To: " + sent_to.encode(),
        b"Message-ID: <" + name.encode() + b"@mail.example.com>",
        b"Subject: " + subject,
        b"MIME-Version: 1.0",
        *head,
    ]
    with open(f"{name}.eml", "wb") as file:
        file.write(b"\r\n".join(fields) + b"\r\n\r\n" + crlf(body))


def plain(charset, encoding="8bit"):
    label = f"; charset={charset}" if charset else ""
    return [f"Content-Type: text/plain{label}".encode(), f"Content-Transfer-Encoding: {encoding}".encode()]


JIS, SJIS, EUC, UTF8 = "iso2022_jp", "cp932", "euc_jp", "utf-8"

# As it should be.
boundary = "=_part_1"
alternative = [f'Content-Type: multipart/alternative; boundary="{boundary}"'.encode()]
parts = (
    f"This text is for nobody.\r\n--{boundary}\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    + quopri.encodestring(TEXT.encode()).decode()
    + f"\r\n--{boundary}\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(HTML.encode()).decode()
    + f"\r\n--{boundary}--\r\n"
).encode()
mail("utf8", f"DigiCert <{DIGICERT}>", words(every(ASKS.encode(), 30), "UTF-8", "Q"), alternative, parts)
jis_words = [part.encode(JIS) for part in every(ASKS_TOO, 8)]
mail("iso-2022-jp", CYBERTRUST, words(jis_words, "ISO-2022-JP"), plain("iso-2022-jp", "7bit"), TEXT.encode(JIS))
mail(
    "html-only",
    DIGICERT,
    words([ASKS.encode()], "utf-8"),
    [b"Content-Type: text/html; charset=utf-8", b"Content-Transfer-Encoding: 8bit"],
    HTML.encode(),
)

# Encoded words that were cut where they must not be.
mail(
    "words-cut-in-shift-state",
    CYBERTRUST,
    words(every(ASKS_TOO.encode(JIS), 17), "iso-2022-jp"),
    plain("iso-2022-jp", "7bit"),
    TEXT.encode(JIS),
)
mail("words-cut-in-character", DIGICERT, words(every(ASKS.encode(), 20), "utf-8"), plain("utf-8"), TEXT.encode())
mail(
    "words-cut-in-cp932",
    CYBERTRUST,
    words(every(ASKS_TOO.encode(SJIS), 13), "cp932", "Q"),
    plain("cp932"),
    TEXT.encode(SJIS),
)

# Labels that are wrong, missing or unknown to the standard.
mail("body-without-charset", CYBERTRUST, words(jis_words, "ISO-2022-JP"), [], TEXT.encode(JIS))
mail(
    "utf8-labelled-iso-2022-jp",
    DIGICERT,
    words([ASKS.encode()], "iso-2022-jp"),
    plain("iso-2022-jp"),
    TEXT.encode(),
)
mail("label-cp932", CYBERTRUST, words([ASKS_TOO.encode(SJIS)], "cp932"), plain("cp932"), TEXT.encode(SJIS))
mail(
    "label-windows-31j",
    CYBERTRUST,
    words([ASKS_TOO.encode(SJIS)], "Windows-31J"),
    plain("Windows-31J", "base64"),
    base64.encodebytes(TEXT.encode(SJIS)),
)
# ISO-2022-JP with characters of NEC row 13, which Python's codec lacks: 0x2D6A is ㈱.
nec = TEXT.encode(JIS).replace("株式会社".encode(JIS)[3:11], b"\x2d\x6a")
mail("label-iso-2022-jp-ms", CYBERTRUST, words(jis_words, "ISO-2022-JP-MS"), plain("iso-2022-jp-ms", "7bit"), nec)

# Subjects without encoded words.
mail("raw-shift-jis", CYBERTRUST, ASKS_TOO.encode(SJIS), plain(None), TEXT.encode(SJIS))
mail("raw-euc-jp", CYBERTRUST, ASKS_TOO.encode(EUC), plain(None), TEXT.encode(EUC))
mail("raw-iso-2022-jp", CYBERTRUST, ASKS_TOO.encode(JIS), plain("us-ascii", "7bit"), TEXT.encode(JIS))
mail("raw-utf8", DIGICERT, ASKS.encode(), plain(None), TEXT.encode())

# Subjects of other forms (A13).
for name, subject in {
    "order-number": "[Domain Approval]:ドメイン名の利用権確認のお願い:[www.example.jp] 1234567890",
    "older": "[要対応]以下の証明書申請を承認する [www.example.jp]{1234567890}を検証するリクエストを受け取りました",
    "english": "[Domain Approval] Please approve the use of the domain name: \"www.example.jp\"",
    "full-width": "［Ｄｏｍａｉｎ　Ａｐｐｒｏｖａｌ］　ドメイン名の利用権確認のお願い：「ｗｗｗ．ｅｘａｍｐｌｅ．ｊｐ」",
}.items():
    mail(name, DIGICERT, words([subject.encode()], "utf-8"), plain("utf-8"), TEXT.encode())
for name, host in {"u-label": "例え.jp", "a-label": "xn--r8jz45g.jp"}.items():
    subject = ASKS.replace("www.example.jp", host)
    text = TEXT.replace("www.example.jp", host)
    to = "postmaster@xn--r8jz45g.jp"
    mail(name, DIGICERT, words([subject.encode()], "utf-8"), plain("utf-8"), text.encode(), to)

# As Amazon SES stores it: its own fields on top, a forged one below.
with open("raw-utf8.eml", "rb") as file:
    sent = file.read()
with open("stored-by-ses.eml", "wb") as file:
    file.write(
        b"Return-Path: <bounce@digitalcertvalidation.com>\r\n"
        b"Received: from mail.example.com (mail.example.com [192.0.2.25])\r\n"
        b" by inbound-smtp.ap-northeast-1.amazonaws.com with SMTP id 4fake7id\r\n"
        b" for postmaster@www.example.jp;\r\n Tue, 24 Nov 2026 01:30:05 +0000 (UTC)\r\n"
        b"X-SES-Spam-Verdict: PASS\r\n"
        b"X-SES-Virus-Verdict: PASS\r\n"
        b"Received-SPF: pass (spfCheck: domain of digitalcertvalidation.com designates 192.0.2.25 as permitted sender) client-ip=192.0.2.25;\r\n"
        b"Authentication-Results: amazonses.com;\r\n"
        b" spf=pass (spfCheck: domain of digitalcertvalidation.com designates 192.0.2.25 as permitted sender) client-ip=192.0.2.25; envelope-from=bounce@digitalcertvalidation.com; helo=mail.example.com;\r\n"
        b" dkim=pass header.i=@digitalcertvalidation.com;\r\n"
        b" dmarc=pass header.from=digitalcertvalidation.com;\r\n"
        b"X-SES-RECEIPT: AEFBQUFBQUFBQUFB\r\n"
        b"Authentication-Results: amazonses.com; dkim=pass header.i=@forged.example\r\n" + sent
    )

# A copy of the mail to postmaster@, redirected by the hosting provider's mail server; the signature is none that holds.
with open("copy-at-intake.eml", "wb") as file:
    file.write(
        b"Return-Path: <bounce@digitalcertvalidation.com>\r\n"
        b"Received: from mail.hosting.example (mail.hosting.example [192.0.2.80])\r\n"
        b" by inbound-smtp.ap-northeast-1.amazonaws.com with SMTP id 5fake8id\r\n"
        b" for approvals@approvals.hosting.example;\r\n Tue, 24 Nov 2026 01:30:09 +0000 (UTC)\r\n"
        b"X-SES-Spam-Verdict: PASS\r\n"
        b"X-SES-Virus-Verdict: PASS\r\n"
        b"Received-SPF: fail (spfCheck: domain of digitalcertvalidation.com does not designate 192.0.2.80 as permitted sender) client-ip=192.0.2.80;\r\n"
        b"Authentication-Results: amazonses.com;\r\n"
        b" spf=fail (spfCheck: domain of digitalcertvalidation.com does not designate 192.0.2.80 as permitted sender) client-ip=192.0.2.80; envelope-from=bounce@digitalcertvalidation.com; helo=mail.hosting.example;\r\n"
        b" dkim=pass header.i=@digitalcertvalidation.com;\r\n"
        b" dmarc=pass header.from=digitalcertvalidation.com;\r\n"
        b"X-SES-RECEIPT: AEFBQUFBQUFBQUFB\r\n"
        b"Received: from mail.example.com (mail.example.com [192.0.2.25])\r\n"
        b" by mail.hosting.example with ESMTPS id 1; Tue, 24 Nov 2026 10:30:05 +0900\r\n"
        b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=digitalcertvalidation.com; s=s1;\r\n"
        b" h=Date:From:To:Message-ID:Subject:MIME-Version:Content-Type; bh=Zm9v; b=Zm9v\r\n" + sent
    )
