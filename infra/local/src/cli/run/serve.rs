//! `certflow serve`: until it is told to stop.

use std::process::ExitCode;
use std::sync::Arc;

use super::{Context, Failure};
use crate::cli::args::Serve;
use crate::machine::Machine;
use crate::serve::{self, Options};

pub(super) async fn serve(cx: &Context, args: &Serve) -> Result<ExitCode, Failure> {
    let machine = Machine::open(&cx.global.data, Arc::clone(&cx.clock)).await?;
    let machine = Arc::new(machine);
    let options = Options { listen: args.listen, sweep_every: args.sweep_every };
    let output = cx.output;
    serve::run(machine, options, |started| {
        let (at, secret, token) =
            (started.address, started.secret_file.display(), started.token_file.display());
        if output.json {
            return output.print_json(&serde_json::json!({
                "listening": format!("http://{at}"),
                "webhook_secret_file": started.secret_file,
                "portal_token_file": started.token_file,
                "staff_webhook_secret_file": started.staff_file,
                "digicert_webhook_key_file": started.vendor_key_file,
            }));
        }
        if started.example {
            output.note(
                "注意: 差出人は例の設定です。`certflow config` を参考に certflow.toml を用意してください。",
                "Note: letters go out in the name of an example provider; write a certflow.toml (see `certflow config`).",
            );
        }
        output.note(
            &format!("http://{at} で待ち受けています。Webhook の秘密鍵: {secret} / 照会用トークン: {token}"),
            &format!("Listening on http://{at}. Webhook secret: {secret}; token for look-ups: {token}"),
        );
        Ok(())
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}
