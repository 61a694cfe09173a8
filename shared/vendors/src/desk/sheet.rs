//! The submission sheet (申請シート): what staff enter at the vendor, as data.

use std::fmt;

use procedure::order::Order;
use procedure::{OrderId, Product, Text};
use serde::Serialize;

use super::content::Content;
use super::{DeskSettings, Field};

/// An order as the vendor's form wants it. Personal data: masked in `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Our order.
    pub order: OrderId,
    /// Its product.
    pub product: Product,
    /// Where it is entered, if that is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portal: Option<String>,
    /// What to see to before it is entered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Text>,
    /// The form, block by block.
    pub sections: Vec<Section>,
}

/// A block of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its title.
    pub title: Text,
    /// Its lines; those that the order has no use for are left out.
    pub rows: Vec<Row>,
}

/// One line of the form. Masked in `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Which field.
    pub field: Field,
    /// What the form calls it.
    pub label: Text,
    /// What is entered, line by line; empty when the application does not say.
    pub values: Vec<String>,
    /// What is to be known about it, or the value in both languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl Sheet {
    pub(super) fn of(order: &Order, settings: &DeskSettings) -> Self {
        let product = order.application.product;
        let layout = settings.layout(product);
        let sections = layout.0.iter().map(|block| Section {
            title: block.title.clone(),
            rows: block.lines.iter().filter_map(|line| row(line, order, settings)).collect(),
        });
        Self {
            order: order.id.clone(),
            product,
            warnings: settings.clerk.is_none().then(no_clerk).into_iter().collect(),
            portal: settings.portals.get(&product).cloned(),
            sections: sections.filter(|section| !section.rows.is_empty()).collect(),
        }
    }

    /// The line of `field`, if the sheet has it.
    pub fn row(&self, field: Field) -> Option<&Row> {
        self.sections.iter().flat_map(|section| &section.rows).find(|row| row.field == field)
    }
}

fn row(line: &super::Line, order: &Order, settings: &DeskSettings) -> Option<Row> {
    let (values, note) = match line.field.content(order, settings) {
        Content::Values(values, note) => (values, note),
        Content::Missing(note) => (Vec::new(), note),
        Content::Absent => return None,
    };
    Some(Row { field: line.field, label: line.label.clone(), values, note })
}

/// Whom the vendor writes to (R15).
fn no_clerk() -> Text {
    Text::fixed(
        "手続き担当者が設定されていません（設定の desk.clerk）。ベンダーからの連絡を受ける当社の担当者を入力してください。",
        "No contact for procedures is configured (desk.clerk in the settings): enter who at the provider hears from the vendor.",
    )
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("order", &self.order).finish_non_exhaustive()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("field", &self.field).finish_non_exhaustive()
    }
}
