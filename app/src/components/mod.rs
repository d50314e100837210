//! The parts that pages are made of.

pub mod beam;
mod dates;
mod icon;
mod rows;
mod search_box;
mod serial;
mod tag;
mod text_area;

pub use beam::{Beam, rate_beam};
pub use dates::with_whole_dates;
pub use icon::{Icon, known as known_icon, sprite};
pub use rows::{gap, instrument_row, kind_model, notice_row};
pub use search_box::{scan_button, search_box};
pub use serial::{serial_compare, serial_number};
pub use tag::{VerdictLook, tag};
pub use text_area::text_area;

use leptos::tachys::html::InertElement;

/// Markup that this crate wrote itself, as a view. Whatever came from outside has been through
/// [`crate::l10n::escape`] on its way into it.
pub(crate) fn raw(html: impl Into<std::borrow::Cow<'static, str>>) -> InertElement {
    InertElement::new(html)
}

/// Percent-encodes one segment of a path or one value of a query.
pub fn encode(text: &str) -> percent_encoding::PercentEncode<'_> {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    percent_encoding::utf8_percent_encode(text, KEPT)
}
