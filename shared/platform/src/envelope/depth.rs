//! The nesting of a JSON text, measured before anything is built from it.

use procedure::{Finding, Text};

/// Refuses a text nested deeper than `limit`. A text that is no JSON may pass; the parser finds that.
pub(super) fn check(bytes: &[u8], limit: usize) -> Result<(), Finding> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > limit {
                    return Err(too_deep());
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

fn too_deep() -> Finding {
    Finding::stop(
        "event.too_deep",
        "event",
        "CloudEvents 1.0",
        Text::fixed("イベントの入れ子が深すぎます。", "The event is nested too deeply."),
        Text::fixed("入れ子を 24 段以内にしてください。", "Keep it within 24 levels."),
    )
}
