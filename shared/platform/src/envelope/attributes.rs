//! The attributes of a CloudEvent, read one by one so that an error names the one at fault.

use std::str::FromStr;

use jiff::Timestamp;
use procedure::{Finding, Text};
use serde_json::{Map, Value};

const RULE: &str = "CloudEvents 1.0";

/// The members of the JSON object that are still to be read.
pub(super) struct Attributes(Map<String, Value>);

impl Attributes {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Finding> {
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) | Err(_) => Err(not_json()),
        }
    }

    /// Takes a member out; JSON `null` counts as absent (CloudEvents JSON format §2.2).
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, name: &'static str) -> Result<String, Finding> {
        match self.take(name) {
            Some(Value::String(text)) if !text.is_empty() => Ok(text),
            Some(_) => Err(malformed(name, "空でない文字列", "a non-empty string")),
            None => Err(missing(name)),
        }
    }

    pub(super) fn required<T: FromStr<Err = Finding>>(&mut self, name: &'static str) -> Result<T, Finding> {
        self.text(name)?.parse().map_err(|finding| on(name, finding))
    }

    pub(super) fn optional<T: FromStr<Err = Finding>>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, Finding> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => text.parse().map(Some).map_err(|finding| on(name, finding)),
            Some(_) => Err(malformed(name, "文字列", "a string")),
        }
    }

    pub(super) fn time(&mut self) -> Result<Option<Timestamp>, Finding> {
        let error = || malformed("time", "RFC 3339 の日時", "a date and time of RFC 3339");
        match self.take("time") {
            None => Ok(None),
            Some(Value::String(text)) => text.parse().map(Some).map_err(|_| error()),
            Some(_) => Err(error()),
        }
    }

    pub(super) fn expect_version(&mut self) -> Result<(), Finding> {
        match self.text("specversion")?.as_str() {
            "1.0" => Ok(()),
            _ => Err(malformed("specversion", "1.0", "1.0")),
        }
    }

    /// JSON is what an absent `datacontenttype` means in the JSON format (§3.1.1).
    pub(super) fn expect_json(&mut self) -> Result<(), Finding> {
        if self.take("data_base64").is_some() {
            return Err(malformed(
                "data_base64",
                "使用できません。data に JSON",
                "not used here; JSON in data",
            ));
        }
        let Some(value) = self.take("datacontenttype") else { return Ok(()) };
        let media_type = value.as_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let (_, subtype) = media_type.split_once('/').unwrap_or_default();
        if subtype.eq_ignore_ascii_case("json") || subtype.to_ascii_lowercase().ends_with("+json") {
            return Ok(());
        }
        Err(malformed("datacontenttype", "application/json", "application/json"))
    }
}

fn on(name: &'static str, finding: Finding) -> Finding {
    Finding { field: name.into(), ..finding }
}

pub(super) fn missing(name: &'static str) -> Finding {
    Finding::stop(
        "attribute.missing",
        name,
        RULE,
        Text::fixed("必須の属性がありません。", "The attribute is missing."),
        Text::fixed(
            "CloudEvents 1.0 の必須属性をすべて指定してください。",
            "Give every attribute CloudEvents 1.0 requires.",
        ),
    )
}

pub(super) fn malformed(name: &'static str, ja: &str, en: &str) -> Finding {
    Finding::stop(
        "attribute.malformed",
        name,
        RULE,
        Text::fixed("属性の値の形式が正しくありません。", "The attribute's value is malformed."),
        Text::new(format!("{ja}を指定してください。"), format!("Give {en}.")),
    )
}

pub(super) fn both_data() -> Finding {
    malformed("dataref", "data か dataref のどちらか一方", "data or dataref, not both")
}

pub(super) fn too_large() -> Finding {
    Finding::stop(
        "event.too_large",
        "event",
        RULE,
        Text::fixed("イベントが大きすぎます。", "The event is too large."),
        Text::fixed("256 KiB 以内にしてください。", "Keep it within 256 KiB."),
    )
}

fn not_json() -> Finding {
    Finding::stop(
        "event.not_json",
        "event",
        RULE,
        Text::fixed("イベントが JSON オブジェクトではありません。", "The event is not a JSON object."),
        Text::fixed(
            "CloudEvents の JSON 形式(structured mode)で送ってください。",
            "Send it in CloudEvents' JSON format, structured mode.",
        ),
    )
}
