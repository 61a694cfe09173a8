//! What the CertCentral account may order.

use std::process::ExitCode;

use procedure::{Finding, Party, Text};

use super::{Context, Failure};
use crate::machine::{MachineError, Settings, vendors_of};
use crate::view::vendor::VendorView;

pub(super) async fn vendor(cx: &Context) -> Result<ExitCode, Failure> {
    let folder = &cx.global.data;
    let vendors = vendors_of(folder, &Settings::read(folder)?)?;
    let port = vendors.certcentral().ok_or_else(no_key)?;
    let offers = port.offers().await.map_err(|error| MachineError::Vendor(error.to_string()))?;
    let view = VendorView::of(port.config(), &offers);
    cx.output.print(&view)?;
    Ok(if view.is_complete() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn no_key() -> Finding {
    Finding::stop(
        "vendor.no_key",
        "certcentral.key_file",
        "R2",
        Text::fixed("CertCentral の API キーが設定されていません。", "There is no API key for CertCentral."),
        Text::fixed(
            "certflow.toml の certcentral.key_file か CERTFLOW_CERTCENTRAL_KEY を設定してください。キーがない場合、注文は申請デスクで登録します。",
            "Set certcentral.key_file in certflow.toml, or CERTFLOW_CERTCENTRAL_KEY; without a key orders are entered at the \
             desk.",
        ),
    )
    .owed_by(Party::Provider)
}
