//! What the islands do with the document.

use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, KeyboardEvent};

/// Lets an island come alive. No page holds one island twice, and the server has written its parts, so they
/// are looked for in the document: a `NodeRef` would bring effects along, a tenth of the module.
pub(super) fn wake(attach: fn(&Document) -> Result<(), JsValue>) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        // A part that is missing leaves the page as it works without a script.
        let _ = attach(&document);
    }
}

/// The part of that name.
pub(super) fn part(root: &Document, name: &str) -> Result<Element, JsValue> {
    let mut selector = String::from("[data-part=");
    selector.push_str(name);
    selector.push(']');
    root.query_selector(&selector)?.ok_or(JsValue::UNDEFINED)
}

/// The attribute `data-name`, or nothing.
pub(super) fn data(element: &Element, name: &str) -> String {
    let mut attribute = String::from("data-");
    attribute.push_str(name);
    element.get_attribute(&attribute).unwrap_or_default()
}

/// Shows the sentence of that name and hides the others. Only what changes is touched: a screen reader
/// reads every change.
pub(super) fn say(root: &Element, name: &str) {
    let Ok(sentences) = root.query_selector_all("[data-say]") else {
        return;
    };
    for at in 0..sentences.length() {
        if let Some(sentence) = sentences
            .item(at)
            .and_then(|node| node.dyn_into::<HtmlElement>().ok())
        {
            let hidden = data(&sentence, "say") != name;
            if sentence.hidden() != hidden {
                sentence.set_hidden(hidden);
            }
        }
    }
}

/// Listens for as long as the page lives.
pub(super) fn listen(
    target: &EventTarget,
    name: &str,
    mut heard: impl FnMut(&Event) + 'static,
) -> Result<(), JsValue> {
    let listener =
        Closure::<dyn FnMut(Event)>::new(move |event: Event| heard(&event)).into_js_value();
    target.add_event_listener_with_callback(name, listener.unchecked_ref())
}

/// Does it after so many milliseconds.
pub(super) fn after(milliseconds: i32, then: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let then = Closure::once_into_js(then);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            then.unchecked_ref(),
            milliseconds,
        );
    }
}

/// Whether an input method is at work. `InputEvent` and `KeyboardEvent` both say so.
pub(super) fn is_composing(event: &Event) -> bool {
    js_sys::Reflect::get(event, &JsValue::from_str("isComposing"))
        .is_ok_and(|composing| composing.is_truthy())
}

/// The key of a keyboard event; empty for another, as browsers send when they fill in a field.
pub(super) fn key(event: &Event) -> String {
    event
        .dyn_ref::<KeyboardEvent>()
        .map(KeyboardEvent::key)
        .unwrap_or_default()
}
