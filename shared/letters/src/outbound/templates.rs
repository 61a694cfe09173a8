//! The templates, embedded: `templates/<letter>/<language>/{subject.txt, body.md}`, a layout and partials.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, filters};

use super::markup::escaped;

/// Values are escaped for CommonMark in `.md`, for HTML in `.html`; a subject is plain text.
const COMMONMARK: &str = "commonmark";

macro_rules! file {
    ($path:expr) => {
        ($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $path)))
    };
}

macro_rules! letters {
    ($($name:literal,)*) => {
        const LETTERS: &[(&str, &str)] = &[$(
            file!(concat!($name, "/ja/subject.txt")),
            file!(concat!($name, "/ja/body.md")),
            file!(concat!($name, "/en/subject.txt")),
            file!(concat!($name, "/en/body.md")),
        )*];
    };
}

macro_rules! partials {
    ($($name:literal,)*) => {
        const PARTIALS: &[(&str, &str)] = &[$(
            file!(concat!("partials/ja/", $name, ".md")),
            file!(concat!("partials/en/", $name, ".md")),
        )*];
    };
}

letters! {
    "application_received",
    "application_returned",
    "approval_mail_arrived",
    "approval_mail_expected",
    "bounced",
    "cancelled",
    "confirmation_expected",
    "document_refused",
    "documents_needed",
    "enquiry_relayed",
    "enquiry_reminder",
    "expired",
    "expired_before_renewal",
    "installed",
    "issued",
    "issued_to_deploy",
    "lapsed",
    "phone_call_ahead",
    "phone_call_ahead_ev",
    "phone_unreachable",
    "phone_unreachable_third_person",
    "rejected",
    "reminder_confirmation",
    "reminder_documents",
    "reminder_domain",
    "reminder_employment",
    "reminder_phone",
    "renewal_last_call",
    "renewal_opened",
    "renewal_reminder",
    "revoked",
}

partials! {
    "acts",
    "approval_mail",
    "approval_steps",
    "call_again",
    "call_third_person_again",
    "confirmation_steps",
    "deadline",
    "findings",
    "layout",
    "prepared",
    "question",
    "renewal",
    "submission",
    "wanted",
}

const PAGE: (&str, &str) = file!("partials/page.html");

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    // The engine's own set of filters is a hundred kilobytes of every function that writes letters; three are used.
    let mut environment = Environment::empty();
    environment.add_filter("join", filters::join);
    environment.add_filter("length", filters::length);
    environment.add_filter("safe", filters::safe);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    // The default delimiters, which no syntax is refused for.
    if let Ok(syntax) = syntax {
        environment.set_syntax(syntax);
    }
    environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
        Some("md") => AutoEscape::Custom(COMMONMARK.into()),
        Some("html") => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    environment.set_formatter(write);
    for (name, source) in LETTERS.iter().chain(PARTIALS).chain([&PAGE]) {
        // One that does not parse is missing, and so an error where it is used; a test loads them all.
        let _ = environment.add_template(name, source);
    }
    environment
});

/// The template `name`, filled in from `view`.
///
/// # Errors
/// The engine's: no such template, or a template that names what the view does not have.
pub(super) fn fill(name: &str, view: impl serde::Serialize) -> Result<String, Error> {
    ENVIRONMENT.get_template(name)?.render(Serde(view))
}

fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match state.auto_escape() {
        AutoEscape::Custom(_) if !value.is_safe() => Ok(out.write_str(&escaped(&value.to_string()))?),
        AutoEscape::Custom(_) => Ok(out.write_str(&value.to_string())?),
        _ => minijinja::escape_formatter(out, state, value),
    }
}
