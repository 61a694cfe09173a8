//! The stand-in for AWS: a process of its own, on a port of its own, gone with this value.

use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use simulation::certcentral::DEFAULT_KEY;
use tempfile::TempDir;

use super::wait::until;
use crate::tools::{STAND_IN, succeed, target};

pub(super) const REGION: &str = "ap-northeast-1";
/// What the portal signs its webhooks with, and staff theirs.
pub(super) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
pub(super) const STAFF_SECRET: &str = "whsec_c3RhZmYtd2ViaG9vay1zZWNyZXQtb2YtdGVzdHM=";
/// What CertCentral's webhooks bear.
pub(super) const VENDOR_KEY: &str = "a-secret-of-32-characters-or-more-for-tests";

/// What the stack consists of; the stand-in starts the sooner without the rest.
const SERVICES: &str = "apigateway,cloudformation,cloudwatch,dynamodb,events,iam,kms,lambda,logs,s3,secretsmanager,\
                        ses,sns,sqs,sts";

/// A running stand-in.
pub(super) struct StandIn {
    process: Child,
    /// Where its API is.
    pub(super) endpoint: String,
    /// Its temporary files, the functions' code among them; nothing of it stays.
    _room: TempDir,
}

impl Drop for StandIn {
    /// Asked to end, it ends its functions' processes first.
    fn drop(&mut self) {
        let end = "import os, signal, sys; os.kill(int(sys.argv[1]), signal.SIGTERM)";
        let mut ask = Command::new(STAND_IN.join("bin/python"));
        let asked = ask.args(["-c", end]).arg(self.process.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

impl StandIn {
    /// Starts it, with policies enforced as AWS does. Its functions call AWS at `gate`; `name` is that of its log.
    pub(super) async fn start(name: &str, gate: &str) -> Self {
        let room = tempfile::tempdir_in(target()).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log_path = target().join(format!("{name}.log"));
        let log = File::create(&log_path).unwrap();
        let mut command = Command::new(STAND_IN.join("bin/ministack"));
        command.envs(keys()).envs([
            ("AUTH", "true"),
            ("AWS_ENDPOINT_URL", gate),
            ("BIND_HOST", "127.0.0.1"),
            ("IOT_MTLS_ENABLED", "0"),
            ("SFTP_ENABLED", "0"),
            ("SERVICES", SERVICES),
            ("GATEWAY_PORT", &port.to_string()),
        ]);
        let process =
            command.env("TMPDIR", room.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let process = process.spawn().unwrap();
        let mut stand_in = Self { process, endpoint: format!("http://127.0.0.1:{port}"), _room: room };
        let (http, ready) = (super::http(), format!("{}/_ministack/ready", stand_in.endpoint));
        until("the stand-in's start", async || {
            let ended = stand_in.process.try_wait().unwrap();
            assert!(ended.is_none(), "the stand-in ended ({ended:?}); its log: {}", log_path.display());
            http.get(&ready).send().await.ok().filter(|answer| answer.status().is_success())
        })
        .await;
        stand_in
    }

    /// Runs one of the scripts beside this folder on it; returns what it prints.
    pub(super) fn script(&self, name: &str, arguments: &[&str]) -> String {
        succeed(&mut self.script_command(name, arguments))
    }

    pub(super) fn script_command(&self, name: &str, arguments: &[&str]) -> Command {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/aws").join(name);
        let mut command = Command::new(STAND_IN.join("bin/python"));
        command.arg(script).args(arguments).envs(keys()).env("AWS_ENDPOINT_URL", &self.endpoint);
        command.env("TEST_WEBHOOK_SECRET", SECRET).env("TEST_CERTCENTRAL_KEY", DEFAULT_KEY);
        command.env("TEST_STAFF_SECRET", STAFF_SECRET).env("TEST_VENDOR_KEY", VENDOR_KEY);
        command
    }
}

fn keys() -> [(&'static str, &'static str); 3] {
    [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_DEFAULT_REGION", REGION)]
}
