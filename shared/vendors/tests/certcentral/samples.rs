//! Every recorded answer is read by the call it belongs to, and none of its private data shows.

use std::path::Path;

use vendors::certcentral::dcv::DcvMethod;
use vendors::certcentral::order::{Approval, LookBack, NewReissue, OrderFilter, Page};
use vendors::certcentral::{CertificateId, Error, RevocationReason};

use super::placing::{order, reference};
use super::support::raw::Raw;
use super::support::{client_with, number};

const ALL: Page = Page { offset: 0, limit: 1000 };

/// The answer in `body`, read by the call of this name, as `Debug` shows it.
async fn read(call: &str, body: &[u8]) -> Result<String, Error> {
    let status = if call == "errors" { "404 No" } else { "200 OK" };
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    let raw = Raw::start(vec![super::support::raw::Turn::Bytes([head.as_bytes(), body].concat())]);
    let (client, _) = client_with(&raw.base, |config| config.attempts = 1);
    let debug = |value: &dyn std::fmt::Debug| format!("{value:?}");
    Ok(match call {
        "placed" | "placed_at_once" => {
            debug(&client.place(&order(procedure::Product::DigicertSecureServerId)).await?)
        }
        "reissued" => {
            let request = order(procedure::Product::DigicertSecureServerId).request;
            let approval = Approval::Skip;
            let reissue = NewReissue { reference: reference(), order: number(1), request, approval };
            debug(&client.reissue(&reissue).await?)
        }
        "order_info" => debug(&client.order_info(number(1)).await?),
        "orders" => debug(&client.orders(&OrderFilter::default(), ALL).await?),
        "orders_by_reference" => {
            let day = jiff::civil::date(2026, 11, 22);
            debug(&client.find_order(&reference(), "www.example.jp", day, day).await?)
        }
        "status_changes" => debug(&client.status_changes(LookBack::LONGEST).await?),
        "validation" => {
            let validation = client.validation(number(1)).await?;
            format!("{validation:?} {:?}", validation.checks())
        }
        "domain" => debug(&client.domain_info(number(1)).await?),
        "domains" => debug(&client.domains(ALL).await?),
        "mailboxes" => debug(&client.dcv_mailboxes(number(1)).await?),
        "dcv_method" => debug(&client.set_order_dcv_method(number(1), DcvMethod::DnsTxt).await?),
        "check_dcv" => debug(&client.check_order_dcv(number(1)).await?),
        "organisation" => debug(&client.organisation_info(number(1)).await?),
        "organisations" => debug(&client.organisations(ALL).await?),
        "organisation_validation" => debug(&client.organisation_validations(number(1)).await?),
        "products" => debug(&client.offers().await?),
        "revocation" => {
            let reason = RevocationReason::Superseded;
            debug(
                &client
                    .revoke(&CertificateId::Number(number(1)), reason, "", Approval::InCertCentral)
                    .await?,
            )
        }
        "errors" => match client.order_info(number(1)).await {
            Err(error) if error.is_not_found() && !error.to_string().contains("http_404") => {
                error.to_string()
            }
            other => panic!("{other:?}"),
        },
        other => panic!("no call is named {other}"),
    })
}

/// Reads every JSON file of the directory; the names of the files and what was read.
async fn read_all(directory: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let call = name.split('.').next().unwrap();
        match read(call, &std::fs::read(&path).unwrap()).await {
            Ok(text) => all.push((name, text)),
            Err(error) => panic!("{name}: {error} ({error:?})"),
        }
    }
    all.sort();
    all
}

/// R90: what the vendor knows of people goes into no `Debug` output, and so into no log.
#[tokio::test]
async fn every_sample_is_read_and_shows_no_private_data() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let all = read_all(&directory).await;
    assert_eq!(all.len(), 21);
    for (name, text) in all {
        for private in
            ["@", "山田", "太郎", "花子", "Hanako", "0000-0000\"", "sample-random-value", "Chiyoda", "様"]
        {
            assert!(!text.contains(private), "{name} shows {private}: {text}");
        }
    }
}

/// R18, R52: answers that others have published, unchanged, are read by the calls they belong to, the older forms of the
/// API included, and none of their people shows.
#[tokio::test]
async fn published_answers_are_read() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/published");
    let all = read_all(&directory).await;
    let of = |name: &str| {
        let found = all.iter().find(|(known, _)| known == name);
        &found
            .unwrap_or_else(|| {
                panic!("{name} among {:?}", all.iter().map(|(name, _)| name).collect::<Vec<_>>())
            })
            .1
    };
    assert_eq!(all.len(), 14);
    for (name, text) in &all {
        for private in
            ["@", "Collegedean", "Jackson", "Harrison", "someguy", "801-555", "8015551212", "8017050481"]
        {
            assert!(!text.contains(private), "{name} shows {private}: {text}");
        }
    }
    for name in ["order_info.order.json", "order_info.ssl_ev_order.json"] {
        // A word of requests on an order of an old account: staff look at it, nothing follows from it.
        assert!(of(name).contains("Approved"), "{}", of(name));
        assert!(of(name).contains("123456789"), "{}", of(name));
    }
    assert!(of("orders.mock.json").contains("139941333") && of("orders.mock.json").contains("Expired"));
    assert!(of("errors.errors.json").contains("not_found|route"));
    assert!(of("placed_at_once.order_created_with_immediate_issuance.json").contains("456789123"));
}
