//! `certflow vendor`: which products the CertCentral account may order.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use super::support::Place;

/// A CertCentral whose account may order these; it answers one request, and gives what it was asked.
fn account(ids: &'static [&str]) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/services/v2", listener.local_addr().unwrap());
    let answer = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut asked, mut byte) = (Vec::new(), [0]);
        while !asked.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
            asked.push(byte[0]);
        }
        let products: Vec<_> = ids.iter().map(|id| serde_json::json!({"name_id": id, "name": id})).collect();
        let body = serde_json::json!({ "products": products }).to_string();
        let length = body.len();
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        String::from_utf8(asked).unwrap()
    });
    (base, answer)
}

fn set(place: &Place, settings: &str) {
    std::fs::create_dir_all(place.data()).unwrap();
    std::fs::write(place.data().join("certflow.toml"), settings).unwrap();
}

/// R2: each of the four products is held against what the account may order; one that is missing, such as GeoTrust EV
/// under an id that nobody documents, is told, with what there is instead, and ends with 1 until its id is set.
#[test]
fn products_are_held_against_the_account() {
    const KEY: (&str, &str) = ("CERTFLOW_CERTCENTRAL_KEY", "KEY-0123456789");
    const IDS: &[&str] =
        &["ssl_securesite_flex", "ssl_ev_securesite_flex", "ssl_geotrust_truebizid", "ssl_ev_geotrust_x"];
    let place = Place::new();
    for (ids, status) in [("", 1), ("[certcentral.account.products]\nGT-EV = \"ssl_ev_geotrust_x\"\n", 0)] {
        let (base, answer) = account(IDS);
        set(&place, &format!("[certcentral]\nbase_url = \"{base}\"\n{ids}"));
        let ran = place.run_in(&[KEY], &["vendor", "--json"]);
        assert_eq!(ran.status, status, "{ran:?}");
        let products = ran.json()["products"].as_array().unwrap().clone();
        let offered: Vec<_> = products.iter().map(|p| p["offered"].as_bool().unwrap()).collect();
        assert_eq!(
            (offered.len(), offered.iter().filter(|offered| !**offered).count()),
            (4, usize::from(status == 1))
        );
        let asked = answer.join().unwrap();
        assert!(asked.starts_with("GET /services/v2/product ") && asked.contains(KEY.1), "{asked}");
        assert!(!format!("{ran:?}").contains(KEY.1));
    }
    let (base, answer) = account(IDS);
    set(&place, &format!("[certcentral]\nbase_url = \"{base}\"\n"));
    let ran = place.run_in(&[KEY], &["vendor"]);
    assert!(ran.stdout.contains("not offered") && ran.stdout.contains("ssl_ev_geotrust_x"), "{ran:?}");
    answer.join().unwrap();
    assert_eq!(place.refused(&["vendor"]), "vendor.no_key");
}
