//! The "relaxed" canonical form, in which white space counts little (RFC 6376 §3.4.2, §3.4.4).

const WHITE: [char; 2] = [' ', '\t'];

/// A header field.
pub(super) struct Field {
    pub(super) name: String,
    value: String,
}

impl Field {
    /// Its canonical form, without the end of the line.
    pub(super) fn canonical(&self) -> String {
        format!("{}:{}", self.name.to_ascii_lowercase(), self.value)
    }
}

/// The fields of a header section.
pub(super) fn fields(head: &str) -> Vec<Field> {
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let fields = unfolded.split("\r\n").filter_map(|line| line.split_once(':'));
    let field = |(name, value): (&str, &str)| Field {
        name: name.trim_end_matches(WHITE).to_owned(),
        value: squeezed(value).trim_start_matches(' ').to_owned(),
    };
    fields.map(field).collect()
}

/// The canonical form of a body; the empty lines that end it are none of it.
pub(super) fn body(text: &str) -> String {
    let lines: Vec<String> = text.split("\r\n").map(squeezed).collect();
    let lines = lines.join("\r\n");
    match lines.trim_end_matches("\r\n") {
        "" => String::new(),
        lines => format!("{lines}\r\n"),
    }
}

/// A line with one space for each stretch of white space, and none at its end.
fn squeezed(line: &str) -> String {
    let mut squeezed = String::with_capacity(line.len());
    for c in line.trim_end_matches(WHITE).chars() {
        match c {
            ' ' | '\t' if squeezed.ends_with(' ') => {}
            ' ' | '\t' => squeezed.push(' '),
            other => squeezed.push(other),
        }
    }
    squeezed
}
