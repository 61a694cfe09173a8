//! What may not be on any document: My Number, insurance numbers (R75, R85; Number Act; Health Insurance Act).

use super::{FileDuty, Found};
use crate::Text;
use crate::documents::DocumentKind;

/// Refuses a visible My Number and unmasked insurance numbers on whatever document.
pub(super) fn check(found: &mut Found<'_>) -> FileDuty {
    let facts = found.facts;
    let mut duty = FileDuty::MayKeep;
    if facts.insurance_number_masked == Some(false) {
        duty = FileDuty::MaskOrDestroy;
        found.refuse(
            "documents.insurance_number_visible",
            "insurance_number_masked",
            "R74, A20",
            Text::fixed(
                "保険者番号、記号・番号またはQRコードが見える状態です。",
                "An insurer number, symbol, number or QR code can be seen.",
            ),
            Text::fixed(
                "保険者番号、記号・番号、QRコードをマスキング（黒塗り）した写しをお送りください。",
                "Send a copy with the insurer number, symbol, number and QR code blacked out.",
            ),
        );
    }
    if facts.my_number_visible {
        duty = FileDuty::Destroy;
        found.refuse(
            "documents.my_number_visible",
            "my_number_visible",
            "R75, R85",
            Text::fixed(
                "マイナンバー（個人番号）が見える書類は受け取れません。お送りいただいた書類は保管いたしません。",
                "A document that shows a My Number cannot be taken; it will not be kept.",
            ),
            remedy(facts.kind),
        );
    }
    duty
}

/// Refuses a document that bears insurance numbers until somebody has recorded that they are masked.
pub(super) fn masking_recorded(found: &mut Found<'_>, duty: &mut FileDuty) {
    if found.facts.insurance_number_masked.is_none() {
        if *duty == FileDuty::MayKeep {
            *duty = FileDuty::MaskOrDestroy;
        }
        found.not_recorded(
            "insurance_number_masked",
            Text::fixed(
                "保険者番号、記号・番号、QRコードがマスキングされているかどうか",
                "whether the insurer number, symbol, number and QR code are masked",
            ),
        );
    }
}

fn remedy(kind: DocumentKind) -> Text {
    match kind {
        DocumentKind::ResidentRecord => Text::fixed(
            "マイナンバーの記載がない住民票の写しを取得し直し、原本を郵送してください。",
            "Obtain a copy of the resident record without My Number and send the original by post.",
        ),
        DocumentKind::IndividualNumberCard => {
            Text::fixed("表面のみの写しをお送りください。", "Send a copy of the front side only.")
        }
        _ => Text::fixed(
            "マイナンバーが見えないようマスキング（黒塗り）した写しを、あらためてお送りください。",
            "Send a new copy with the My Number blacked out.",
        ),
    }
}
