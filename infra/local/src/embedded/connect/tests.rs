use tempfile::TempDir;

use super::*;
use crate::embedded::Embedded;
use crate::embedded::fixture::*;

#[tokio::test]
async fn the_first_owns_the_folder_and_the_second_is_its_guest() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let Connection::Owner(owner) = connect(&data).await.unwrap() else { panic!("nobody else holds it") };
    create_table(&owner.client()).await;
    let endpoint = endpoint::serve(&owner, &data).await.unwrap();

    let guest = connect(&data).await.unwrap();
    assert!(matches!(guest, Connection::Guest(_)));
    commit_order(&guest.client(), 1).await;
    assert!(exists(&owner.client(), "ORDER#1", "STATE").await);
    commit_order(&owner.client(), 2).await;
    assert!(exists(&guest.client(), "ORDER#2", "HISTORY#1").await);

    endpoint.close().await;
    assert!(!data.join("serve.json").exists());
    owner.close().await;
    let Connection::Owner(next) = connect(&data).await.unwrap() else { panic!("the owner is gone") };
    assert!(exists(&next.client(), "ORDER#1", "STATE").await);
}

#[tokio::test]
async fn it_waits_for_a_short_holder() {
    let folder = TempDir::new().unwrap();
    let holder = Embedded::open(Some(&folder.path().join(DATABASE_FILE))).await.unwrap();
    let (connection, ()) = tokio::join!(connect(folder.path()), async {
        tokio::time::sleep(Duration::from_millis(120)).await;
        holder.close().await;
    });
    assert!(matches!(connection.unwrap(), Connection::Owner(_)));
}

#[tokio::test]
async fn a_holder_that_serves_nobody_is_named_in_the_end() {
    let folder = TempDir::new().unwrap();
    let _holder = Embedded::open(Some(&folder.path().join(DATABASE_FILE))).await.unwrap();
    let error = connect(folder.path()).await.unwrap_err();
    assert!(matches!(error, Error::InUse(_)), "{error:?}");
}

#[tokio::test]
async fn an_advert_left_by_a_killed_process_is_withdrawn() {
    let folder = TempDir::new().unwrap();
    let stale = folder.path().join("serve.json");
    let text = r#"{"address":"127.0.0.1:9","access_key_id":"certflow-0","secret_access_key":"0"}"#;
    std::fs::write(&stale, text).unwrap();
    assert!(matches!(connect(folder.path()).await.unwrap(), Connection::Owner(_)));
    assert!(!stale.exists());
}

#[tokio::test]
async fn an_advert_never_sends_orders_off_the_machine() {
    let folder = TempDir::new().unwrap();
    for text in [
        r#"{"address":"192.0.2.1:8000","access_key_id":"certflow-0","secret_access_key":"0"}"#,
        "no JSON",
        &format!("\"{}\"", "x".repeat(5000)),
    ] {
        std::fs::write(folder.path().join("serve.json"), text).unwrap();
        assert!(endpoint::reach(folder.path()).await.is_none());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_folder_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("a").join("data");
    connect(&data).await.unwrap();
    assert_eq!(data.metadata().unwrap().permissions().mode() & 0o777, 0o700);
}
