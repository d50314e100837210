//! The button that reads a label: fetches the scanner's WebAssembly when it is first pressed.

use leptos::prelude::*;

/// Opens the panel and starts the scanner in it. Its child is what `components::scan_button` writes: a
/// link to the page that says how else to read a label, and the panel.
#[island]
pub fn ScanButton(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::dom::wake(live::attach);
    view! { <div class="island">{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod live {
    use js_sys::{Function, Promise, Reflect};
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use web_sys::{Document, HtmlDialogElement};

    use crate::islands::dom;

    pub(super) fn attach(root: &Document) -> Result<(), JsValue> {
        let link = dom::part(root, "scan")?;
        let panel: HtmlDialogElement = dom::part(root, "panel")?.dyn_into()?;
        let prefix = dom::data(&panel, "prefix");
        // It does something here now; a link would promise another page.
        link.set_attribute("role", "button")?;
        dom::listen(&link, "keydown", {
            let link = link.clone();
            move |event| {
                if dom::key(event) == " " {
                    event.prevent_default();
                    link.unchecked_ref::<web_sys::HtmlElement>().click();
                }
            }
        })?;
        dom::listen(&link, "click", move |event| {
            // An old browser without dialogs follows the link.
            if panel.show_modal().is_err() {
                return;
            }
            event.prevent_default();
            dom::say(&panel, "opening");
            if start(&panel, &prefix).is_err() {
                dom::say(&panel, "failed");
            }
        })
    }

    /// `boot.js` fetches the module and checks it against its hash.
    fn start(panel: &HtmlDialogElement, prefix: &str) -> Result<(), JsValue> {
        let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
        let load: Function = Reflect::get(&window, &"chengxingLoad".into())?.dyn_into()?;
        let loaded: Promise = load
            .call1(&JsValue::UNDEFINED, &"scanner".into())?
            .dyn_into()?;
        let (panel, prefix) = (panel.clone(), prefix.to_owned());
        let failed = panel.clone();
        let started = Closure::once(move |exports: JsValue| {
            // Closed while it was loading.
            if !panel.open() {
                return;
            }
            let started = Reflect::get(&exports, &"start".into())
                .and_then(JsCast::dyn_into::<Function>)
                .and_then(|start| {
                    start.call2(&JsValue::UNDEFINED, &panel, &JsValue::from_str(&prefix))
                });
            if started.is_err() {
                dom::say(&panel, "failed");
            }
        });
        let refused = Closure::once(move |_: JsValue| dom::say(&failed, "failed"));
        let _ = loaded.then2(&started, &refused);
        // Each is called at most once; the browser frees them with the promise.
        started.forget();
        refused.forget();
        Ok(())
    }
}
