//! The command that README documents, as it stands there: SAM packages, uploads and deploys, with the stage's file.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use procedure::event::Room;

use super::process::{REGION, StandIn};
use crate::tools::{LINT, infra, succeed};

/// The files of `infra/aws` in a folder of their own, with something to upload for each function: that they work is
/// shown elsewhere.
fn checkout(folder: &Path) {
    let aws = folder.join("infra/aws");
    fs::create_dir_all(&aws).unwrap();
    for name in ["template.yaml", "samconfig.toml", "staging.yaml", "production.yaml"] {
        fs::copy(infra().join(name), aws.join(name)).unwrap();
    }
    for name in Room::ALL.into_iter().map(Room::name).chain(["portal-webhook"]) {
        let built = folder.join("target/lambda").join(name);
        fs::create_dir_all(&built).unwrap();
        fs::write(built.join("bootstrap"), "#!/bin/sh\nexec sleep 60\n").unwrap();
        fs::set_permissions(built.join("bootstrap"), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Both stages, into one account and region as they may be.
#[tokio::test(flavor = "multi_thread")]
async fn the_documented_command_deploys_each_stage() {
    let readme = fs::read_to_string(infra().join("README.md")).unwrap();
    assert!(readme.contains("(cd infra/aws && sam deploy --config-env staging)"));
    let stand_in = StandIn::start("stand-in-deploy", "http://127.0.0.1:9").await;
    let room = tempfile::tempdir().unwrap();
    checkout(room.path());
    // The stand-in knows no receipt rules; the template's tests hold them.
    let production = room.path().join("infra/aws/production.yaml");
    let text = fs::read_to_string(&production).unwrap();
    let without = text.replace("InboundDomain: approvals.hosting.example", "InboundDomain: ''");
    assert_ne!(text, without);
    fs::write(&production, without).unwrap();
    for stage in ["staging", "production"] {
        let mut sam = Command::new(LINT.join("bin/sam"));
        sam.args(["deploy", "--config-env", stage, "--no-confirm-changeset", "--no-progressbar"]);
        sam.current_dir(room.path().join("infra/aws")).stdin(Stdio::null()).envs([
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_DEFAULT_REGION", REGION),
            ("AWS_ENDPOINT_URL", &stand_in.endpoint),
            ("SAM_CLI_TELEMETRY", "0"),
        ]);
        let said = succeed(&mut sam);
        assert!(said.contains(&format!("Successfully created/updated stack - certflow-{stage}")), "{said}");
        for output in ["WebhookUrl", "VendorWebhookUrl", "Table", "Mails", "Alarms"] {
            assert!(said.contains(output), "{output}: {said}");
        }
    }
}
