//! Serial numbers: how they are set, and the island that compares one.

use leptos::prelude::*;

use super::{Icon, encode, raw};
use crate::{View, islands::SerialCompare, l10n::escape};

/// A serial number in groups set apart by margins, so that a copy of it holds no spaces.
pub fn serial_number(serial: &str) -> impl IntoView + use<> {
    raw(grouped(serial))
}

fn grouped(serial: &str) -> String {
    let mut html = String::from("<span class=\"code big\">");
    // A number with marks of its own is grouped already; a very long one wraps where it must.
    if serial.len() <= 24 && serial.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let mut ends = vec![serial.len()];
        let mut left = serial.len();
        while left > 4 {
            left -= 3;
            ends.push(left);
        }
        let mut start = 0;
        for end in ends.into_iter().rev() {
            if end == serial.len() {
                html.push_str(&serial[start..end]);
            } else {
                html.push_str("<i>");
                html.push_str(&serial[start..end]);
                html.push_str("</i>");
            }
            start = end;
        }
    } else {
        html.push_str(&escape(serial));
    }
    html.push_str("</span>");
    html
}

/// The island that compares the number on the plate with the registered one.
///
/// It opens without a script too and says how to compare by eye; the field waits for the island.
pub fn serial_compare(view: &View<'_>, code: &str, serial: &str) -> impl IntoView + use<> {
    let l = view.l10n();
    let report = view.href(&format!("/report?instrument={}", encode(code)));
    let base = format!("{report}&serial=");
    let form = view! {
        <form class="ask" data-part="form" data-serial=serial.to_owned() data-report=base hidden>
            <label for="plate">{l.text("compare-label")}</label>
            <input class="input code" id="plate" data-part="plate" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="80"/>
            <button class="btn btn-quiet">{l.text("compare-button")}</button>
            <div class="answer" role="status">
                <p class="kept v-valid" data-say="same" hidden><Icon id="v-valid"/><span>{l.text("compare-same")}</span></p>
                <p data-say="part" hidden>{l.text("compare-part")}</p>
                <p data-say="close" hidden>{l.text("compare-close")}</p>
                <div data-say="different" hidden>
                    <p class="kept v-failed"><Icon id="v-failed"/><span>{l.text("compare-different")}</span></p>
                    <p><a class="go" data-part="report" href=report>{l.text("compare-report")}</a></p>
                </div>
            </div>
        </form>
    };
    view! {
        <details class="compare">
            <summary>{l.text("compare-title")}</summary>
            <p>{l.text("compare-how")}</p>
            <SerialCompare>{form}</SerialCompare>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn a_serial_number_is_grouped_without_spaces() {
        assert_eq!(
            grouped("2023081577"),
            "<span class=\"code big\"><i>2023</i><i>081</i>577</span>"
        );
        assert_eq!(grouped("A123"), "<span class=\"code big\">A123</span>");
        assert_eq!(
            grouped("№ 12<3"),
            "<span class=\"code big\">№ 12&lt;3</span>"
        );
        assert_eq!(grouped(""), "<span class=\"code big\"></span>");
    }
}
