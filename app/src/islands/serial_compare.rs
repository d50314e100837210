//! "Compare the serial number": says at once whether the plate matches.

use leptos::prelude::*;

/// Compares what is typed with the registered number. Its child is what
/// `components::serial_compare` writes.
#[island]
pub fn SerialCompare(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::dom::wake(live::attach);
    view! { <div class="island">{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod live {
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Document, HtmlAnchorElement, HtmlFormElement, HtmlInputElement};

    use crate::islands::{address::with_value, dom, plate};

    pub(super) fn attach(root: &Document) -> Result<(), JsValue> {
        let form: HtmlFormElement = dom::part(root, "form")?.dyn_into()?;
        let input: HtmlInputElement = dom::part(root, "plate")?.dyn_into()?;
        let report: HtmlAnchorElement = dom::part(root, "report")?.dyn_into()?;
        let registered = dom::data(&form, "serial");
        let base = dom::data(&form, "report");
        let answer = {
            let (form, input) = (form.clone(), input.clone());
            move |finished: bool| {
                let typed = input.value();
                let said = plate::tell(&typed, &registered, finished);
                if said == Some(plate::Said::Different) {
                    report.set_href(&with_value(&base, typed.trim()));
                }
                dom::say(&form, said.map_or("", plate::Said::name));
            }
        };
        dom::listen(&input, "input", {
            let answer = answer.clone();
            move |event| {
                if !dom::is_composing(event) {
                    answer(false);
                }
            }
        })?;
        dom::listen(&input, "change", {
            let answer = answer.clone();
            move |_| answer(true)
        })?;
        dom::listen(&form, "submit", move |event| {
            event.prevent_default();
            answer(true);
        })?;
        form.set_hidden(false);
        Ok(())
    }
}
