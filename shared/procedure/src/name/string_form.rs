//! One text form for a value type: the same parser for input and for what is stored.

/// Lets serde read and write `$name` as a string: reads through `FromStr`, writes through `$written`.
macro_rules! string_form {
    ($name:ident, $written:expr) => {
        impl TryFrom<String> for $name {
            type Error = $crate::Finding;

            fn try_from(text: String) -> Result<Self, $crate::Finding> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                let written: fn($name) -> String = $written;
                written(value)
            }
        }
    };
}

pub(crate) use string_form;
