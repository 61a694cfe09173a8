//! Where the bucket is without a stand-in.

use std::sync::{Arc, Mutex};

use approval_mail_received::{Bucket, Vault as _};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_types::region::Region;

use super::sdk;

/// Answers every request with no permission, and keeps its address.
#[derive(Debug, Clone, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

impl HttpConnector for Kept {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.0.lock().unwrap().push(request.uri().to_owned());
        let status = 403.try_into().unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::empty())))
    }
}

/// The bucket has a host of its own in its region, over TLS.
#[tokio::test]
async fn the_bucket_is_in_its_region() {
    let places = [
        ("ap-northeast-1", "mails", "https://mails.s3.ap-northeast-1.amazonaws.com/staff/a?"),
        ("ap-northeast-1", "mails.example", "https://s3.ap-northeast-1.amazonaws.com/mails.example/staff/a?"),
        ("cn-north-1", "mails", "https://mails.s3.cn-north-1.amazonaws.com.cn/staff/a?"),
    ];
    for (region, name, address) in places {
        let kept = Kept::default();
        let connector = kept.clone();
        let client = http_client_fn(move |_, _| SharedHttpConnector::new(connector.clone()));
        let sdk = sdk(None).to_builder().region(Region::new(region)).http_client(client).build();
        Bucket::new(&sdk, name).unwrap().get("staff/a").await.unwrap_err();
        let asked = kept.0.lock().unwrap().concat();
        assert!(asked.starts_with(address), "{asked}");
    }
}
