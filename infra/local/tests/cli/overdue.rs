//! What a vendor has not done in time, as staff read of it.

use procedure::Product;

use super::support::Place;

/// BR 4.9.1.1, R12, R87, R88: a revocation that is late comes first on the desk, in `list` and `stuck`, says what to do and by
/// which command it is recorded, on hold too; it is told once, outlives a release, and is gone once it is recorded.
#[test]
fn a_late_revocation_is_told_until_it_is_recorded() {
    let mut place = Place::new();
    let order = place.issued(Product::CybertrustSureServer);
    place.done(&["revoke", &order, "--key-compromised"]);
    place.done(&["hold", &order, "--comment", "お客様に確認中"]);
    place.done(&["sweep"]);
    assert_eq!(place.show(&order)["attention"], serde_json::json!([]));
    place.now = Some("2026-11-25T10:01".to_owned());
    place.done(&["sweep"]);
    let page = place.show(&order);
    assert_eq!(page["attention"][0]["code"], "revocation.overdue", "{page}");
    assert_eq!(
        (&page["attention"][0]["acts"], &page["attention"][0]["rule"]),
        (&"provider".into(), &"BR 4.9.1.1".into())
    );
    let told = |place: &Place| {
        let history = place.show(&order)["history"].to_string();
        history.matches("24 hours are over").count()
    };
    assert_eq!(told(&place), 1);
    for command in ["desk", "list", "stuck"] {
        let page = place.run(&[command, "--lang", "ja"]).stdout;
        assert!(page.contains(&order) && page.contains("証明書の失効"), "{command}: {page}");
    }
    for command in [&["desk"][..], &["show", &order]] {
        let page = place.run(&[command, &["--lang", "ja"]].concat()).stdout;
        assert!(page.contains("24時間の期限を過ぎても失効していません"), "{command:?}: {page}");
        assert!(page.contains("certflow report --status revoked"), "{command:?}: {page}");
    }
    place.done(&["release", &order]);
    place.now = Some("2026-11-25T13:00".to_owned());
    place.done(&["sweep"]);
    assert_eq!(
        (place.show(&order)["attention"][0]["code"].as_str(), told(&place)),
        (Some("revocation.overdue"), 1)
    );
    place.done(&["report", &order, "--status", "revoked"]);
    let page = place.show(&order);
    assert_eq!((&page["stage"], &page["attention"]), (&"revoked".into(), &serde_json::json!([])));
    assert_eq!(place.done(&["desk"])["attention"], serde_json::json!([]));
}

/// A26, R88: the same of an order that ended and is still at the vendor.
#[test]
fn a_late_withdrawal_is_told_until_it_is_recorded() {
    let mut place = Place::new();
    let order = place.placed(Product::Bizcert);
    place.done(&["cancel", &order, "--reason", "no longer needed"]);
    place.now = Some("2026-11-26T10:00".to_owned());
    place.done(&["sweep"]);
    let desk = place.done(&["desk"]);
    assert_eq!(desk["attention"][0]["findings"][0]["code"], "withdrawal.overdue", "{desk}");
    let page = place.run(&["desk", "--lang", "ja"]).stdout;
    assert!(page.contains("ベンダーの申請が取り消されていません"), "{page}");
    place.done(&["report", &order, "--status", "cancelled"]);
    assert_eq!(place.show(&order)["attention"], serde_json::json!([]));
}
