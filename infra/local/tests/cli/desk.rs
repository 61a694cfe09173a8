//! The desk: what staff have to do, the most urgent first, and the sheets to enter orders from.

use procedure::Product;

use super::support::{Place, draft_for};

/// R12: what does not fit on the list is counted, and the most urgent is never what is left out: a key that others may
/// know is revoked within a day (BR 4.9.1.1).
#[test]
fn nothing_is_left_out_in_silence() {
    let place = Place::new();
    for name in ["a.example.jp", "b.example.jp"] {
        place.submit_as(&draft_for(Product::Bizcert, name));
    }
    let issued = place.issued(Product::CybertrustSureServer);
    place.done(&["revoke", &issued, "--key-compromised"]);
    place.done(&["hold", &issued, "--comment", "お客様に確認中"]);
    let all = place.done(&["desk"]);
    let tasks = |desk: &serde_json::Value| {
        let work = desk["work"].as_array().unwrap().iter();
        work.map(|work| work["task"]["task"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tasks(&all), ["revoke", "enter", "enter"]);
    assert_eq!((&all["left_out"], &all["more"]), (&0.into(), &false.into()));
    let first = place.done(&["desk", "--limit", "1"]);
    assert_eq!(
        (tasks(&first), &first["left_out"], &first["more"]),
        (vec!["revoke".to_owned()], &2.into(), &true.into())
    );
    let page = place.run(&["desk", "--limit", "1", "--lang", "ja"]).stdout;
    assert!(page.contains("ほかに 2 件の注文があります"), "{page}");
    let page = place.run(&["desk", "--limit", "1", "--lang", "en"]).stdout;
    assert!(page.contains("2 more orders wait for staff"), "{page}");
}
