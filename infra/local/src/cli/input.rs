//! Files and standard input, within limits.

use std::fs::File;
use std::io;
use std::path::Path;

use procedure::application::ApplicationDraft;
use procedure::order::EnquiryText;
use procedure::{Finding, Text};
use serde::de::DeserializeOwned;

use super::Failure;
use crate::machine::files::bounded;

/// Largest application, chain, CSR or text read, in bytes: what an event may hold.
pub(crate) const MAX_INPUT: u64 = platform::envelope::MAX_BYTES as u64;

/// The bytes of `file`, or of standard input for `-`; at most `limit`.
///
/// # Errors
/// [`Failure::Usage`] when it cannot be read, a refusal `input.too_large` when it is larger.
pub(crate) fn bytes(file: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let read = if file == Path::new("-") {
        bounded(io::stdin().lock(), limit)
    } else {
        File::open(file).and_then(|file| bounded(file, limit))
    };
    read.map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => too_large(limit).into(),
        kind => Failure::Usage(Text::new(
            format!("{} を読み取れません: {kind}", file.display()),
            format!("{} cannot be read: {kind}", file.display()),
        )),
    })
}

/// The text of `file`, which must be UTF-8.
///
/// # Errors
/// Those of [`bytes`]; a refusal `input.not_text`.
pub(crate) fn text(file: &Path, limit: u64) -> Result<String, Failure> {
    let text = String::from_utf8(bytes(file, limit)?).map_err(|_| not_text())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The JSON of `file`.
///
/// # Errors
/// Those of [`text`]; a refusal `input.malformed` that names the field and the line.
pub(crate) fn json<T: DeserializeOwned>(file: &Path) -> Result<T, Failure> {
    let text = text(file, MAX_INPUT)?;
    let mut json = serde_json::Deserializer::from_str(&text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        malformed(&path, error.inner())
    })?;
    json.end().map_err(|error| malformed(".", &error))?;
    Ok(value)
}

/// The application in `file`.
///
/// # Errors
/// Those of [`json`].
pub(crate) fn draft(file: &Path) -> Result<ApplicationDraft, Failure> {
    json(file)
}

/// What a person wrote, on the command line or in `file`.
///
/// # Errors
/// Those of [`text`]; `text.length`.
pub(crate) fn words(
    field: &'static str,
    text: Option<&str>,
    file: Option<&Path>,
) -> Result<EnquiryText, Failure> {
    let read = match (text, file) {
        (Some(text), _) => text.to_owned(),
        (None, Some(file)) => self::text(file, MAX_INPUT)?,
        (None, None) => String::new(),
    };
    Ok(EnquiryText::new(field, &read)?)
}

fn malformed(path: &str, error: &serde_json::Error) -> Finding {
    // Where the text itself is at fault there is no path.
    let field = if matches!(path, "." | "?") { "input".to_owned() } else { path.to_owned() };
    // What serde says names fields and types, and quotes a value only where a word is none of the known ones; the
    // line is enough for a value.
    let what = match error.classify() {
        serde_json::error::Category::Data => "項目または値が正しくありません",
        _ => "JSON として読み取れません",
    };
    let (line, column) = (error.line(), error.column());
    let en = match error.classify() {
        serde_json::error::Category::Data => "A field or its value does not fit",
        _ => "It is not JSON",
    };
    Finding::stop(
        "input.malformed",
        field,
        "RFC 8259",
        Text::new(
            format!("{what}（{line} 行 {column} 文字目）。"),
            format!("{en} (line {line}, column {column})."),
        ),
        Text::fixed(
            "`certflow template` の形式に合わせてください。項目名の誤りや不足がないか確認してください。",
            "Make it fit `certflow template` or `certflow schema`: look for a misspelt, unknown or missing field.",
        ),
    )
}

fn too_large(limit: u64) -> Finding {
    let kib = limit / 1024;
    Finding::stop(
        "input.too_large",
        "input",
        "certflow",
        Text::new(
            format!("入力が {kib} KiB を超えています。"),
            format!("The input is larger than {kib} KiB."),
        ),
        Text::fixed("正しいファイルか確認してください。", "Check that it is the right file."),
    )
}

fn not_text() -> Finding {
    Finding::stop(
        "input.not_text",
        "input",
        "RFC 8259 section 8.1",
        Text::fixed("入力が UTF-8 の文字ではありません。", "The input is not UTF-8 text."),
        Text::fixed("UTF-8 で保存してください。", "Save it as UTF-8; certificates and CSRs as PEM."),
    )
}
